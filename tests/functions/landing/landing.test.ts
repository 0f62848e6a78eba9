import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '#shared/access/rights'
import type { LandingView } from '#shared/landing/landing-view.schema'
import { landingRoutes } from '#functions/landing/landing.routes'
import { createFlowsStore } from '#functions/store/flows.store'
import { createHeadlinesStore } from '#functions/store/headlines.store'
import { createImportsStore } from '#functions/store/imports.store'
import { createReportsStore } from '#functions/store/reports.store'
import { createRunsStore } from '#functions/store/runs.store'
import { createVisitsStore } from '#functions/store/visits.store'
import { createWorkStore } from '#functions/store/work.store'
import { aClient, anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { fromSite, httpSurroundings } from '../http/greetings.ts'
import { aBank, aRunner } from '../pipeline/run-world.ts'

let world: World
let desk: TableWorld
let now = '2026-03-15T08:00:00.000Z'
beforeAll(async () => {
  world = await createWorld()
  desk = await aBank(world, { clients: 105, shards: 4 })
  await aRunner(desk).run({ runId: 'first' })
})
afterAll(async () => {
  await world.stop()
})

function ask({ role = 'analyst', etag, on = desk }: { role?: Role; etag?: string; on?: TableWorld } = {}) {
  const { table, shards, clients } = on
  const app = landingRoutes({
    http: httpSurroundings(),
    stores: {
      runs: createRunsStore({ table }),
      headlines: createHeadlinesStore({ table }),
      flows: createFlowsStore({ table, shards }),
      imports: createImportsStore({ table }),
      reports: createReportsStore({ table }),
      work: createWorkStore({ table }),
      visits: createVisitsStore({ table }),
      clients,
      clock: () => now,
      currency: 'USD',
      timeZone: 'UTC',
    },
  })
  return app.request('/api/landing', {
    headers: { ...fromSite(role), ...(etag ? { 'if-none-match': etag } : {}) },
  })
}
const read = async (of: Parameters<typeof ask>[0] = {}) => (await (await ask(of)).json()) as LandingView

describe('the first page', () => {
  test('says what the dashboard of the same run says', async () => {
    const { run, headline, clients } = await read()
    const snapshot = await aRunner(desk).stores.runs.loadSnapshot('first')

    expect(run).toMatchObject({ id: 'first', asOf: snapshot?.asOf, isInProgress: false })
    expect(headline?.kpis.map(({ name }) => name)).toEqual([
      'average-clv',
      'clv-to-cac',
      'retention',
      'growth',
      'churn',
      'clv-at-risk',
    ])
    expect(headline?.activeByMonth).toHaveLength(13)
    expect(headline?.bySegment.reduce((sum, { count }) => sum + count, 0)).toBe(headline?.clients)
    expect(clients.total).toBe(105)
  })

  test('costs at most 20 read units, and a return visit within ten minutes writes nothing', async () => {
    await read({ role: 'steward' })
    desk.table.capacity.reset()

    await read({ role: 'steward' })

    const { readUnits, writeUnits } = desk.table.capacity.total()
    expect(readUnits).toBeLessThanOrEqual(20)
    expect(writeUnits).toBe(0)
  })

  test('is sent again only when something of it changed', async () => {
    const etag = (await ask()).headers.get('etag') ?? ''
    expect((await ask({ etag })).status).toBe(304)

    const runner = aRunner(desk)
    await runner.stores.clients.saveAll([
      { before: undefined, after: aClient('new-one', { put: [anOrder({ day: '2026-03-02' })] }) },
    ])

    expect((await ask({ etag })).status).toBe(200)
  })

  test('lists the dearest clients that may be lost by what is expected to be lost with them, masked for viewers', async () => {
    const { work } = await read()
    const clients = work.items.filter(({ kind }) => kind === 'client')
    const masked = (await read({ role: 'viewer' })).work.items.filter(({ kind }) => kind === 'client')

    expect(clients.length).toBeGreaterThan(0)
    expect(clients.map(({ valueCents }) => valueCents)).toEqual(
      clients.map(({ valueCents }) => valueCents).toSorted((a, b) => (b ?? 0) - (a ?? 0)),
    )
    expect(masked.map(({ id }) => id)).toEqual(clients.map(({ id }) => id))
    for (const { title, id } of masked) expect(title === id || /^(\S\. ?)+$/.test(title)).toBe(true)
  })

  test('says what changed since the visit before, and goes on saying so during this one', async () => {
    now = '2026-03-16T08:00:00.000Z'
    const yesterday = await read({ role: 'admin' })
    await desk.clients.saveAll([
      { before: undefined, after: aClient('another-one', { put: [anOrder({ day: '2026-03-03' })] }) },
    ])
    now = '2026-03-17T08:00:00.000Z'

    const today = await read({ role: 'admin' })
    now = '2026-03-17T08:30:00.000Z'
    const later = await read({ role: 'admin' })

    expect(yesterday.since).toBeNull()
    expect(today.since).toMatchObject({
      at: '2026-03-16T08:00:00.000Z',
      changes: [{ name: 'clients', from: yesterday.clients.total, to: yesterday.clients.total + 1 }],
    })
    expect(later.since).toEqual(today.since)
  })

  test('puts a failed run on top of the work, and says nothing of imports to those who may not import', async () => {
    const runs = createRunsStore({ table: desk.table })
    const imports = createImportsStore({ table: desk.table })
    await aRunner(desk).steps.open({ runId: 'broken', reason: 'nightly' })
    await runs.update('broken', { status: 'failed' })
    await imports.create({
      id: 'i1',
      kind: 'transactions',
      name: 'march.csv',
      bytes: 10,
      status: 'done',
      progress: { done: 9, total: 9, unit: 'rows' },
      counts: { read: 9, accepted: 7, updated: 0, unchanged: 0, rejected: 2 },
      placeholders: { clients: 0, products: 0 },
      createdAt: '2026-03-17T07:00:00.000Z',
      createdBy: 'u',
      rejectedSample: [],
    })

    const steward = await read({ role: 'steward' })
    const analyst = await read()

    expect(steward.work.items[0]).toMatchObject({ kind: 'run', id: 'broken', urgency: 'now' })
    expect(steward.work.items.at(-1)).toMatchObject({
      kind: 'import',
      title: '2 rows were rejected from march.csv',
    })
    expect(analyst.work.total).toBe(steward.work.total - 1)
  })

  test('lists the reader’s own actions that are due, overdue ones among what cannot wait, and no failed report of others', async () => {
    const action = {
      play: 'call',
      title: 'Call',
      state: 'open',
      note: null,
      result: null,
      decidedAt: null,
    } as const
    const due = (id: string, dueOn: string, owner: string) => ({
      Item: {
        pk: 'CLIENT#x',
        sk: `ACTION#${id}`,
        kind: 'action',
        ...action,
        id,
        clientId: 'x',
        dueOn,
        gainCents: 5_00,
        owner: { id: owner, name: owner },
        createdAt: now,
        timePk: `ACTIONS#open#${owner}`,
        timeSk: `${dueOn}#${id}`,
      },
    })
    await desk.table.transact([
      { Put: { Item: due('late', '2026-03-01', 'u-analyst').Item } },
      { Put: { Item: due('next-year', '2027-03-01', 'u-analyst').Item } },
      { Put: { Item: due('of-another', '2026-03-01', 'u-steward').Item } },
    ])

    const { work } = await read()

    expect(work.items.filter(({ kind }) => kind === 'action')).toEqual([
      expect.objectContaining({ id: 'late', urgency: 'now', valueCents: 5_00, dueOn: '2026-03-01' }),
    ])
    expect(work.items.filter(({ kind }) => kind === 'report')).toEqual([])
  })

  test('of an empty house says that nothing has been valued', async () => {
    const empty = await world.createTableWorld({ shards: 4 })

    expect(await read({ on: empty })).toMatchObject({
      run: null,
      headline: null,
      clients: { total: 0 },
      work: { items: [], total: 0 },
      since: null,
    })
  })
})
