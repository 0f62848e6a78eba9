import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import { addMonths } from '#shared/kernel/day'
import type { ChartsView } from '#shared/portfolio/charts-view.schema'
import { anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createDashboardWorld } from './dashboard-world.ts'

let world: World
let desk: TableWorld
let dashboard: ReturnType<typeof createDashboardWorld>
beforeAll(async () => {
  world = await createWorld({ shards: 1 })
  desk = await aBank(world, { clients: 90, shards: 1 })
  await desk.channels.register(['web'])
  const months = Array.from({ length: 12 }, (_, index) => addMonths('2025-03', index))
  await desk.spend.saveAll(months.map((month) => ({ channel: 'web', month, amountCents: 120_00 })))
  await aRunner(desk).run({ runId: 'r1' })
  dashboard = createDashboardWorld(desk)
})
afterAll(async () => {
  await world.stop()
})

const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0)
const chartsOf = async (query = '') => (await (await dashboard.get(`/charts${query}`)).json()) as ChartsView

describe('the charts of a run', () => {
  test.each(['30-days', '12-months', 'last-quarter', 'year-to-date'])(
    'the revenue bridge of %s starts with the revenue before, and closes with nothing left over',
    async (period) => {
      const { bridge } = await chartsOf(`?period=${period}`)
      const at = (name: string) => bridge.bars.find((bar) => bar.name === name)!.cents
      const before = await dashboard.trace('revenue', `?period=${period}&slot=previous`)

      expect(bridge.residual).toBe(0)
      expect(sum(bridge.bars.slice(0, -1).map(({ cents }) => cents))).toBe(at('revenue'))
      expect(at('revenue-start')).toBe(before.figure.value)
    },
  )

  test('channels add up to their total, and the total is the headline', async () => {
    const { channels } = await chartsOf()
    const { kpis } = await dashboard.view()
    const headline = kpis.find(({ name }) => name === 'clv-to-cac')!.figure

    expect(sum(channels.rows.map(({ clients }) => clients))).toBe(channels.total.clients)
    expect(sum(channels.rows.map(({ costCents }) => costCents ?? 0))).toBe(channels.total.costCents)
    expect(channels.total.ratio).toEqual(headline)
    expect(channels.rows.at(-1)?.channel).toBe('unattributed')
  })

  test('statuses at the start and at the end: every row adds up, and all rows to the clients known', async () => {
    const { transitions } = await chartsOf('?period=12-months')
    const { clients } = await dashboard.view()

    for (const { to, total } of transitions) expect(sum(to.map(({ count }) => count))).toBe(total)
    expect(sum(transitions.map(({ total }) => total))).toBe(clients.total)
  })

  test('every factor counts the same clients, and loses the same ones', async () => {
    const { losses } = await chartsOf()

    for (const { bins, factor } of losses.factors) {
      expect([factor, sum(bins.map(({ clients }) => clients))]).toEqual([factor, losses.base.n])
      expect(sum(bins.map(({ lost }) => lost)) / losses.base.n!).toBeCloseTo(losses.base.value!, 12)
    }
  })

  test('tiers hold every active client that could be valued, dearest first', async () => {
    const { tiers } = await chartsOf()
    const { kpis } = await dashboard.view()
    const total = await dashboard.trace('average-clv')

    expect(sum(tiers.map(({ clients }) => clients))).toBe(kpis[0]!.figure.n)
    expect(sum(tiers.map(({ cents }) => cents))).toBe(total.rows!.total)
    const floors = tiers.map(({ fromCents }) => fromCents ?? -Infinity)
    expect(floors).toEqual([...floors].sort((left, right) => right - left))
  })

  test('a cohort is whole in its first month, and a month still running is unfinished', async () => {
    const { cohorts } = await chartsOf()

    for (const { clients, cells } of cohorts.lines) {
      expect(cells.every(({ active }) => active <= clients)).toBe(true)
      expect(cells.filter(({ isUnfinished }) => isUnfinished)).toHaveLength(1)
      expect(cells.at(-1)?.isUnfinished).toBe(true)
    }
  })

  test('the survival curve starts with everybody, never rises, and stays inside its band', async () => {
    const { survival } = await chartsOf()

    expect(survival.steps[0]).toMatchObject({ month: 0, survival: 1, atRisk: survival.clients })
    survival.steps.forEach((step, index) => {
      expect(step.survival).toBeLessThanOrEqual(survival.steps[index - 1]?.survival ?? 1)
      expect(step.low <= step.survival && step.survival <= step.high).toBe(true)
    })
  })

  test('channels, segments and statuses each add up to the headline', async () => {
    const whole = await chartsOf()
    for (const [part, values] of [
      ['channel', [...whole.channels.rows.map(({ channel }) => channel), 'branch', 'other']],
      ['status', ['prospect', 'active', 'dormant', 'restricted', 'closed']],
    ] as const) {
      const revenues = await Promise.all(
        [...new Set(values)].map(async (value) => {
          const { bridge } = await chartsOf(`?period=90-days&${part}=${value}`)
          return bridge.bars.at(-1)!.cents
        }),
      )
      const all = (await chartsOf('?period=90-days')).bridge.bars.at(-1)!.cents
      expect([part, sum(revenues)]).toEqual([part, all])
    }
  })
})

describe('answers kept for five minutes', () => {
  const cacheOf = async (query: string, headers = {}) =>
    (await dashboard.get(query, headers)).headers.get('x-cache')

  test('are kept by sorted query and role, and are out of reach once a fact changes', async () => {
    const first = await cacheOf('?period=90-days&compare=previous')
    const again = await cacheOf('?compare=previous&period=90-days')
    const other = await cacheOf('?compare=year-before&period=90-days')
    const before = (await desk.clients.loadWithFacts('buyer-2'))!
    await desk.clients.save(
      before,
      revised('buyer-2', before, { put: [anOrder({ id: 'one-more' })], channels: ['web'] }),
    )
    const changed = await cacheOf('?period=90-days&compare=previous')

    expect([first, again, other, changed]).toEqual(['MISS', 'HIT', 'MISS', 'MISS'])
  })

  test('are read again after five minutes', async () => {
    const first = await cacheOf('?period=30-days')
    dashboard.pass(5 * 60_000 - 1)
    const kept = await cacheOf('?period=30-days')
    dashboard.pass(2)
    const gone = await cacheOf('?period=30-days')

    expect([first, kept, gone]).toEqual(['MISS', 'HIT', 'MISS'])
  })
})
