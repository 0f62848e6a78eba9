import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Figure } from '#shared/kernel/figure.schema'
import type { AnalyticsView } from '#shared/portfolio/product-view.schema'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createProductsWorld } from '../products/products-world.ts'
import { createDashboardWorld } from './dashboard-world.ts'
import { walk } from './walk.ts'

let world: World
let desk: TableWorld
let dashboard: ReturnType<typeof createDashboardWorld>
let products: ReturnType<typeof createProductsWorld>
beforeAll(async () => {
  world = await createWorld({ shards: 2 })
  desk = await aBank(world, { clients: 60, shards: 2 })
  await aRunner(desk).run({ runId: 'r1' })
  dashboard = createDashboardWorld(desk)
  products = createProductsWorld(desk)
})
afterAll(async () => {
  await world.stop()
})

type Subject = Readonly<Record<string, string>>

async function subjects(): Promise<Subject[]> {
  const [byProduct, byFamily] = await Promise.all([
    products.list('?limit=4'),
    products.list('?level=family&limit=2'),
  ])
  return [
    ...byProduct.items.map(({ id }) => ({ product: id })),
    ...byFamily.items.map(({ id }) => ({ family: id })),
  ]
}

describe('following a figure of products to its clients', () => {
  const shownBy: Readonly<Record<string, (figures: AnalyticsView['figures']) => Figure>> = {
    'product-revenue': ({ revenue }) => revenue.figure,
    'product-margin': ({ margin }) => margin.figure,
    'product-charges': ({ charges }) => charges.figure,
    'product-orders': ({ orders }) => orders.figure,
    'product-buyers': ({ buyers }) => buyers.figure,
    'product-repeat': ({ repeat }) => repeat.figure,
    'product-penetration': ({ penetration }) => penetration,
    'product-loss': ({ lossOfHolders }) => lossOfHolders.figure,
    'product-first-clv': ({ firstValue }) => firstValue,
  }

  test.each(Object.entries(shownBy))(
    '%s: what the analytics show of a few products and families, and the sum of its rows exactly',
    async (metric, shown) => {
      const known: { question: Subject; kind: string }[] = []
      for (const subject of await subjects()) {
        const question = { ...subject, period: 'last-quarter' }
        const { figures } = await products.analytics(`?${new URLSearchParams(question)}`)
        const followed = await dashboard.trace(metric, `?${new URLSearchParams({ ...question, limit: '1' })}`)
        expect(followed.figure).toEqual(shown(figures))
        if (followed.figure.value) known.push({ question, kind: followed.kind })
      }
      for (const { question, kind } of known.slice(-1))
        for (const part of kind === 'ratio' ? ['numerator', 'denominator'] : ['numerator']) {
          const { view, sum } = await walk(dashboard, metric, { ...question, part, limit: '100' })
          expect([part, sum, view.rows!.residual]).toEqual([part, view.rows!.total, 0])
        }
    },
  )

  test('holders, first clients and every month of the chart are the sum of their rows', async () => {
    const [first] = await subjects()
    const { months } = await products.analytics(`?${new URLSearchParams(first)}`)
    const { items } = await products.list()
    const holders = await walk(dashboard, 'product-holders', first)
    const starters = await walk(dashboard, 'product-first-clients', first)

    expect(holders.sum).toBe(items.find(({ id }) => id === first!['product'])?.holders)
    expect(starters.residual).toBe(0)
    for (const one of months.slice(-3)) {
      const revenue = await walk(dashboard, 'product-revenue', { ...first, month: one.month })
      const held = await walk(dashboard, 'product-holders', { ...first, month: one.month })
      expect([revenue.sum, held.sum]).toEqual([one.revenueCents, one.holders])
    }
  })

  test('asks for a product, and refuses a slice that products are not counted by', async () => {
    const [first] = await subjects()
    const unnamed = await dashboard.traceAnswer('product-revenue')
    const sliced = await dashboard.trace(
      'product-revenue',
      `?${new URLSearchParams({ ...first, segment: 'champions' })}`,
    )

    expect(unnamed.status).toBe(400)
    expect(await unnamed.text()).toContain('Say of which product or family')
    expect(sliced).toMatchObject({ rows: null, figure: { value: null } })
    expect(sliced.figure.reason).toContain('take the segment')
  })
})
