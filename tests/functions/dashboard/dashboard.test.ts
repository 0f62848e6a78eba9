import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import { anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createDashboardWorld } from './dashboard-world.ts'

let world: World
let desk: TableWorld
let dashboard: ReturnType<typeof createDashboardWorld>
beforeAll(async () => {
  world = await createWorld({ shards: 2 })
  desk = await aBank(world, { clients: 30, shards: 2 })
  dashboard = createDashboardWorld(desk)
})
afterAll(async () => {
  await world.stop()
})

describe('the dashboard', () => {
  test('before the first run says that nothing has been valued, and counts the clients all the same', async () => {
    const view = await dashboard.view()

    expect(view).toMatchObject({ run: null, kpis: [], clients: { total: 30 } })
    expect(view.revenue.reason).toContain('Import transactions first')
  })

  test('after a run shows its figures with its day, and how many clients changed since', async () => {
    await aRunner(desk).run({ runId: 'r1' })
    const fresh = await dashboard.view()
    const before = await desk.clients.loadWithFacts('buyer-1')
    const { clients } = aRunner(desk).stores
    await clients.save(
      before,
      revised('buyer-1', before, { put: [anOrder({ id: 'late', day: '2026-03-14' })], channels: [] }),
    )
    const later = await dashboard.view()

    expect(fresh.run).toMatchObject({ id: 'r1', changedClients: 0, isInProgress: false })
    expect(fresh.kpis.map(({ name }) => name)).toEqual([
      'average-clv',
      'clv-to-cac',
      'retention',
      'growth',
      'churn',
      'clv-at-risk',
    ])
    expect(later.run).toMatchObject({ id: 'r1', changedClients: 1 })
    expect(later.kpis).toEqual(fresh.kpis)
    expect(later.live.revenueCents - fresh.live.revenueCents).toBe(10_00)
    expect(later.live.orders - fresh.live.orders).toBe(1)
  })

  test('shows retention and churn that add up to one hundred percent, each with its n', async () => {
    const { kpis } = await dashboard.view()
    const figure = (name: string) => kpis.find((kpi) => kpi.name === name)!.figure

    expect(figure('retention').value! + figure('churn').value!).toBeCloseTo(1, 12)
    expect(figure('retention').n).toBe(figure('churn').n)
  })

  test.each(['30-days', 'quarter-to-date', 'last-year'])('answers for the period %s', async (period) => {
    const view = await dashboard.view(`?period=${period}&compare=year-before`)

    expect(view.period).toMatchObject({ name: period })
    expect(view.period.from <= view.period.to).toBe(true)
  })

  test('refuses what is no period with every issue at once', async () => {
    const answer = await dashboard.get('?period=ever&compare=nothing')
    const { details } = (await answer.json()) as { details: { issues: { path: string }[] } }

    expect(answer.status).toBe(400)
    expect(details.issues.map(({ path }) => path).sort()).toEqual(['compare', 'period'])
  })

  test('is sent once: 304 until a fact changes or another run is shown', async () => {
    const tag = (await dashboard.get()).headers.get('etag')!
    const known = { 'if-none-match': tag }
    const same = await dashboard.get('', known)
    const otherPeriod = await dashboard.get('?period=30-days', known)
    const before = await desk.clients.loadWithFacts('buyer-2')
    await desk.clients.save(
      before,
      revised('buyer-2', before, { put: [anOrder({ id: 'one-more' })], channels: [] }),
    )
    const changed = await dashboard.get('', known)

    expect([same.status, otherPeriod.status, changed.status]).toEqual([304, 200, 200])
  })

  test('shows the statuses of its run, also while another run is writing scores', async () => {
    const { clients } = await dashboard.view()
    const before = (await desk.clients.loadWithFacts('buyer-3'))!
    const score = { ...before.client.score!, status: 'restricted' as const, runId: 'r2' }
    await desk.clients.save(before, { ...before, client: { ...before.client, score } })

    expect((await dashboard.view()).clients).toEqual(clients)
  })
})
