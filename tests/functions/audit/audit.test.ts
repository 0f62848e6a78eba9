import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AuditEvent } from '#shared/audit/audit.schema'
import type { AuditPage } from '#shared/audit/audit-view.schema'
import type { Role } from '#shared/access/rights'
import { auditRoutes } from '#functions/audit/audit.routes'
import { createCursors } from '#functions/http/cursor'
import { createAuditReader } from '#functions/store/audit-reader'
import { type AuditStore, createAuditStore } from '#functions/store/audit.store'
import { createWorld, type World } from '#tests/harness/world'
import { fromSite, httpSurroundings } from '../http/greetings.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

let audit: AuditStore
let app: ReturnType<typeof auditRoutes>
beforeEach(async () => {
  const { table } = await world.createTableWorld()
  audit = createAuditStore({ table, secret: 's' })
  app = auditRoutes({
    http: httpSurroundings({ clock: () => '2026-03-31T12:00:00.000Z' }),
    reader: createAuditReader({ table }),
    audit,
    cursors: createCursors('a secret of the tests'),
  })
})

const at = (day: number, minute = 0) =>
  `2026-03-${String(day).padStart(2, '0')}T10:${String(minute).padStart(2, '0')}:00.000Z`
const write = (overrides: Partial<AuditEvent>) =>
  audit.append({
    at: at(1),
    action: 'client.edited',
    outcome: 'done',
    actor: { id: 'u1', role: 'steward', via: 'session' },
    subject: { kind: 'client', id: 'C-1' },
    details: {},
    requestId: 'r',
    ...overrides,
  })
const read = async (query = '', role: Role = 'admin') =>
  app.request(`/api/audit${query}`, { headers: fromSite(role) })
const page = async (query = '') => (await (await read(query)).json()) as AuditPage

describe('the audit trail, read', () => {
  test.each(['viewer', 'analyst', 'steward'] as const)('is closed to a %s', async (role) => {
    expect((await read('', role)).status).toBe(403)
    expect((await app.request('/api/audit/days/2026-03-01', { headers: fromSite(role) })).status).toBe(403)
  })

  test('lists the newest first over days and chains, page after page, each entry once', async () => {
    const written: string[] = []
    for (let index = 0; index < 120; index++) {
      const requestId = `r${index}`
      await write({ at: at(1 + Math.floor(index / 30), index % 30), requestId })
      written.push(requestId)
    }

    const listed: string[] = []
    let cursor: string | null = null
    do {
      const found: AuditPage = await page(cursor ? `?cursor=${cursor}` : '')
      expect(found.items.length).toBeLessThanOrEqual(50)
      listed.push(...found.items.map(({ requestId }) => requestId))
      cursor = found.next
    } while (cursor)

    expect(listed).toEqual(written.toReversed())
  })

  test('finds by day, by person, by action or its noun, and by what was changed', async () => {
    await write({ at: at(2), requestId: 'one' })
    await write({ at: at(3), requestId: 'two', actor: { id: 'u2', role: 'admin', via: 'token' } })
    await write({ at: at(4), requestId: 'three', action: 'run.started', subject: { kind: 'run', id: 'R-1' } })
    const found = async (query: string) => (await page(query)).items.map(({ requestId }) => requestId)
    await write({ at: at(1), requestId: 'zero', action: 'quality-issue.fixed' })

    expect(await found('?from=2026-03-03')).toEqual(['three', 'two'])
    expect(await found('?to=2026-03-03')).toEqual(['two', 'one', 'zero'])
    expect(await found('?actor=u2')).toEqual(['two'])
    expect(await found('?action=client')).toEqual(['two', 'one'])
    expect(await found('?action=client.edited')).toEqual(['two', 'one'])
    expect(await found('?action=clie')).toEqual([])
    expect(await found('?action=quality')).toEqual(['zero'])
    expect(await found('?subject=R-1')).toEqual(['three'])
  })

  test('says how far back it looked, and stops after a month of days until asked on', async () => {
    await write({ at: '2026-01-05T10:00:00.000Z', requestId: 'old' })

    const first = await page('?from=2026-01-01&to=2026-03-31')
    expect(first).toMatchObject({ items: [], searched: { back: '2026-02-28' } })
    const second = await page(`?from=2026-01-01&to=2026-03-31&cursor=${first.next}`)
    const third = await page(`?from=2026-01-01&to=2026-03-31&cursor=${second.next}`)

    expect([...second.items, ...third.items].map(({ requestId }) => requestId)).toEqual(['old'])
  })

  test('refuses days that are none, days the wrong way round, and a place in another question', async () => {
    for (let index = 0; index < 60; index++) await write({ at: at(5, index % 60) })
    const { next } = await page()

    expect((await read('?from=2026-02-30')).status).toBe(400)
    expect((await read('?from=2026-03-02&to=2026-03-01')).status).toBe(400)
    expect((await read(`?actor=u1&cursor=${next}`)).status).toBe(400)
  })

  test('is read again on demand: a day says how many entries it has and that they hold', async () => {
    for (let index = 0; index < 9; index++) await write({ at: at(7, index) })

    const answer = await app.request('/api/audit/days/2026-03-07', { headers: fromSite('admin') })

    expect(await answer.json()).toEqual({ day: '2026-03-07', count: 9, breaks: [] })
  })
})
