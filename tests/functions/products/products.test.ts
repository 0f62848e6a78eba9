import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import { productOrders } from '#shared/portfolio/product-view.schema'
import { type ProductsSummary } from '#shared/portfolio/products-summary.schema'
import { type BundlesView } from '#shared/portfolio/bundle-view.schema'
import { flowMeasures } from '#shared/portfolio/contribution'
import { slice } from '#shared/portfolio/snapshot'
import { anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createProductsWorld } from './products-world.ts'

let world: World
let desk: TableWorld
let products: ReturnType<typeof createProductsWorld>
beforeAll(async () => {
  world = await createWorld({ shards: 2 })
  desk = await aBank(world, { clients: 60, shards: 2 })
  products = createProductsWorld(desk)
})
afterAll(async () => {
  await world.stop()
})

const aProduct = {
  id: 'travel-card',
  name: 'Travel card',
  kind: 'account',
  family: 'Cards',
  isNewFamily: true,
  isAnchor: false,
  launchedOn: '2025-12-01',
  marginRate: 0.4,
  unitCostCents: null,
}
const problemOf = async (answer: Response) =>
  (await answer.json()) as {
    code: string
    message: string
    details?: { issues?: { path: string; message: string }[] }
  }
const everything = async () => (await desk.dump()).filter(({ pk }) => !pk.startsWith('AUDIT'))

describe('the catalogue', () => {
  test('before the first run lists every product, and says that nothing was counted', async () => {
    const page = await products.list()
    const analytics = await products.get('/api/product/analytics?product=rated')

    expect(page).toMatchObject({ run: null, period: null, revenueCents: 0 })
    expect(page.total).toBe(page.items.length)
    expect(analytics.status).toBe(404)
    expect((await problemOf(analytics)).code).toBe('products.not-counted')
  })

  test('after a run has figures of every product that add up to the portfolio', async () => {
    await aRunner(desk).run({ runId: 'r1' })
    const page = await products.list('?limit=100')
    const families = await products.list('?level=family')
    const snapshot = (await aRunner(desk).stores.runs.loadSnapshot('r1'))!
    const revenue = slice(snapshot, { table: 'flow', when: '12-months:now' })[
      flowMeasures.indexOf('revenue')
    ]!

    expect(page.run?.id).toBe('r1')
    expect(page.revenueCents).toBe(revenue)
    expect(page.items.reduce((sum, row) => sum + row.revenueCents, 0)).toBe(revenue)
    expect(families.revenueCents).toBe(revenue)
    expect(page.items.map(({ abc }) => abc)).toContain('A')
  })

  test.each(productOrders)('is ordered by %s from first to last, what has no value last', async (sort) => {
    for (const order of ['asc', 'desc']) {
      const all = (await products.list(`?sort=${sort}&order=${order}&limit=100`)).items.map(({ id }) => id)
      const paged: string[] = []
      let query = `?sort=${sort}&order=${order}&limit=3`
      for (;;) {
        const page = await products.list(query)
        paged.push(...page.items.map(({ id }) => id))
        if (page.next === null) break
        query = `?sort=${sort}&order=${order}&limit=3&cursor=${page.next}`
      }
      expect(paged).toEqual(all)
    }
  })

  test('finds words in names, and keeps a cursor to its question', async () => {
    const found = await products.list('?q=RAT')
    const page = await products.list('?limit=2')
    const strange = await products.get(`/api/products?limit=2&sort=name&cursor=${page.next}`)

    expect(found.items.map(({ id }) => id)).toEqual(['rated'])
    expect(strange.status).toBe(400)
  })

  test('is sent once: 304 until the catalogue, the run or a client changes', async () => {
    const tag = (await products.get('/api/products')).headers.get('etag')!
    const same = await products.get('/api/products', { 'if-none-match': tag })
    await products.send('POST', '/api/products', { body: aProduct })
    const changed = await products.get('/api/products', { 'if-none-match': tag })

    expect([same.status, changed.status]).toEqual([304, 200])
  })

  test('warm, costs a few read units whatever the number of products', async () => {
    await products.list()
    const before = desk.table.capacity.total().readUnits
    await products.list('?sort=margin')

    expect(desk.table.capacity.total().readUnits - before).toBeLessThanOrEqual(8)
  })
})

describe('a product', () => {
  test('is added with a new family only where that is said, and edited under its version', async () => {
    const before = await everything()
    const unknown = await products.send('POST', '/api/products', {
      body: { ...aProduct, id: 'x', family: 'Crads', isNewFamily: false },
    })
    expect(unknown.status).toBe(400)
    expect((await problemOf(unknown)).message).toContain('There is no family "Crads". Choose one of Cards')
    const negative = await products.send('POST', '/api/products', {
      body: { ...aProduct, id: 'x', unitCostCents: -1 },
    })
    expect((await problemOf(negative)).details?.issues).toEqual([
      { path: 'unitCostCents', message: 'Not below zero.' },
    ])
    expect((await products.send('POST', '/api/products', { body: aProduct })).status).toBe(409)
    expect(await everything()).toEqual(before)

    const { version } = await products.product('travel-card')
    const { id: _id, kind: _kind, ...edit } = { ...aProduct, name: 'Travel card plus', isNewFamily: false }
    const edited = await products.send('PUT', '/api/products/travel-card', { body: { ...edit, version } })
    const late = await products.send('PUT', '/api/products/travel-card', { body: { ...edit, version } })

    expect(edited.status).toBe(200)
    expect(await products.product('travel-card')).toMatchObject({ name: 'Travel card plus', family: 'Cards' })
    expect([late.status, (await problemOf(late)).code]).toEqual([409, 'product.changed-meanwhile'])
  })

  test('with holders cannot be deleted, nor one that was ever bought: clear message, nothing changed', async () => {
    const before = await everything()
    const held = await products.send(
      'DELETE',
      `/api/products/current?version=${(await products.product('current')).version}`,
    )
    const bought = await products.send(
      'DELETE',
      `/api/products/none?version=${(await products.product('none')).version}`,
    )

    expect(held.status).toBe(409)
    expect((await problemOf(held)).message).toMatch(/\d+ clients hold this product\. Retire it instead/)
    expect(bought.status).toBe(409)
    expect(await everything()).toEqual(before)
  })

  test('nobody held is deleted with its charges; while clients have changed since the run it waits', async () => {
    const spare = { ...aProduct, id: 'spare', name: 'Spare', isNewFamily: false }
    await products.send('POST', '/api/products', { body: spare })
    const remove = async () =>
      products.send('DELETE', `/api/products/spare?version=${(await products.product('spare')).version}`)
    const { clients } = aRunner(desk).stores
    const before = await desk.clients.loadWithFacts('buyer-1')
    await clients.save(before, revised('buyer-1', before, { put: [anOrder({ id: 'late' })], channels: [] }))
    const waits = await remove()
    await aRunner(desk).run({ runId: 'r2' })

    expect((await problemOf(waits)).code).toBe('product.unverified')
    expect((await remove()).status).toBe(204)
    expect((await products.get('/api/products/spare')).status).toBe(404)
  })

  test('is changed by stewards only', async () => {
    for (const role of ['viewer', 'analyst'] as const)
      expect((await products.send('POST', '/api/products', { body: aProduct, role })).status).toBe(403)
  })

  test('retires and comes back', async () => {
    const retire = async (retiredOn: string | null) =>
      products.send('PUT', '/api/products/travel-card/retirement', {
        body: { version: (await products.product('travel-card')).version, retiredOn },
      })
    await retire('2026-03-01')
    expect((await products.list('?status=retired')).items.map(({ id }) => id)).toEqual(['travel-card'])
    await retire(null)
    expect((await products.product('travel-card')).status).toBe('active')
  })
})

describe('analytics', () => {
  test('compare holders with the rest, and cut revenue into parts that add up', async () => {
    const view = await products.analytics('?product=current&period=12-months&compare=year-before')
    const { figures, slices } = view
    const sum = (list: { revenueCents: number }[]) => list.reduce((total, one) => total + one.revenueCents, 0)

    expect(view.subject).toEqual({ level: 'product', id: 'current', name: 'current' })
    expect(figures.lossOfHolders.figure.low95).toBeLessThanOrEqual(figures.lossOfHolders.figure.value!)
    expect(figures.penetration.value).toBeGreaterThan(0)
    for (const cut of [slices.segment, slices.channel, slices.tenure])
      expect(sum(cut)).toBe(figures.revenue.figure.value)
    expect(view.months.length).toBeGreaterThan(12)
    expect(view.charges.chargedCents).toBeGreaterThan(0)
  })

  test('are there for a family, and refuse what names neither or both', async () => {
    expect((await products.analytics('?family=none')).subject.level).toBe('family')
    for (const query of ['', '?product=a&family=b', '?product=rated&period=ever'])
      expect((await products.get(`/api/product/analytics${query}`)).status).toBe(400)
    expect((await products.get('/api/product/analytics?product=nothing')).status).toBe(404)
  })

  test('say that there is not enough evidence for a bundle, with what was tested', async () => {
    const bundles = await products.read<BundlesView>('/api/product/bundles')

    expect(bundles.items).toEqual([])
    expect(bundles.reason).toContain('Not enough evidence')
    expect(bundles.evidence?.baskets.pairs).toBeGreaterThan(0)
    expect((await products.get('/api/product/bundles/1/clients')).status).toBe(404)
  })

  test('have a summary for the landing page', async () => {
    const summary = await products.read<ProductsSummary>('/api/product/summary')

    expect(summary.products).toBeGreaterThan(3)
    expect(Array.isArray(summary.stageChanges)).toBe(true)
  })
})
