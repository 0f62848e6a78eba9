import { hc } from 'hono/client'
import { describe, expect, test } from 'vitest'
import { roles } from '#shared/access/rights'
import { isPublic, requireRight } from '#functions/http/actor'
import { guardedRoutes, misguardedRoutes } from '#functions/http/guard-mark'
import { describe as described } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import {
  createLogBook,
  fromSite,
  type GreetingsRoutes,
  greetingsRoutes,
  httpSurroundings,
} from './greetings.ts'

const app = greetingsRoutes({ http: httpSurroundings() })
const body = JSON.stringify({ text: 'Good morning' })

describe('a section', () => {
  test('answers a typed client with the declared shapes', async () => {
    const fetch: typeof globalThis.fetch = async (input, init) => app.request(String(input), init)
    const client = hc<GreetingsRoutes>('http://site', { fetch, headers: fromSite('viewer') })

    const answer = await client.api.greetings.$get({ query: { name: 'Ada', limit: '3' } })
    const greeting: { hello: string; role: string } = await answer.json()

    expect(greeting).toEqual({ hello: 'Ada', role: 'viewer' })
  })

  test.each(roles)('lets a %s do what the table of rights says and nothing else', async (role) => {
    const read = await app.request('/api/greetings', { headers: fromSite(role) })
    const edit = await app.request('/api/greetings', { method: 'POST', headers: fromSite(role), body })

    expect(read.status).toBe(200)
    expect(edit.status).toBe(role === 'steward' || role === 'admin' ? 201 : 403)
  })

  test.each([
    ['no cookie', {}],
    ['an unknown session', { cookie: `__Host-sid=${'x'.repeat(43)}` }],
    ['a session id in the wrong case', { cookie: `__Host-sid=${'viewer'.toUpperCase().padEnd(43, '-')}` }],
    ['two session cookies', { cookie: `${fromSite('viewer').cookie}; ${fromSite('viewer').cookie}` }],
    ['a session id of the wrong length', { cookie: `${fromSite('viewer').cookie}x` }],
    ['more cookie than a browser keeps', { cookie: `${fromSite('viewer').cookie}; pad=${'x'.repeat(4096)}` }],
    ['the cookie name of plain http', { cookie: fromSite('viewer').cookie!.replace('__Host-', '') }],
    ['a bearer token nobody checks', { authorization: 'Bearer abc' }],
    ['another kind of authorization', { ...fromSite('viewer'), authorization: 'Basic abc' }],
  ])('refuses a call with %s', async (_, headers) => {
    const answer = await app.request('/api/greetings', { headers })

    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code: 'session.required', status: 401 })
  })

  test('does not take a session id from the query', async () => {
    const answer = await app.request(`/api/greetings?__Host-sid=${'viewer'.padEnd(43, '-')}`)

    expect(answer.status).toBe(401)
  })

  test('opens a public route to anyone, and only that one', async () => {
    expect((await app.request('/api/greetings/open/Ada')).status).toBe(200)
    expect((await app.request('/api/greetings')).status).toBe(401)
  })

  test('says nothing about what exists to a caller without a session', async () => {
    expect((await app.request('/api/greetings/nowhere/at/all')).status).toBe(401)
    expect((await app.request('/api/nowhere', { headers: fromSite('viewer') })).status).toBe(404)
  })

  test('knows of every route what guards it', () => {
    expect(misguardedRoutes(app)).toEqual([])
    expect(guardedRoutes(app).map(({ method, path, guards }) => [method, path, ...guards])).toEqual([
      ['GET', '/api/greetings', 'figures'],
      ['POST', '/api/greetings', 'edit'],
      ['DELETE', '/api/greetings', 'session'],
      ['GET', '/api/greetings/open/:id', 'public'],
      ['GET', '/api/greetings/failing', 'public'],
    ])
  })

  test('names the routes that are not guarded once, or otherwise than documented', () => {
    const careless = createSection(httpSurroundings())
      .get('/api/unguarded', (c) => c.json({ secret: 1 }))
      .get('/api/undocumented', requireRight('figures'), (c) => c.json({}))
      .get('/api/differing', described({ summary: '', right: 'edit' }), requireRight('figures'), (c) =>
        c.json({}),
      )
      .get('/api/twice', described({ summary: '', right: 'public' }), isPublic(), requireRight('edit'), (c) =>
        c.json({}),
      )

    expect(misguardedRoutes(careless)).toEqual([
      'GET /api/unguarded',
      'GET /api/undocumented',
      'GET /api/differing',
      'GET /api/twice',
    ])
  })

  test('never answers from a route that was left unguarded', async () => {
    const careless = createSection(httpSurroundings()).get('/api/unguarded', (c) => c.json({ secret: 1 }))

    const answer = await careless.request('/api/unguarded', { headers: fromSite('admin') })

    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('secret')
  })

  test('refuses more than 64 KB before looking at it', async () => {
    const send = (size: number) =>
      app.request('/api/greetings', {
        method: 'POST',
        headers: fromSite('steward'),
        body: JSON.stringify({ text: 'x'.repeat(size - '{"text":""}'.length) }),
      })

    expect((await send(64 * 1024)).status).toBe(201)
    expect((await send(64 * 1024 + 1)).status).toBe(413)
  })

  test('writes one line per call with the route, never the path or its parameters', async () => {
    const { lines, log } = createLogBook()
    const logged = greetingsRoutes({ http: httpSurroundings({ log }) })

    await logged.request('/api/greetings/open/ada@example.com?name=Ada', { headers: fromSite('viewer') })

    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      event: 'request',
      fields: { route: '/api/greetings/open/:id', status: 200 },
    })
    expect(JSON.stringify(lines)).not.toMatch(/ada/i)
  })
})

describe('the headers', () => {
  test.each([
    ['an answer', '/api/greetings', 200],
    ['a refusal', '/api/greetings?limit=x', 400],
    ['nothing there', '/api/nowhere', 404],
  ])('protect %s', async (_, path, status) => {
    const answer = await app.request(path, { headers: fromSite('viewer') })

    expect(answer.status).toBe(status)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security': 'max-age=63072000; includeSubDomains; preload',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'x-request-id': expect.any(String),
    })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('x-powered-by')).toBeNull()
  })

  test('let nobody but the browser keep an answer, and nobody a refusal', async () => {
    const answer = await app.request('/api/greetings', { headers: fromSite('viewer') })
    const refusal = await app.request('/api/greetings')

    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    expect(refusal.headers.get('cache-control')).toBe('no-store')
  })
})

describe('the edge', () => {
  const behindEdge = greetingsRoutes({ http: httpSurroundings({ originSecret: 'new-secret, old-secret' }) })
  const call = (secret?: string) =>
    behindEdge.request('/api/greetings', {
      headers: { ...fromSite('viewer'), ...(secret ? { 'x-origin-verify': secret } : {}) },
    })

  test('is proved by either secret while one is being rotated', async () => {
    expect((await call('new-secret')).status).toBe(200)
    expect((await call('old-secret')).status).toBe(200)
  })

  test('cannot be gone around', async () => {
    expect((await call()).status).toBe(403)
    expect((await call('wrong')).status).toBe(403)
    expect((await call('new-secret, old-secret')).status).toBe(403)
  })
})
