import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import { addMonths } from '#shared/kernel/day'
import { metrics } from '#shared/portfolio/metrics'
import { anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createDashboardWorld } from './dashboard-world.ts'
import { walk } from './walk.ts'

let world: World
let desk: TableWorld
let dashboard: ReturnType<typeof createDashboardWorld>
beforeAll(async () => {
  world = await createWorld({ shards: 2 })
  desk = await aBank(world, { clients: 60, shards: 2 })
  await desk.channels.register(['web'])
  const months = Array.from({ length: 12 }, (_, index) => addMonths('2025-03', index))
  await desk.spend.saveAll(months.map((month) => ({ channel: 'web', month, amountCents: 120_00 })))
  await aRunner(desk).run({ runId: 'r1' })
  dashboard = createDashboardWorld(desk)
})
afterAll(async () => {
  await world.stop()
})

const traced = Object.entries(metrics)
  .filter(([name, metric]) => metric.numerator && !name.startsWith('product-'))
  .flatMap(([name, metric]) => [[name, 'numerator'], ...(metric.denominator ? [[name, 'denominator']] : [])])

describe('following a figure to its rows', () => {
  test.each(traced)('%s: the %s is the sum of its rows, exactly', async (metric, part) => {
    const { view, rows, sum } = await walk(dashboard, metric ?? '', {
      part: part ?? '',
      cohort: '2025-06',
      life: '1',
      to: 'active',
    })

    expect(sum).toBe(view.rows!.total)
    expect(rows.every(({ value }) => value !== 0)).toBe(true)
  })

  test.each([
    ['retention', { period: 'last-quarter', segment: 'champions' }],
    ['churn', { period: 'year-to-date', status: 'active' }],
    ['average-clv', { status: 'active', segment: 'loyal', part: 'numerator' }],
    ['revenue', { month: '2026-01' }],
    ['revenue', { period: '90-days', slot: 'previous', status: 'dormant' }],
    ['clv-at-risk', { day: '2026-01-31' }],
  ])('%s of %o is the sum of its rows, exactly', async (metric, question) => {
    const { view, sum } = await walk(dashboard, metric, question)

    expect(sum).toBe(view.rows!.total)
  })

  test('shows the very figure of the tile, with its formula, terms, run and definitions', async () => {
    const { kpis } = await dashboard.view('?period=90-days&channel=web')

    for (const { trace, figure, title } of kpis) {
      const query = new URLSearchParams({ period: '90-days', channel: 'web', ...trace.question })
      const view = await dashboard.trace(trace.metric, `?${query}`)
      expect([title, view.figure]).toEqual([title, figure])
      expect(view.run).toMatchObject({ id: 'r1', definitions: 1 })
      for (const [, name] of view.formula.matchAll(/\{(\w+)\}/g))
        expect(view.terms.map((term) => term.name)).toContain(name)
    }
  })

  test('says what a client changed since the run leaves over, and nothing is left over before', async () => {
    const before = (await desk.clients.loadWithFacts('buyer-1'))!
    const order = anOrder({ id: 'after-the-run', day: '2026-03-10', amountCents: 77_00 })
    await desk.clients.save(before, revised('buyer-1', before, { put: [order], channels: ['web'] }))

    const { view, residual } = await walk(dashboard, 'revenue', { period: '30-days' })
    const now = (await desk.clients.loadWithFacts('buyer-1'))!
    await desk.clients.save(
      now,
      revised('buyer-1', now, { remove: ['order#after-the-run'], channels: ['web'] }),
    )
    const undone = await walk(dashboard, 'revenue', { period: '30-days' })

    expect(residual).toBe(-77_00)
    expect(view.run.changedClients).toBeGreaterThanOrEqual(0)
    expect(undone.residual).toBe(0)
  })

  test('a figure that is no sum says so, and shows what it is', async () => {
    const median = await dashboard.trace('median-clv')

    expect(median).toMatchObject({ kind: 'computed', rows: null })
    expect(median.explanation).toContain('no sum')
  })

  test('a refused combination says what to do instead, and has no rows', async () => {
    const view = await dashboard.trace('clv-to-cac', '?segment=champions')

    expect(view.figure.value).toBeNull()
    expect(view.figure.reason).toContain('take the segment and status filters away')
    expect(view.rows).toBeNull()
  })

  test('masks names for who may not see them', async () => {
    const answer = await dashboard.traceAnswer('active-clients', '', 'viewer')
    const view = (await answer.json()) as Awaited<ReturnType<typeof dashboard.trace>>

    expect(view.rows!.clients.every(({ name }) => name === null || name.includes('.'))).toBe(true)
  })

  test('does not know any other figure, and a cursor opens only under its own question', async () => {
    const unknown = await dashboard.traceAnswer('constructor')
    const { rows } = await dashboard.trace('active-clients', '?limit=1')
    const elsewhere = await dashboard.traceAnswer('clients', `?limit=1&cursor=${rows!.next}`)

    expect([unknown.status, elsewhere.status]).toEqual([404, 400])
  })
})
