import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addInto, type Contribution, flowMeasures } from '#shared/portfolio/contribution'
import { productContribution } from '#shared/portfolio/product-contribution'
import { periodSlots } from '#shared/portfolio/product-measures'
import { byMonth, ofPeriod, productSumsOf } from '#shared/portfolio/product-snapshot'
import { slice } from '#shared/portfolio/snapshot'
import { createRandom } from '#shared/numeric/random'
import { aClient, aLine, anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner } from './run-world.ts'

let world: World
let desk: TableWorld
beforeAll(async () => {
  world = await createWorld()
  desk = await aBank(world, { clients: 60, shards: 2 })
})
afterAll(async () => {
  await world.stop()
})

describe('figures of products', () => {
  test('are the sum over every client, whole or in pieces, and add up to the portfolio', async () => {
    const runner = aRunner(desk)
    await runner.run({ runId: 'whole' })
    await runner.run({ runId: 'pieces' }, () => 0)
    const { runs, productFigures } = runner.stores

    const context = (await runs.loadContext('whole'))!
    const sum: Contribution = new Map()
    for (const item of (await desk.dump()).filter(({ sk }) => sk === 'CLIENT'))
      addInto(sum, productContribution((await desk.clients.loadWithFacts(String(item['id'])))!, context))
    const head = (await productFigures.head('whole'))!
    const pieces = (await productFigures.head('pieces'))!

    expect(head.products.map(({ id }) => id)).toContain('none')
    for (const { id, stand } of productSumsOf(sum).product.sums)
      expect(head.products.find((one) => one.id === id)?.stand).toEqual(stand)
    expect({ ...pieces, runId: '' }).toEqual({ ...head, runId: '' })
    const snapshot = (await runs.loadSnapshot('whole'))!
    const revenue = flowMeasures.indexOf('revenue')
    context.months.forEach((month, index) =>
      expect(
        head.products.reduce((total, one) => total + byMonth(one, context.months, 'revenue')[index]!, 0),
      ).toBe(slice(snapshot, { table: 'flow', when: `month:${month}` })[revenue] ?? 0),
    )
    context.periods.forEach(({ name }, period) =>
      periodSlots.forEach((slot, offset) =>
        expect(
          head.products.reduce((total, one) => total + ofPeriod(one, period * 3 + offset, 'revenue'), 0),
        ).toBe(slice(snapshot, { table: 'flow', when: `${name}:${slot}` })[revenue] ?? 0),
      ),
    )
  })

  test('say "not enough evidence" by offering no bundle where products ignore each other', async () => {
    const { productFigures } = aRunner(desk).stores
    const head = (await productFigures.head('whole'))!

    expect(head.bundles).toEqual([])
    expect(head.evidence.baskets.baskets).toBeGreaterThan(0)
  })
})

describe('bundles', () => {
  test('are found where planted, with whom they could reach: who has the one and lacks the other', async () => {
    const shop = await world.createTableWorld({ shards: 2 })
    const names = ['bread', 'butter', ...Array.from({ length: 10 }, (_, index) => `p${index}`)]
    await shop.products.saveAll(
      names.map((id) => ({
        id,
        name: id,
        version: 0,
        kind: 'purchase',
        isAnchor: false,
        isPlaceholder: false,
        marginRate: 0.5,
      })),
    )
    const random = createRandom(3)
    const clients = Array.from({ length: 400 }, (_, index) => {
      const first = names[Math.floor(random.next() ** 1.6 * names.length)]!
      const also = first === 'bread' && random.next() < 0.7 ? ['butter'] : []
      const any = random.next() < 0.7 ? [names[Math.floor(random.next() * names.length)]!] : []
      const lines = [...new Set([first, ...also, ...any])].map((productId) =>
        aLine({ productId, amountCents: 10_00 }),
      )
      return aClient(`c${String(index).padStart(3, '0')}`, {
        put: [anOrder({ id: `o${index}`, day: '2026-03-01', lines })],
      })
    })
    await shop.clients.saveAll(clients.map((after) => ({ before: undefined, after })))
    const runner = aRunner(shop)
    await runner.run({ runId: 'shop' })
    const { productFigures } = runner.stores
    const { bundles, evidence } = (await productFigures.head('shop'))!
    const has = (id: string) => (client: (typeof clients)[number]) =>
      client.facts.some(
        (fact) => fact.fact === 'order' && fact.lines.some(({ productId }) => productId === id),
      )

    expect(bundles.map(({ left, right, rank }) => [rank, ...[left, right].sort()])).toEqual([
      [1, 'bread', 'butter'],
    ])
    expect(evidence.baskets).toMatchObject({ baskets: 400, pairs: 66 })
    const [bundle] = bundles
    const lacking = clients.filter(has(bundle!.left)).filter((client) => !has(bundle!.right)(client))
    expect(bundle!.recipients).toBe(lacking.length)
    expect(await productFigures.recipients('shop', 1)).toEqual(lacking.map(({ client }) => client.id))
    expect(bundle!.counts.both).toBe(clients.filter(has('bread')).filter(has('butter')).length)
  })
})
