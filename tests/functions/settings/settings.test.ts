import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '#shared/access/rights'
import { defaultSettings } from '#shared/portfolio/context'
import type { HealthReading } from '#shared/portfolio/health'
import type { SettingsHistory, SettingsView } from '#shared/settings/settings-view.schema'
import { settingsRoutes } from '#functions/settings/settings.routes'
import { createFlowsStore } from '#functions/store/flows.store'
import { createSettingsStore } from '#functions/store/settings.store'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { fromSite, httpSurroundings } from '../http/greetings.ts'

let world: World
let desk: TableWorld
beforeAll(async () => {
  world = await createWorld()
})
beforeEach(async () => {
  desk = await world.createTableWorld()
})
afterAll(async () => {
  await world.stop()
})

function ask(
  path: string,
  {
    role = 'admin',
    body,
    etag,
    method = 'PUT',
  }: { role?: Role; body?: unknown; etag?: string; method?: string } = {},
) {
  const app = settingsRoutes({
    http: httpSurroundings(),
    settings: createSettingsStore({ table: desk.table }),
    triedOn: () => Promise.resolve(readings),
  })
  const headers = { ...fromSite(role), ...(etag ? { 'if-none-match': etag } : {}) }
  const init = body === undefined ? {} : { method, body: JSON.stringify(body) }
  return app.request(`/api/settings${path}`, { headers, ...init })
}
const readings: HealthReading[] = [0, 45, 90].map((value) => ({
  profile: 'accounts',
  inputs: [{ indicator: 'status', value }],
}))
const read = async () => (await (await ask('')).json()) as SettingsView
const put = (version: number, value: object, part = 'valuation') =>
  ask(`/${part}`, { body: { version, value } })
const cautious = { ...defaultSettings, marginRate: 0.4, activityWindowDays: 60 }

describe('a preview of health settings', () => {
  test('says how many of the clients tried change band, and saves nothing', async () => {
    const { health } = (await read()).parts
    const value = { ...health, bands: { ...health.bands, atRisk: 50 } }

    const answer = await ask('/health/preview', { method: 'POST', body: { value } })

    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      tried: 3,
      changed: 1,
      bands: [
        { band: 'critical', before: 1, after: 2 },
        { band: 'at-risk', before: 1, after: 0 },
        { band: 'watch', before: 0, after: 0 },
        { band: 'healthy', before: 1, after: 1 },
      ],
    })
    expect((await read()).version).toBe(0)
    const refused = await ask('/health/preview', { method: 'POST', body: { value }, role: 'analyst' })
    expect(refused.status).toBe(403)
  })
})

describe('the settings of the house', () => {
  test('are the shipped ones until something is saved, then what was saved, with the default beside it', async () => {
    expect(await read()).toMatchObject({ version: 0, parts: { valuation: defaultSettings } })

    expect((await put(0, cautious)).status).toBe(200)

    expect(await read()).toMatchObject({
      version: 1,
      parts: { valuation: cautious, calendar: { fiscalYearStartMonth: 1 } },
      shipped: { valuation: defaultSettings },
    })
  })

  test('keep every version and say who changed what, and when', async () => {
    await put(0, cautious)
    await put(1, { fiscalYearStartMonth: 4 }, 'calendar')
    await put(2, defaultSettings)

    const history = (await (await ask('/history')).json()) as SettingsHistory
    const older = (await (await ask('/history?before=2')).json()) as SettingsHistory

    expect(history.total).toBe(3)
    expect(history.items.map(({ version, part }) => [version, part])).toEqual([
      [3, 'valuation'],
      [2, 'calendar'],
      [1, 'valuation'],
    ])
    expect(history.items[0]).toMatchObject({
      by: { id: 'u-admin', name: 'admin' },
      at: '2026-01-01T00:00:00.000Z',
      changes: [
        { path: 'activityWindowDays', from: 60 },
        { path: 'marginRate', from: 0.4, to: 1 },
      ],
    })
    expect(older.items.map(({ version }) => version)).toEqual([1])
  })

  test('saved from an older version are refused and change nothing; two at once make one new version', async () => {
    await put(0, cautious)

    const late = await put(0, { ...cautious, marginRate: 0.9 })
    const answers = await Promise.all([0.5, 0.6].map((marginRate) => put(1, { ...cautious, marginRate })))

    expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([
      409,
      'settings.changed-meanwhile',
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await read()).version).toBe(2)
  })

  test('saved without a change are no new version, and every new version moves the version of the data', async () => {
    const data = async () => (await createFlowsStore({ table: desk.table, shards: 1 }).versions()).data
    expect(await data()).toBe(0)

    await put(0, defaultSettings)
    expect([(await read()).version, await data()]).toEqual([0, 0])
    await put(0, cautious)
    expect([(await read()).version, await data()]).toEqual([1, 1])
  })

  test('that make no sense are refused with everything that is wrong, and nothing is saved', async () => {
    const answer = await put(0, { ...cautious, marginRate: 40, horizonMonths: 0.5, pirate: true })

    const { details } = (await answer.json()) as { details: { issues: { path: string; message: string }[] } }
    expect(answer.status).toBe(400)
    expect(details.issues).toEqual([
      { path: 'value.marginRate', message: 'The margin rate is at most 100 %.' },
      { path: 'value.horizonMonths', message: 'The horizon is a whole number of months.' },
      { path: 'value.horizonMonths', message: 'The horizon is at least 1 months.' },
      expect.objectContaining({ path: 'value.pirate' }),
    ])
    expect((await read()).version).toBe(0)
  })

  test('are sent again only when they changed', async () => {
    const etag = (await ask('')).headers.get('etag') ?? ''
    expect((await ask('', { etag })).status).toBe(304)

    await put(0, cautious)

    expect((await ask('', { etag })).status).toBe(200)
  })

  test.each([
    ['viewer', 200, 403, 403],
    ['analyst', 200, 403, 403],
    ['steward', 200, 403, 403],
    ['admin', 200, 200, 200],
  ] as const)(
    'are read by everybody and changed by administrators: %s',
    async (role, reads, lists, saves) => {
      expect((await ask('', { role })).status).toBe(reads)
      expect((await ask('/history', { role })).status).toBe(lists)
      expect((await ask('/valuation', { role, body: { version: 0, value: cautious } })).status).toBe(saves)
    },
  )

  test('of a part that does not exist are not found', async () => {
    expect((await put(0, {}, 'weather')).status).toBe(404)
  })
})
