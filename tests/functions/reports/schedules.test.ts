import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDueReports } from '#functions/reports/start-due-reports'
import { createSchedulesStore, type SchedulesStore } from '#functions/store/schedules.store'
import type { ScheduleView } from '#shared/report/schedule-view.schema'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { createFiles } from '../imports/imports-world.ts'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createReportsWorld, type ReportsWorld } from './reports-world.ts'

const DAY = 86_400_000

let world: World
let desk: TableWorld
let reports: ReportsWorld
let schedules: SchedulesStore
beforeAll(async () => {
  world = await createWorld({ shards: 1, services: ['dynamodb', 's3'] })
  desk = await aBank(world, { clients: 40, shards: 1 })
  await aRunner(desk).run({ runId: 'r1' })
  reports = createReportsWorld(desk, await createFiles(world))
  schedules = createSchedulesStore({ table: desk.table })
}, 60_000)
afterAll(() => world.stop())

const cadence = { every: 'day', at: '07:00', timeZone: 'Europe/Berlin' }
const add = (definition: object) => reports.call('POST', '/api/schedules', { definition, cadence })
const listed = async () =>
  ((await (await reports.call('GET', '/api/schedules')).json()) as { items: ScheduleView[]; failed: number })
    .items

describe('a scheduled report', () => {
  test('is made once for each time it is due, also when the job runs twice at once', async () => {
    expect((await add({ type: 'revenue', format: 'csv', period: 'last-month' })).status).toBe(201)
    const deps = { ...reports.stores, schedules }
    const early = await startDueReports(deps)
    reports.advance(DAY)
    await Promise.all([startDueReports(deps), startDueReports(deps)])
    const again = await startDueReports(deps)
    const [schedule] = await listed()

    expect([early, again]).toEqual([0, 0])
    expect(schedule?.deliveries).toHaveLength(1)
    expect(schedule?.deliveries[0]).toMatchObject({ status: 'done', dueAt: '2026-03-15T06:00:00.000Z' })
    expect((await reports.call('GET', schedule?.deliveries[0]?.link ?? '')).status).toBe(303)
  })

  test('that cannot be made says why in its log and is tried again at its next time', async () => {
    await schedules.create({
      id: 'broken',
      ownerId: 'u-analyst',
      by: 'analyst',
      createdAt: '2026-03-15T12:00:00.000Z',
      title: 'Broken',
      definition: { ...(await listed())[0]!.definition, table: 'no-such-table' },
      cadence: { every: 'day', at: '07:00', timeZone: 'Europe/Berlin' },
      skipsEmpty: false,
      nextAt: '2026-03-15T06:00:00.000Z',
    })
    await startDueReports({ ...reports.stores, schedules })
    const broken = (await listed()).find(({ id }) => id === 'broken')

    expect(broken?.deliveries[0]).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('has no table') as string,
    })
    expect((broken?.nextAt ?? '') > '2026-03-15T12:00').toBe(true)
  })

  test('that cannot be made at all is refused when it is wished, and ends only for its owner', async () => {
    expect((await add({ type: 'revenue', format: 'csv', table: 'none-such' })).status).toBe(400)
    const [mine] = await listed()
    const path = `/api/schedules/${mine?.id ?? ''}`

    expect((await reports.call('DELETE', path, undefined, 'steward')).status).toBe(404)
    expect((await reports.call('DELETE', path)).status).toBe(204)
  })
})
