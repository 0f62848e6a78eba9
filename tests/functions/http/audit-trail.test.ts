import { describe, expect, test } from 'vitest'
import { isPublic, requireRight } from '#functions/http/actor'
import { describe as described } from '#functions/http/openapi'
import { HttpProblem } from '#functions/http/problem'
import { createSection } from '#functions/http/section'
import { createAuditBook, createLogBook, fromSite, greetingsRoutes, httpSurroundings } from './greetings.ts'

const body = JSON.stringify({ text: 'Good morning' })
const post = { method: 'POST', headers: fromSite('steward'), body }

describe('the audit trail of a section', () => {
  test('has one entry for a mutation: who, what, when, by which request', async () => {
    const { entries, audit } = createAuditBook()
    const app = greetingsRoutes({ http: httpSurroundings({ audit }) })

    const answer = await app.request('/api/greetings', post)

    expect(entries).toEqual([
      {
        at: '2026-01-01T00:00:00.000Z',
        action: 'greeting.added',
        outcome: 'done',
        actor: { id: 'u-steward', role: 'steward', via: 'session' },
        subject: null,
        details: {},
        requestId: answer.headers.get('x-request-id'),
      },
    ])
  })

  test.each([
    ['a question', '/api/greetings', { headers: fromSite('viewer') }],
    ['a refused input', '/api/greetings', { ...post, body: '{}' }],
    ['a role that may not', '/api/greetings', { ...post, headers: fromSite('viewer') }],
    [
      'a call from elsewhere',
      '/api/greetings',
      {
        ...post,
        headers: { ...fromSite('steward'), origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      },
    ],
    ['nobody', '/api/greetings', { ...post, headers: fromSite() }],
    ['nothing there', '/api/nowhere', post],
  ])('has none for %s', async (_, path, init) => {
    const { entries, audit } = createAuditBook()
    const app = greetingsRoutes({ http: httpSurroundings({ audit }) })

    await app.request(path, init)

    expect(entries).toEqual([])
  })

  test('has what the handler says it changed', async () => {
    const { entries, audit } = createAuditBook()
    const app = createSection(httpSurroundings({ audit })).post(
      '/api/things',
      described({ summary: '', right: 'edit', audit: 'thing.changed' }),
      requireRight('edit'),
      (c) => {
        c.set('auditSubject', { kind: 'thing', id: 't1' })
        c.set('auditDetails', { fields: ['size'] })
        return c.body(null, 204)
      },
    )

    await app.request('/api/things', { ...post, body: '{}' })

    expect(entries).toMatchObject([{ subject: { kind: 'thing', id: 't1' }, details: { fields: ['size'] } }])
  })

  test('has a refusal that the handler wants kept', async () => {
    const { entries, audit } = createAuditBook()
    const app = createSection(httpSurroundings({ audit })).post(
      '/api/doors',
      described({ summary: '', right: 'public', audit: 'door.opened' }),
      isPublic(),
      (c) => {
        c.set('auditAs', { outcome: 'refused' })
        throw new HttpProblem(401, 'door.closed', 'Closed.')
      },
    )

    expect((await app.request('/api/doors', { ...post, body: '{}' })).status).toBe(401)
    expect(entries).toMatchObject([{ action: 'door.opened', outcome: 'refused', actor: null }])
  })

  test('that cannot be written is said: 503, no cookie handed out, the line in the log remains', async () => {
    const { lines, log } = createLogBook()
    const audit = { append: () => Promise.reject(new Error('the store is down')) }
    const app = createSection(httpSurroundings({ audit, log })).post(
      '/api/doors',
      described({ summary: '', right: 'public', audit: 'door.opened' }),
      isPublic(),
      (c) => {
        c.header('Set-Cookie', 'sid=secret')
        return c.json({ key: 'secret' }, 201)
      },
    )

    const answer = await app.request('/api/doors', { ...post, body: '{}' })

    expect(answer.status).toBe(503)
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await answer.json()).toMatchObject({
      code: 'audit.not-written',
      message: expect.stringContaining('The change was made'),
    })
    expect(lines.map(({ event }) => event)).toEqual(['audit', 'audit entry not written', 'request'])
  })
})
