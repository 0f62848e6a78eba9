import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '#shared/access/rights'
import { actorWith } from '#functions/http/actor'
import { createCursors } from '#functions/http/cursor'
import { importsRoutes } from '#functions/imports/imports.routes'
import { createWorld, type World } from '#tests/harness/world'
import { createAuditBook, createLogBook } from '#tests/functions/http/greetings'
import { createFiles, createImportsWorld, type Files } from './imports-world.ts'

let world: World
let files: Files
beforeAll(async () => {
  world = await createWorld({ services: ['dynamodb', 's3'] })
  files = await createFiles(world)
})
afterAll(async () => {
  await world.stop()
})

const ORIGIN = 'https://perennial.test'

/** The section as somebody of this role meets it. */
async function createSectionWorld(role: Role = 'steward') {
  const imports = await createImportsWorld(world, { files })
  const started: string[] = []
  let tick = 0
  const app = importsRoutes({
    http: {
      sessions: { resume: () => Promise.resolve(undefined) },
      audit: createAuditBook().audit,
      clock: () => new Date(Date.UTC(2026, 10, 22, 12, 0, tick++)).toISOString(),
      siteOrigin: ORIGIN,
      idleMinutes: 60,
      codeVersion: 'test',
      log: createLogBook().log,
      verifyBearer: () =>
        Promise.resolve({
          actor: actorWith(role, { userId: 'u1', name: 'Stella', email: 's@example.com' }),
          endsAt: '2999-01-01T00:00:00.000Z',
        }),
    },
    imports: imports.deps.imports,
    files,
    cursors: createCursors('a secret of enough characters'),
    startJob: (id) => {
      started.push(id)
      return Promise.resolve()
    },
  })
  const headers = { Authorization: 'Bearer t', Origin: ORIGIN, 'X-Requested-With': 'perennial' }
  const get = (path: string) => app.request(path, { headers })
  const post = (path: string, body: unknown) =>
    app.request(path, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  return { imports, started, get, post }
}

const mapping = {
  delimiter: 'comma',
  hasHeader: true,
  columns: { clientId: 'id', name: 'name', status: 'status' },
  dateFormat: 'YYYY-MM-DD',
}
const content = 'id,name,status\n1,Ada,active\n2,Bo,gone\n'

interface Body {
  readonly id: string
  readonly status: string
  readonly code: string
  readonly next: string | null
  readonly items: readonly { readonly id: string }[]
  readonly upload: { readonly url: string; readonly headers: Record<string, string> }
}
const bodyOf = async (response: Response) => (await response.json()) as Body

describe('the way of a file through the interface', () => {
  test('open, upload to the address given, start, watch, fetch what was rejected, find the mapping again', async () => {
    const { imports, started, get, post } = await createSectionWorld()
    const opened = await post('/api/imports', {
      kind: 'clients',
      name: 'my clients.csv',
      bytes: content.length,
    })
    expect(opened.status).toBe(201)
    const { id, upload } = await bodyOf(opened)
    expect(await bodyOf(await get(`/api/imports/${id}`))).toMatchObject({ id, status: 'awaiting-upload' })

    const put = await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: content })
    expect(put.status).toBe(200)
    const start = await post(`/api/imports/${id}/start`, { mapping })
    expect(start.status).toBe(202)
    expect(await bodyOf(start)).toMatchObject({ status: 'queued', mapping, createdBy: 'Stella' })
    expect((await post(`/api/imports/${id}/start`, { mapping })).status).toBe(202)
    expect(started).toEqual([id, id])

    const { headerSignature } = await imports.run(id)
    expect(await bodyOf(await get(`/api/imports/${id}`))).toMatchObject({
      status: 'done',
      counts: { read: 2, accepted: 1, rejected: 1 },
      rejectedSample: [{ row: 3, column: 'status', value: 'gone' }],
    })
    const rejected = await get(`/api/imports/${id}/rejected`)
    expect(rejected.status).toBe(303)
    const file = await fetch(rejected.headers.get('location') ?? '')
    expect(file.headers.get('content-disposition')).toMatch(
      /^attachment; filename="my_clients-rejected.csv"; filename\*=UTF-8''my/,
    )
    expect(await file.text()).toContain('3,"status","gone",')
    expect(await bodyOf(await get(`/api/imports/mapping?signature=${headerSignature}`))).toMatchObject(
      mapping,
    )
    expect(await bodyOf(await post(`/api/imports/${id}/start`, { mapping }))).toMatchObject({
      code: 'import.already-started',
    })
  })

  test('a mapping that does not fit is refused with every issue, and the import can be started again', async () => {
    const { get, post } = await createSectionWorld()
    const { id, upload } = await bodyOf(
      await post('/api/imports', { kind: 'clients', name: 'x.csv', bytes: content.length }),
    )
    await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: content })

    const refused = await post(`/api/imports/${id}/start`, {
      mapping: { ...mapping, columns: { name: 'nom' }, dateFormat: 'D' },
    })

    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({
      code: 'import.mapping-invalid',
      details: { issues: [{ path: 'columns.name' }, { path: 'columns.clientId' }, { path: 'dateFormat' }] },
    })
    expect(await bodyOf(await get(`/api/imports/${id}`))).toMatchObject({ status: 'awaiting-upload' })
  })

  test('the newest come first, page by page', async () => {
    const { get, post } = await createSectionWorld()
    const ids: string[] = []
    for (let index = 0; index < 21; index++)
      ids.unshift((await bodyOf(await post('/api/imports', { kind: 'events', name: 'e.csv', bytes: 10 }))).id)

    const first = await bodyOf(await get('/api/imports'))
    const second = await bodyOf(await get(`/api/imports?cursor=${first.next}`))

    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
    expect(second.next).toBeNull()
  })
})

describe('what the interface refuses', () => {
  test.each([
    [{ kind: 'clients', name: 'x', bytes: 0 }],
    [{ kind: 'clients', name: 'x', bytes: 500 * 1024 * 1024 + 1 }],
    [{ kind: 'pets', name: 'x', bytes: 1 }],
    [{ kind: 'clients', name: ' ', bytes: 1 }],
  ])('%j', async (wish) => {
    const { post } = await createSectionWorld()
    expect(await bodyOf(await post('/api/imports', wish))).toMatchObject({
      status: 400,
      code: 'request.invalid',
    })
  })

  test.each(['viewer', 'analyst'] as const)('every call of a %s', async (role) => {
    const { get, post } = await createSectionWorld(role)
    expect((await get('/api/imports')).status).toBe(403)
    expect((await post('/api/imports', { kind: 'clients', name: 'x', bytes: 1 })).status).toBe(403)
    expect((await get('/api/imports/x/rejected')).status).toBe(403)
  })

  test('imports and mappings that are not there', async () => {
    const { get } = await createSectionWorld()
    expect(await bodyOf(await get('/api/imports/nothing'))).toMatchObject({ code: 'import.not-found' })
    expect(await bodyOf(await get('/api/imports/nothing/rejected'))).toMatchObject({
      code: 'import.not-found',
    })
    expect(await bodyOf(await get('/api/imports/mapping?signature=0123456789abcdef'))).toMatchObject({
      code: 'import.no-mapping',
    })
  })
})
