import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '#shared/access/rights'
import { MAX_VIEWS, type View, type ViewsPage } from '#shared/views/view.schema'
import { createViewsStore } from '#functions/store/views.store'
import { viewsRoutes } from '#functions/views/views.routes'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { createAuditBook, fromSite, httpSurroundings } from '../http/greetings.ts'

let world: World
let desk: TableWorld
let ids = 0
const book = createAuditBook()
beforeAll(async () => {
  world = await createWorld()
})
beforeEach(async () => {
  desk = await world.createTableWorld()
})
afterAll(async () => {
  await world.stop()
})

async function ask(
  method: string,
  path: string,
  { role = 'analyst', body }: { role?: Role; body?: unknown } = {},
) {
  const app = viewsRoutes({
    http: httpSurroundings({ audit: book.audit }),
    views: createViewsStore({ table: desk.table }),
    newId: () => `v${String(++ids)}`,
  })
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  return app.request(`/api/views${path}`, { headers: fromSite(role), ...init })
}
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code]
const list = async (role: Role = 'analyst') =>
  (await (await ask('GET', '?kind=clients', { role })).json()) as ViewsPage
const add = async (rest: object = {}, role: Role = 'analyst') =>
  (await (
    await ask('POST', '', {
      role,
      body: { kind: 'clients', name: 'Dormant', query: 'status=dormant', ...rest },
    })
  ).json()) as View

describe('a view', () => {
  test('is kept for its maker alone, with its address, until it is shared', async () => {
    const view = await add()

    expect(view).toMatchObject({ name: 'Dormant', query: 'status=dormant', isShared: false, isMine: true })
    expect((await list()).items.map(({ id }) => id)).toEqual([view.id])
    expect((await list('steward')).items).toEqual([])

    await ask('PATCH', `/clients/${view.id}`, { body: { version: 1, isShared: true } })

    expect((await list('viewer')).items).toMatchObject([{ id: view.id, isMine: false, mayChange: false }])
    expect((await list()).total).toBe(1)
  })

  test('is changed by its maker, also when shared, and by an administrator; by nobody else', async () => {
    const { id } = await add({ isShared: true })
    const rename = (role: Role, version: number) =>
      ask('PATCH', `/clients/${id}`, { role, body: { version, name: `by ${role}` } })

    expect(await codeOf(await rename('steward', 1))).toEqual([403, 'view.not-yours'])
    expect(await codeOf(await ask('DELETE', `/clients/${id}`, { role: 'viewer' }))).toEqual([
      403,
      'view.not-yours',
    ])
    expect((await rename('analyst', 1)).status).toBe(200)
    expect((await rename('admin', 2)).status).toBe(200)
    expect((await list()).items[0]).toMatchObject({ name: 'by admin', by: { name: 'analyst' }, version: 3 })
  })

  test('of somebody else that is not shared is not there, not even for an administrator', async () => {
    const { id } = await add()

    const body = { version: 1, name: 'mine now' }
    expect(await codeOf(await ask('PATCH', `/clients/${id}`, { role: 'admin', body }))).toEqual([
      404,
      'view.not-found',
    ])
  })

  test('is shared only by those who may act', async () => {
    const { id } = await add({}, 'viewer')

    expect(
      await codeOf(
        await ask('PATCH', `/clients/${id}`, { role: 'viewer', body: { version: 1, isShared: true } }),
      ),
    ).toEqual([403, 'view.may-not-share'])
    const shared = { kind: 'clients', name: 'x', isShared: true }
    expect(await codeOf(await ask('POST', '', { role: 'viewer', body: shared }))).toEqual([
      403,
      'view.may-not-share',
    ])
  })

  test('seen in an older version is not overwritten, by a name nor by sharing', async () => {
    const { id } = await add()
    await ask('PATCH', `/clients/${id}`, { body: { version: 1, name: 'newer' } })

    for (const change of [{ name: 'older' }, { isShared: true }])
      expect(await codeOf(await ask('PATCH', `/clients/${id}`, { body: { version: 1, ...change } }))).toEqual(
        [409, 'view.changed-meanwhile'],
      )
    expect((await list()).items[0]).toMatchObject({ name: 'newer', isShared: false })
  })

  test(`may be one of ${MAX_VIEWS} of its kind; the next is refused with the reason until one is deleted`, async () => {
    const store = createViewsStore({ table: desk.table })
    const by = { id: 'u-analyst', name: 'analyst' }
    const wanted = { kind: 'clients', name: 'n', query: '', body: {}, isShared: false } as const
    for (let index = 0; index < MAX_VIEWS; index++)
      await store.add(wanted, { id: `full-${index}`, by, at: '2026-01-01T00:00:00.000Z' })

    expect(await list()).toMatchObject({ kept: MAX_VIEWS, limit: MAX_VIEWS })
    expect(await codeOf(await ask('POST', '', { body: { kind: 'clients', name: 'one more' } }))).toEqual([
      409,
      'views.too-many',
    ])
    expect((await ask('POST', '', { body: { kind: 'pin', name: 'another kind' } })).status).toBe(201)
    expect((await ask('DELETE', '/clients/full-7')).status).toBe(204)
    expect((await ask('POST', '', { body: { kind: 'clients', name: 'one more' } })).status).toBe(201)
  })

  test.each([
    { kind: 'clients', name: ' ' },
    { kind: 'weather', name: 'x' },
    { kind: 'clients', name: 'x', query: 'q'.repeat(2_001) },
    { kind: 'target', name: 'x', body: { deep: { er: 1 } } },
    { kind: 'target', name: 'x', body: { '1st': 1 } },
  ])('that makes no sense is not kept: %j', async (body) => {
    expect((await ask('POST', '', { body })).status).toBe(400)
    expect((await list()).total).toBe(0)
  })

  test('keeps what its kind needs, and each change is audited once, by ids and names of fields alone', async () => {
    book.entries.length = 0
    const body = { metric: 'retention', value: 0.9 }
    const view = (await (
      await ask('POST', '', { body: { kind: 'target', name: 'Retention 2027', body } })
    ).json()) as View
    await ask('PATCH', `/target/${view.id}`, { body: { version: 1, body: { ...body, value: 0.8 } } })
    await ask('DELETE', `/target/${view.id}`)

    expect(view.body).toEqual(body)
    expect(book.entries.map(({ action, subject, details }) => [action, subject?.id, details])).toEqual([
      ['view.added', view.id, {}],
      ['view.changed', view.id, { changed: ['body'] }],
      ['view.deleted', view.id, {}],
    ])
  })
})
