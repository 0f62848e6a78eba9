import {
  InitiateAuthCommand,
  PasswordResetRequiredException,
  RevokeTokenCommand,
  TooManyRequestsException,
  UserNotConfirmedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type World } from '#tests/harness/world'
import {
  createKey,
  createSessionWorld,
  idClaims,
  password,
  type SessionWorld,
  sign,
  wordsOf,
} from './session-world.ts'

let world: World
let site: SessionWorld
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  site = await createSessionWorld(world, {
    ada: { name: 'Ada Lovelace' },
    bob: { groups: ['viewer', 'admin'] },
  })
})

const $metadata = {}
const newPassword = 'correct horse battery staple'

describe('signing in', () => {
  test('answers who is signed in and until when', async () => {
    const answer = await site.step({ username: 'ada', password })

    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      next: 'done',
      session: {
        user: { id: 'sub-ada', name: 'Ada Lovelace', email: 'ada@example.com' },
        role: 'analyst',
        rights: ['figures', 'personal', 'export', 'act'],
        expiresAt: expect.stringMatching(/Z$/),
        idleMinutes: 120,
      },
    })
  })

  test('hands over the session in a cookie no script can read', async () => {
    const answer = await site.step({ username: 'ada', password })

    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-sid=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=86400$/,
    )
  })

  test('gives the highest of the roles among the groups', async () => {
    const answer = await site.step({ username: 'bob', password })

    expect(await answer.json()).toMatchObject({ session: { role: 'admin' } })
  })

  test('leaves no token behind: the refresh token is revoked at once', async () => {
    await site.enter()

    expect(site.identity.commandCalls(RevokeTokenCommand, { Token: 'refresh-ada' })).toHaveLength(1)
  })

  test('succeeds although the pool is too busy to revoke', async () => {
    site.identity.on(RevokeTokenCommand).rejects(new Error('time-out'))

    expect(await site.statusOf(await site.enter())).toBe(200)
  })

  test('writes neither the session id nor a secret into the table or the log', async () => {
    const cookie = await site.enter()
    await site.step({ username: 'ada', password: 'wrong-secret-4711' })

    const written = JSON.stringify([await site.dump(), site.lines])

    expect(written).toContain('sub-ada')
    for (const secret of [cookie.split('=')[1]!, password, 'wrong-secret-4711', 'refresh-ada', 'eyJ'])
      expect(written).not.toContain(secret)
  })
})

describe('a refusal', () => {
  const refusedAs = (error: Error) => {
    site.identity.on(InitiateAuthCommand).rejects(error)
    return site.step({ username: 'ada', password })
  }
  const tokenFor = (claims: object, key = site.key) => {
    const IdToken = sign({ alg: 'RS256', kid: 'k1' }, claims, key.privateKey)
    site.identity.on(InitiateAuthCommand).resolves({ AuthenticationResult: { IdToken } })
    return site.step({ username: 'ada', password })
  }

  test('is the same whatever was wrong', async () => {
    const now = Math.floor(Date.now() / 1_000)
    const refusals = [
      await site.step({ username: 'ada', password: 'wrong' }),
      await site.step({ username: 'nobody', password }),
      await refusedAs(new UserNotFoundException({ message: 'no such user', $metadata })),
      await refusedAs(new UserNotConfirmedException({ message: 'not confirmed', $metadata })),
      await refusedAs(new PasswordResetRequiredException({ message: 'reset', $metadata })),
      await tokenFor(idClaims('ada', { groups: ['cleaners'] })),
      await tokenFor(idClaims('ada', { groups: [] })),
      await tokenFor({ ...idClaims('ada'), exp: now - 120, iat: now - 3_000 }),
    ]
    site.pass(60)
    refusals.push(
      await tokenFor(idClaims('ada'), createKey('k1')),
      await site.step({ step: 'totp', username: 'ada', code: '123456', challenge: 'made-up' }),
      await site.step({ step: 'newPassword', username: 'ada', newPassword, challenge: 'made-up' }),
    )

    const words = await Promise.all(refusals.map(wordsOf))
    expect(words[0]).toMatchObject({ status: 401, body: { code: 'session.refused' } })
    for (const one of words) expect(one).toEqual(words[0])
  })

  test('sets no cookie', async () => {
    const answer = await site.step({ username: 'ada', password: 'wrong' })

    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  test('is not what a busy pool gets', async () => {
    const answer = await refusedAs(new TooManyRequestsException({ message: 'slow down', $metadata }))

    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ code: 'identity.unavailable' })
  })

  test.each<[object, string[]]>([
    [{}, ['username', 'password']],
    [{ username: '', password: '' }, ['username', 'password']],
    [{ username: 'ada', password, remember: true }, ['remember']],
    [{ step: 'totp', username: 'ada' }, ['code', 'challenge']],
    [{ step: 'confirm', username: 'ada', code: 'abc' }, ['code', 'newPassword']],
    [{ step: 'sudo', username: 'ada' }, ['step']],
  ])('of the form %j names every field that is wrong', async (form, paths) => {
    const answer = await site.step(form)

    expect(answer.status).toBe(400)
    const { details } = (await answer.json()) as { details: { issues: { path: string }[] } }
    expect(details.issues.map(({ path }) => path).sort()).toEqual(paths.sort())
  })
})
