import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CheckView, TruthSheet } from '#shared/portfolio/check.schema'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner, asOf } from '../pipeline/run-world.ts'
import { createDashboardWorld } from './dashboard-world.ts'

let world: World
let desk: TableWorld
let dashboard: ReturnType<typeof createDashboardWorld>
beforeAll(async () => {
  world = await createWorld({ shards: 2 })
  desk = await aBank(world, { clients: 12, shards: 2 })
  dashboard = createDashboardWorld(desk)
})
afterAll(() => world.stop())

const none = { active: 0, retained: 0 }
const sheet: TruthSheet = {
  today: asOf,
  months: [],
  active: { withOpenAccount: 0, buyersByWindow: {} },
  retention12: { accounts: none, buyersByWindow: {} },
  spendCents: 1,
  remainingMarginCents: 0,
  faults: [{ kind: 'missing-name', says: 'A client has no name.', planted: 2 }],
}
const viewOf = async () => (await (await dashboard.check()).json()) as CheckView

describe('the check of a demo', () => {
  test('says of a house without a known truth that there is none', async () => {
    const answer = await dashboard.check()

    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'truth.none' })
  })

  test('takes a truth from an administrator alone, and only of its shape', async () => {
    expect((await dashboard.check('steward', sheet)).status).toBe(403)
    expect((await dashboard.check('admin', { ...sheet, faults: 'many' })).status).toBe(400)
    expect((await dashboard.check('admin', sheet)).status).toBe(200)
    expect(await (await dashboard.check()).json()).toMatchObject({ code: 'run.none' })
  })

  test('sets the figures of the current run beside it, and faults as not scanned before a scan', async () => {
    await aRunner(desk).run({ runId: 'r1' })
    const view = await viewOf()

    expect(view).toMatchObject({ runId: 'r1', today: asOf, scannedAt: null })
    expect(view.figures.find(({ name }) => name === 'spend')?.outcome).toBe('fail')
    expect(view.faults).toMatchObject([{ kind: 'missing-name', found: null, outcome: 'unknown' }])
  })

  test('passes a fault once a whole scan found as many as were planted, and fails it below', async () => {
    const outcomes = []
    for (const found of [1, 2]) {
      await dashboard.scans.open({
        id: `s${found}`,
        reason: 'nightly',
        isLight: false,
        status: 'done',
        startedAt: `2026-03-14T0${found}:00:00.000Z`,
        finishedAt: `2026-03-14T0${found}:01:00.000Z`,
        toHour: '2026-03-14T00',
        buckets: 1,
        clients: 12,
        progress: {},
        results: { 'client-name-missing': [12, found] },
        opened: 0,
        passed: 0,
      })
      outcomes.push((await viewOf()).faults[0]?.outcome)
    }

    expect(outcomes).toEqual(['fail', 'pass'])
  })
})
