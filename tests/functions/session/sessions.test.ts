import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSessionsStore } from '#functions/store/sessions.store'
import { createWorld, type World } from '#tests/harness/world'
import { cookieOf, createSessionWorld, password, type SessionWorld } from './session-world.ts'

let world: World
let site: SessionWorld
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  site = await createSessionWorld(world, { ada: {}, bob: {}, root: { groups: ['admin'] } })
})

describe('a session', () => {
  test('ends after two hours without a call', async () => {
    const cookie = await site.enter()

    site.pass(119.9)
    const before = await site.statusOf(cookie)
    site.pass(120)

    expect([before, await site.statusOf(cookie)]).toEqual([200, 401])
  })

  test('goes on while it is used, but never beyond 24 hours', async () => {
    const cookie = await site.enter()
    const statuses: number[] = []

    for (let hour = 1; hour < 24; hour++) {
      site.pass(60)
      statuses.push(await site.statusOf(cookie))
    }
    site.pass(60)

    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(await site.statusOf(cookie)).toBe(401)
  })

  test('writes that it was used at most every five minutes', async () => {
    const cookie = await site.enter()
    const lastSeen = async () => (await site.dump()).find(({ sk }) => sk === 'SESSION')?.lastSeenAt
    const atStart = await lastSeen()

    site.pass(4)
    await site.statusOf(cookie)
    const afterFour = await lastSeen()
    site.pass(2)
    await site.statusOf(cookie)

    expect(afterFour).toBe(atStart)
    expect(await lastSeen()).not.toBe(atStart)
  })

  test('is kept to be thrown away: the table drops it after its end', async () => {
    await site.enter()

    const items = (await site.dump()).filter(({ kind }) => kind === 'session')
    const end = Math.ceil(Date.parse(String(items.find(({ endsAt }) => endsAt)?.endsAt)) / 1_000)

    expect(items.map(({ expiresAt }) => expiresAt)).toEqual([end, end])
  })

  test('of a user who was disabled or got another role ends with the next call', async () => {
    const [ada, bob] = [await site.enter('ada'), await site.enter('bob')]

    await site.sessions.endAll('sub-ada', site.clock())

    expect([await site.statusOf(ada), await site.statusOf(bob)]).toEqual([401, 200])
    expect(await site.statusOf(await site.enter('ada'))).toBe(200)
  })

  test('cannot be chosen by whoever signs in', async () => {
    const chosen = `__Host-sid=${'c'.repeat(43)}`

    const answer = await site.step({ username: 'ada', password }, { cookie: chosen })

    expect(cookieOf(answer)).not.toBe(chosen)
    expect(await site.statusOf(chosen)).toBe(401)
  })

  test('is a new one with every sign-in, and the one presented ends', async () => {
    const first = await site.enter()
    const second = await site.enter('ada', { cookie: first })

    expect(second).not.toBe(first)
    expect([await site.statusOf(first), await site.statusOf(second)]).toEqual([401, 200])
  })

  test('stays when a sign-in beside it fails', async () => {
    const cookie = await site.enter()

    await site.step({ username: 'ada', password: 'wrong' }, { cookie })

    expect(await site.statusOf(cookie)).toBe(200)
  })

  test.each([
    ['with another case', (cookie: string) => cookie.replace(/=.*/, (sid) => sid.toUpperCase())],
    ['twice', (cookie: string) => `${cookie}; ${cookie}`],
    ['with something behind it', (cookie: string) => `${cookie}.`],
    ['under the name of plain http', (cookie: string) => cookie.replace('__Host-', '')],
  ])('is not taken %s', async (_, bend) => {
    expect(await site.statusOf(bend(await site.enter()))).toBe(401)
  })

  test('is not found by the hash under which it is kept', async () => {
    await site.enter()
    const item = (await site.dump()).find(({ sk }) => sk === 'SESSION')

    expect(await site.statusOf(`__Host-sid=${String(item?.hash)}`)).toBe(401)
  })
})

describe('signing out', () => {
  test('ends the session, takes the cookie back and clears what the browser kept', async () => {
    const cookie = await site.enter()

    const answer = await site.call('DELETE', '', { cookie })

    expect(answer.status).toBe(204)
    expect(answer.headers.get('set-cookie')).toBe(
      '__Host-sid=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0',
    )
    expect(answer.headers.get('clear-site-data')).toBe('"cache"')
    expect(await site.statusOf(cookie)).toBe(401)
  })

  test('leaves nothing of the session in the table', async () => {
    const cookie = await site.enter()

    await site.call('DELETE', '', { cookie })

    expect((await site.dump()).filter(({ kind }) => kind === 'session')).toEqual([])
  })

  test('leaves the other sessions alone', async () => {
    const [one, other] = [await site.enter(), await site.enter()]

    await site.call('DELETE', '', { cookie: one })

    expect([await site.statusOf(one), await site.statusOf(other)]).toEqual([401, 200])
  })

  test('wins over fifty calls in flight: none sent after its answer succeeds', async () => {
    const cookie = await site.enter()
    // Every call also wants to slide the session: none of them may bring it back.
    site.pass(6)

    const before = Array.from({ length: 25 }, () => site.statusOf(cookie))
    const out = site.call('DELETE', '', { cookie })
    const racing = Array.from({ length: 25 }, () => site.statusOf(cookie))
    expect((await out).status).toBe(204)
    const after = await Promise.all(Array.from({ length: 50 }, () => site.statusOf(cookie)))

    for (const status of await Promise.all([...before, ...racing])) expect([200, 401]).toContain(status)
    expect(new Set(after)).toEqual(new Set([401]))
    expect((await site.dump()).filter(({ kind }) => kind === 'session')).toEqual([])
  })

  test('is not undone by a call that read the session just before', async () => {
    const cookie = await site.enter()
    const sid = cookie.split('=')[1] ?? ''
    site.pass(6)
    const { client } = site.table
    const send = async (command: UpdateCommand) => {
      if (command instanceof UpdateCommand) await site.sessions.endOf(sid)
      return client.send(command)
    }
    const late = createSessionsStore({ table: { ...site.table, client: { send } as typeof client } })

    expect(await late.resume(sid, { now: site.clock(), idleMinutes: 120 })).toBeUndefined()
    expect((await site.dump()).filter(({ pk }) => pk.startsWith('SESSION#'))).toEqual([])
  })

  test('without a session is refused', async () => {
    expect((await site.call('DELETE')).status).toBe(401)
  })
})

describe('my sessions', () => {
  test('are listed with the one I am using, and nobody else’s', async () => {
    const first = await site.enter()
    site.pass(10)
    await site.enter()
    await site.enter('bob')

    const answer = await site.call('GET', '/list', { cookie: first })

    expect(await answer.json()).toMatchObject([
      { startedAt: expect.any(String), lastSeenAt: expect.any(String), isThis: false },
      { startedAt: expect.any(String), lastSeenAt: expect.any(String), isThis: true },
    ])
  })

  test('can all be ended but the one I am using', async () => {
    const [one, other, foreign] = [await site.enter(), await site.enter(), await site.enter('bob')]

    const answer = await site.call('DELETE', '/others', { cookie: one })

    expect(answer.status).toBe(204)
    expect([await site.statusOf(one), await site.statusOf(other), await site.statusOf(foreign)]).toEqual([
      200, 401, 200,
    ])
  })
})

describe('the sessions of a user', () => {
  test('are ended by an admin at once, and by nobody else', async () => {
    const [ada, bob, root] = [await site.enter('ada'), await site.enter('bob'), await site.enter('root')]

    const refused = await site.call('DELETE', '/users/sub-ada', { cookie: bob })
    const afterRefusal = await site.statusOf(ada)
    const ended = await site.call('DELETE', '/users/sub-ada', { cookie: root })

    expect([refused.status, afterRefusal]).toEqual([403, 200])
    expect([ended.status, await site.statusOf(ada), await site.statusOf(bob)]).toEqual([204, 401, 200])
  })

  test('say nothing about whether there is such a user', async () => {
    const root = await site.enter('root')

    expect((await site.call('DELETE', '/users/nobody', { cookie: root })).status).toBe(204)
  })
})
