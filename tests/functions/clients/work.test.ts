import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ActionsView, ActivityPage, BulkAnswer, WorkPage } from '#shared/client/work.schema'
import { followingMerges, withoutErased } from '#functions/imports/redirect'
import { createErasuresStore } from '#functions/store/erasures.store'
import { createMergesStore } from '#functions/store/merges.store'
import { aClient, anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { createClientsWorld } from './clients-world.ts'

let world: World
let desk: TableWorld
let app: ReturnType<typeof createClientsWorld>
beforeAll(async () => {
  world = await createWorld({ shards: 2 })
})
afterAll(async () => {
  await world.stop()
})

async function fresh(): Promise<void> {
  desk = await world.createTableWorld()
  app = createClientsWorld(desk)
  const named = (id: string) =>
    aClient(id, { profile: { isPlaceholder: false, name: `Name ${id}` }, put: [anOrder({ id: 'o1' })] })
  await desk.clients.saveAll(['A', 'B', 'C'].map((id) => ({ before: undefined, after: named(id) })))
}

describe('work on clients', () => {
  test('tags many at once, says who was refused, and a viewer may not', async () => {
    await fresh()
    const change = { clientIds: ['A', 'B', 'NOBODY'], add: ['  VIP '] }

    const { body } = await app.send('POST', '/tags', change, 'analyst')
    const refused = await app.send('POST', '/tags', change, 'viewer')

    expect(body as BulkAnswer).toMatchObject({ changed: 2, refused: [{ id: 'NOBODY' }] })
    expect((await desk.clients.load('A'))?.tags).toEqual(['vip'])
    expect(refused.status).toBe(403)
  })

  test('an action assigned shows in the work list until it is decided, and stays in the activity', async () => {
    await fresh()
    await app.send(
      'POST',
      '/actions',
      { clientIds: ['A', 'B'], play: 'offer', dueOn: '2026-04-02' },
      'analyst',
    )

    const work = (await app.send('GET', '/actions', undefined, 'analyst')).body as WorkPage
    const [first] = work.items
    await app.send(
      'POST',
      `/clients/${first!.clientId}/actions/${first!.id}`,
      { state: 'done', result: 'stays' },
      'analyst',
    )
    const left = (await app.send('GET', '/actions', undefined, 'analyst')).body as WorkPage
    const view = (await app.send('GET', `/clients/${first!.clientId}/actions`, undefined, 'analyst'))
      .body as ActionsView
    const activity = (
      await app.send('GET', `/clients/${first!.clientId}/activity?kind=action`, undefined, 'analyst')
    ).body as ActivityPage

    expect(work.items.map(({ clientName }) => clientName)).toEqual(['Name A', 'Name B'])
    expect(left.items).toHaveLength(1)
    expect(view.actions).toMatchObject([{ state: 'done', result: 'stays' }])
    expect(view.proposals.every(({ gainCents, isMeasured }) => gainCents === null && !isMeasured)).toBe(true)
    expect(activity.items.map(({ title }) => title)).toEqual([
      'Assigned: Retention offer',
      'Done: Retention offer',
    ])
  })

  test('an edit is refused, naming the fields, when somebody changed them since the form was opened', async () => {
    await fresh()
    const edit = (name: string, was: string) =>
      app.send('POST', '/clients/A/profile', { was: { name: was }, to: { name } }, 'steward')

    const first = await edit('Anna', 'Name A')
    const second = await edit('Annette', 'Name A')

    expect(first.status).toBe(200)
    expect(second.status).toBe(409)
    expect(second.text).toContain('"now":"Anna"')
    expect((await desk.clients.load('A'))?.profile.name).toBe('Anna')
  })

  test('everything held is handed out, and nothing of it runs as a formula', async () => {
    await fresh()
    await app.send('POST', '/clients/A/notes', { text: '=1+1' }, 'analyst')

    const csv = await app.send('POST', '/clients/A/export', { format: 'csv' }, 'analyst')
    const json = await app.send('POST', '/clients/A/export', { format: 'json' }, 'analyst')

    expect(csv.text).toContain(`"'=1+1"`)
    expect(json.body).toMatchObject({ client: { id: 'A' }, facts: [{ id: 'o1' }], notes: [{ text: '=1+1' }] })
    expect((await app.send('POST', '/clients/A/export', { format: 'json' }, 'viewer')).status).toBe(403)
  })

  test('an id once erased is not made again, and only an administrator who typed it may erase', async () => {
    await fresh()
    const erase = (confirm: string, role: 'steward' | 'admin') =>
      app.send('DELETE', '/clients/A', { confirm }, role)

    expect((await erase('A', 'steward')).status).toBe(403)
    expect((await erase('B', 'admin')).status).toBe(400)
    expect((await erase('A', 'admin')).body).toMatchObject({ isDone: true })
    expect(await app.send('POST', '/clients', { id: 'A' }, 'steward')).toMatchObject({ status: 409 })
    expect((await app.get('/A')).status).toBe(404)
  })
})

describe('a file that names', () => {
  const group = (clientId: string) => ({
    clientId,
    profile: { value: {}, rows: [1] },
    facts: [{ fact: anOrder({ id: 'o1', day: '2026-01-01' }), rows: [2] }],
    rejects: [],
  })

  test('an erased client has every row of it refused, with the reason and without the id', async () => {
    await fresh()
    const erasures = createErasuresStore({ table: desk.table, shards: desk.shards })
    await erasures.erase('A', { hasTime: () => true })

    const [gone, other] = await withoutErased([group('A'), group('B')] as never, erasures)

    expect(gone).toMatchObject({ facts: [], rejects: [{ row: 1, value: '' }, { row: 2 }] })
    expect(gone?.rejects[0]?.reason).toContain('erased on request')
    expect(other?.rejects).toEqual([])
  })

  test("a merged client goes to the survivor, under ids that are not the survivor's own", async () => {
    await fresh()
    const merges = createMergesStore({ table: desk.table, shards: desk.shards })
    await merges.merge('A', 'B', { hasTime: () => true })
    const load = (id: string) => desk.clients.loadWithFacts(id)

    const { groups, ignoredRows } = await followingMerges([group('A')] as never, { merges, load })

    expect(groups).toMatchObject([{ clientId: 'B', facts: [{ fact: { id: 'A/o1', from: 'A' } }] }])
    expect(ignoredRows).toBe(1)
    expect(await (await app.get('/A')).json()).toMatchObject({ id: 'B' })
  })
})
