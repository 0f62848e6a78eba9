import {
  ForgotPasswordCommand,
  InitiateAuthCommand,
  NotAuthorizedException,
  RevokeTokenCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { roleOf, roles } from '#shared/access/rights'
import { isCommon, MIN_PASSWORD_LENGTH } from '#functions/session/password'
import { createWorld, type World } from '#tests/harness/world'
import { createAuditBook, greetingsRoutes, httpSurroundings } from '../http/greetings.ts'
import {
  cookieOf,
  createSessionWorld,
  password,
  type SessionWorld,
  wordsOf,
} from '../session/session-world.ts'
import { everyRoute } from './every-route.ts'

const $metadata = {}

let world: World
let site: SessionWorld
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  site = await createSessionWorld(world, { ada: {}, boss: { groups: ['admin'] } })
})

describe('signing in, session and forgery (trust 1.2)', () => {
  test('S1 the session id has 256 random bits and stands nowhere in the table', async () => {
    const cookies = await Promise.all([site.enter('ada'), site.enter('boss')])
    const sids = cookies.map((cookie) => cookie.split('=')[1] ?? '')

    expect(new Set(sids).size).toBe(2)
    for (const sid of sids) expect(Buffer.from(sid, 'base64url')).toHaveLength(32)
    const kept = JSON.stringify(await site.dump())
    for (const sid of sids) expect(kept).not.toContain(sid)
  })

  test('S2 the cookie has exactly the attributes it needs, and the same ones when it is taken back', async () => {
    const entered = await site.step({ username: 'ada', password })
    const left = await site.call('DELETE', '', { cookie: cookieOf(entered) })

    expect(entered.headers.get('set-cookie')).toMatch(
      /^__Host-sid=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=86400$/,
    )
    expect(left.headers.get('set-cookie')).toBe(
      '__Host-sid=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0',
    )
  })

  test('S3 idle for two hours ends it, to the second', async () => {
    const cookie = await site.enter()
    site.pass(120 - 1 / 60)
    expect(await site.statusOf(cookie)).toBe(200)
    site.pass(120)
    expect(await site.statusOf(cookie)).toBe(401)
  })

  test('S3 a day ends it although it is used', async () => {
    const cookie = await site.enter()
    for (let hour = 0; hour < 23; hour++) {
      site.pass(60)
      expect(await site.statusOf(cookie)).toBe(200)
    }
    site.pass(60)
    expect(await site.statusOf(cookie)).toBe(401)
  })

  test('S4 a new sign-in, a sign-out and the end of everything leave no old cookie alive', async () => {
    const first = await site.enter()
    const second = await site.enter('ada', { cookie: first })
    expect([await site.statusOf(first), await site.statusOf(second)]).toEqual([401, 200])
    await site.call('DELETE', '', { cookie: second })
    expect(await site.statusOf(second)).toBe(401)
    const third = await site.enter()
    await site.sessions.endAll('sub-ada', site.clock())
    expect(await site.statusOf(third)).toBe(401)
  })

  test.each<[string, Record<string, string | undefined>]>([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['same-site', { 'sec-fetch-site': 'same-site' }],
    ['none', { 'sec-fetch-site': 'none' }],
    ['another origin and no metadata', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }],
    ['neither origin nor metadata', { 'sec-fetch-site': undefined, origin: undefined }],
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['no header of ours', { 'x-requested-with': undefined }],
  ])('S5 a sign-in sent as %s is refused before the pool is asked', async (_, changes) => {
    const headers = new Headers({
      origin: 'https://perennial.example',
      'sec-fetch-site': 'same-origin',
      'x-requested-with': 'perennial',
      'content-type': 'application/json',
    })
    for (const [name, value] of Object.entries(changes))
      if (value === undefined) headers.delete(name)
      else headers.set(name, value)

    const body = JSON.stringify({ username: 'ada', password })
    const answer = await site.app.request('/api/session', { method: 'POST', headers, body })

    expect(answer.status).toBe(403)
    expect(site.identity.commandCalls(InitiateAuthCommand)).toHaveLength(0)
  })

  test('S6 a page of another origin carries no session and changes nothing, whatever it leads to', async () => {
    const navigated = {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'content-type': 'application/x-www-form-urlencoded',
    }
    const { audit, entries } = createAuditBook()
    for (const { name, method, guards, call } of everyRoute({ audit })) {
      // SameSite=Strict: the browser sends no cookie; even with one, nothing is changed.
      const without = await call({ headers: navigated })
      if (method !== 'GET') {
        expect([name, without.status]).toEqual([name, 403])
        expect([name, (await call({ role: 'admin', headers: navigated })).status]).toEqual([name, 403])
      } else if (!guards.includes('public')) expect([name, without.status]).toEqual([name, 401])
    }
    expect(entries).toEqual([])
  })

  test('S7 a new password has fifteen characters or more and need not be composed', () => {
    expect(MIN_PASSWORD_LENGTH).toBe(15)
    expect(isCommon('only lower case words here')).toBe(false)
  })

  test('S8 common passwords are refused, also longer ones made of them', () => {
    expect(['1qaz2wsx3edc4rfv', 'passwordpassword', 'Password!!!!2026'].every(isCommon)).toBe(true)
  })

  test('S9 an administrator without a second factor opens no session where one is needed', async () => {
    const strict = await createSessionWorld(
      world,
      { boss: { groups: ['admin'] } },
      { totpRequiredFor: ['admin'] },
    )
    const answer = await strict.step({ username: 'boss', password })

    expect(answer.headers.get('set-cookie')).toBeNull()
    expect((await strict.dump()).filter(({ pk }) => pk.startsWith('SESSION#'))).toEqual([])
  })

  test('S10 unknown user and wrong password give the same bytes', async () => {
    const wrong = await site.step({ username: 'ada', password: 'wrong' })
    site.identity.on(InitiateAuthCommand).rejects(new UserNotFoundException({ message: 'who', $metadata }))
    const unknown = await site.step({ username: 'nobody', password: 'wrong' })

    expect(await wordsOf(unknown)).toEqual(await wordsOf(wrong))
  })

  test('S10 unknown user and wrong password do the same work: calls of the pool, reads and writes of the table', async () => {
    const workOf = async (username: string, error: Error) => {
      const own = await createSessionWorld(world)
      own.identity.on(InitiateAuthCommand).rejects(error)
      let sent = 0
      own.table.client.middlewareStack.add(
        (next) => (args) => {
          sent++
          return next(args)
        },
        { step: 'initialize', name: 'counting' },
      )
      await own.step({ username, password: 'wrong' })
      return { pool: own.identity.calls().length, table: sent, entries: (await own.dump()).length }
    }

    const wrong = await workOf('ada', new NotAuthorizedException({ message: 'no', $metadata }))
    const unknown = await workOf('nobody', new UserNotFoundException({ message: 'who', $metadata }))

    expect(unknown).toEqual(wrong)
    expect(wrong.table).toBeGreaterThan(0)
  })

  test('S10 asking for a code answers alike whether there is such a user', async () => {
    site.identity.on(ForgotPasswordCommand).resolves({})
    const known = await site.step({ step: 'forgot', username: 'ada' })
    site.identity.on(ForgotPasswordCommand).rejects(new UserNotFoundException({ message: 'who', $metadata }))
    const unknown = await site.step({ step: 'forgot', username: 'nobody' })

    expect(await wordsOf(unknown)).toEqual(await wordsOf(known))
  })

  test('S11 guessing is slowed down and says for how long, and never locks for good', async () => {
    for (let guess = 0; guess < 10; guess++) await site.step({ username: 'ada', password: 'a guess' })
    const held = await site.step({ username: 'ada', password })

    expect(held.status).toBe(429)
    site.pass(Number(held.headers.get('retry-after')) / 60)
    expect((await site.step({ username: 'ada', password })).status).toBe(200)
  })

  test('S12 an address that a caller claims is not believed without the secret of the edge', async () => {
    const cookie = await site.enter('ada', { address: '192.0.2.77' })
    const list = (await (await site.call('GET', '/list', { cookie })).json()) as { address: string }[]

    expect(list[0]?.address).toBe('192.0.2.77')
    for (let guess = 0; guess < 11; guess++)
      await site.app.request('/api/session', {
        method: 'POST',
        headers: {
          origin: 'https://perennial.example',
          'x-requested-with': 'perennial',
          'content-type': 'application/json',
          'true-client-ip': `203.0.113.${guess}`,
        },
        body: JSON.stringify({ username: 'bob', password: 'a guess' }),
      })
    expect(site.lines.some(({ event }) => event === 'excess_rate_limit_exceeded')).toBe(true)
  })

  test('S13 a call around the edge is refused, with either secret while one is rotated', async () => {
    const app = greetingsRoutes({ http: httpSurroundings({ originSecret: 'new, old' }) })
    const status = async (headers: Record<string, string>) =>
      (await app.request('/api/greetings/open/Ada', { headers })).status

    expect(await status({})).toBe(403)
    expect(await status({ 'x-origin-verify': 'guess' })).toBe(403)
    expect([await status({ 'x-origin-verify': 'new' }), await status({ 'x-origin-verify': 'old' })]).toEqual([
      200, 200,
    ])
  })

  test('S15 the refresh token is revoked at sign-in; what ends a session does not depend on the token', async () => {
    const cookie = await site.enter()
    expect(site.identity.commandCalls(RevokeTokenCommand)[0]?.args[0].input).toMatchObject({
      Token: 'refresh-ada',
    })
    await site.call('DELETE', '', { cookie })
    expect(await site.statusOf(cookie)).toBe(401)
  })

  test('S17 of any groups the highest role counts, unknown groups are none, and order means nothing', () => {
    const groups = fc.array(fc.oneof(fc.constantFrom(...roles), fc.string({ maxLength: 8 })))
    fc.assert(
      fc.property(groups, (list) => {
        const highest = roles.findLast((role) => list.includes(role))
        expect(roleOf(list)).toBe(highest)
        expect(roleOf(list.toReversed())).toBe(highest)
      }),
      { numRuns: 300, seed: 17 },
    )
  })
})
