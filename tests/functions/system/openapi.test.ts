import { describe, expect, test } from 'vitest'
import { hasRight, rights, roles } from '#shared/access/rights'
import { sections } from '#shared/sections'
import { guardedRoutes, misguardedRoutes } from '#functions/http/guard-mark'
import { sectionApps } from '#functions/system/section-apps'
import { systemRoutes } from '#functions/system/system.routes'
import { fromSite, greetingsRoutes, httpSurroundings } from '../http/greetings.ts'

const http = httpSurroundings()
const apps = sectionApps(http)
const system = systemRoutes({ http, apps })

interface Operation {
  readonly summary: string
  readonly description: string
  readonly security: object[]
  readonly parameters?: { name: string; in: string }[]
  readonly requestBody?: object
  readonly responses: Record<string, { $ref?: string; content?: object }>
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { responses: Record<string, unknown> }
}

async function documentOf(app = system): Promise<Document> {
  return (await (await app.request('/api/openapi.json', { headers: fromSite('viewer') })).json()) as Document
}

describe('the description of the interface', () => {
  test('needs a session', async () => {
    expect((await system.request('/api/openapi.json')).status).toBe(401)
    expect((await system.request('/api/openapi.json', { headers: fromSite('viewer') })).status).toBe(200)
  })

  test('is sent again only when the code changed', async () => {
    const first = await system.request('/api/openapi.json', { headers: fromSite('viewer') })
    const headers = { ...fromSite('viewer'), 'if-none-match': first.headers.get('etag') ?? '' }

    expect((await system.request('/api/openapi.json', { headers })).status).toBe(304)
  })

  test('has every route of every section, and no other', async () => {
    const { paths } = await documentOf()

    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const routes = [...apps, system]
      .flatMap((app) => guardedRoutes(app))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(described.sort()).toEqual(routes.sort())
  })

  test('has the sections that the product has', () => {
    const prefixes = [...apps, system].map((app) => guardedRoutes(app)[0]?.path ?? '')

    for (const { name, prefixes: own } of sections)
      expect({
        name,
        isThere: prefixes.some((path) => own.some((prefix) => path.startsWith(prefix))),
      }).toEqual({
        name,
        isThere: true,
      })
  })

  test('says of every route what it does, what it needs and what it answers', async () => {
    const { paths, components } = await documentOf()

    for (const operation of Object.values(paths).flatMap((operations) => Object.values(operations))) {
      expect(operation.summary).not.toBe('')
      expect(operation.description).toMatch(/Needs (no session|a session|the right `\w+`)\.$/)
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['400', '403', 'default']))
      for (const { $ref } of Object.values(operation.responses))
        if ($ref) expect(components.responses).toHaveProperty($ref.split('/').at(-1) ?? '')
    }
  })

  test('comes from the schemas that check: parameters, bodies and answers', async () => {
    const document = await documentOf(systemRoutes({ http, apps: [greetingsRoutes({ http })] }))

    const greetings = document.paths['/api/greetings']
    expect(greetings?.get?.parameters?.map(({ name }) => name)).toEqual(['name', 'limit', 'tone'])
    expect(greetings?.post?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { additionalProperties: false, required: ['text'] } } },
    })
    expect(greetings?.post?.responses['201']).toMatchObject({
      content: { 'application/json': { schema: { required: ['hello', 'role'] } } },
    })
    expect(document.paths['/api/greetings/open/{id}']?.get?.security).toEqual([])
  })
})

describe('every section', () => {
  test('guards each of its routes exactly once, as documented', () => {
    expect([...apps, system].flatMap((app) => misguardedRoutes(app))).toEqual([])
  })

  test('opens a single route to callers without a session', () => {
    const open = [...apps, system]
      .flatMap((app) => guardedRoutes(app))
      .filter(({ guards }) => guards.includes('public'))
      .map(({ method, path }) => `${method} ${path}`)

    expect(open).toEqual(['POST /api/session'])
  })

  test('answers 401 on every other route before it looks at anything', async () => {
    for (const app of [...apps, system])
      for (const { method, path, guards } of guardedRoutes(app)) {
        if (guards.includes('public')) continue
        const headers = { ...fromSite(), cookie: `__Host-sid=${'x'.repeat(43)}` }
        const answer = await app.request(path.replaceAll(/:\w+/g, 'any'), { method, headers })
        expect({ method, path, status: answer.status }).toEqual({ method, path, status: 401 })
      }
  })

  test.each(roles)('turns a %s away from everything the table of rights does not allow', async (role) => {
    const refused: string[] = []
    const forbidden: string[] = []
    for (const app of [...apps, system])
      for (const { method, path, guards } of guardedRoutes(app)) {
        const needed = rights.find((right) => right === guards[0])
        if (!needed || hasRight(role, needed)) continue
        forbidden.push(`${method} ${path}`)
        const body = method === 'POST' ? { body: '{}' } : {}
        const url = path.replaceAll(/:\w+/g, 'any')
        const { status } = await app.request(url, { method, headers: fromSite(role), ...body })
        if (status === 403) refused.push(`${method} ${path}`)
      }

    expect(refused).toEqual(forbidden)
    expect(forbidden.length > 0).toBe(role !== 'admin')
  })
})
