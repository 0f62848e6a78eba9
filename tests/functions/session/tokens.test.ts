import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTokens, nobody } from '#functions/http/tokens'
import { createWorld, type World } from '#tests/harness/world'
import {
  clientId,
  createKey,
  createSessionWorld,
  createTestClock,
  idClaims,
  issuer,
  servingKeys,
  type SessionWorld,
  sign,
} from './session-world.ts'

const key = createKey('k1')
const second = createKey('k2')
const stranger = createKey('k1')
const header = { alg: 'RS256', kid: 'k1' }
const now = Math.floor(Date.now() / 1_000)
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

const claims = idClaims('ada')
const accessClaims = (changes: object = {}) => {
  const { aud: _aud, email: _email, ...rest } = claims
  return { ...rest, token_use: 'access', client_id: clientId, username: 'ada', ...changes }
}
const signed = (changes: object = {}, head: object = header) =>
  sign(head, { ...claims, ...changes }, key.privateKey)
const without = (name: string) =>
  sign(header, Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name)), key.privateKey)

const { clock } = createTestClock()
const tokens = createTokens({ issuer, clientId, clock, fetcher: servingKeys([key, second]) })

/** Every way in which a token was ever made to look like another. */
const attacks: [string, () => string][] = [
  ['is empty', () => ''],
  ['is not a token', () => 'abc'],
  ['has four parts', () => `${signed()}.abc`],
  ['says it needs no signature', () => `${base64({ alg: 'none', kid: 'k1' })}.${base64(claims)}.`],
  ['says None and is signed', () => signed({}, { alg: 'None', kid: 'k1' })],
  [
    'is signed with the public key as a secret',
    () => {
      const input = `${base64({ alg: 'HS256', kid: 'k1' })}.${base64(claims)}`
      const pem = key.publicKey.export({ type: 'spki', format: 'pem' })
      return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`
    },
  ],
  ['is signed by an unknown key', () => signed({}, { alg: 'RS256', kid: 'k9' })],
  ['names no key', () => signed({}, { alg: 'RS256' })],
  ['is signed by another key of the same name', () => sign(header, claims, stranger.privateKey)],
  ['is signed by one key and names another', () => signed({}, { alg: 'RS256', kid: 'k2' })],
  ['brings its own key', () => sign({ ...header, jwk: stranger.jwk }, claims, stranger.privateKey)],
  [
    'says where its key is',
    () => sign({ ...header, jku: 'https://evil.example/jwks' }, claims, stranger.privateKey),
  ],
  [
    'is signed with another method',
    () => sign({ alg: 'RS512', kid: 'k1' }, claims, key.privateKey, 'RSA-SHA512'),
  ],
  ['has a shortened signature', () => signed().slice(0, -8)],
  [
    'was changed after signing',
    () => {
      const [head, , signature] = signed().split('.')
      return `${head}.${base64({ ...claims, 'cognito:groups': ['admin'] })}.${signature}`
    },
  ],
  ['has expired', () => signed({ exp: now - 120, iat: now - 3_000 })],
  ['holds from tomorrow', () => signed({ nbf: now + 86_400 })],
  ['is of another issuer', () => signed({ iss: `${issuer}x` })],
  ['is of no issuer', () => without('iss')],
  ['was made for another client', () => signed({ aud: 'client-2' })],
  ['was made for nobody', () => without('aud')],
  ['is an access token', () => sign(header, accessClaims(), key.privateKey)],
  ['does not say what it is', () => without('token_use')],
  ['never expires', () => without('exp')],
  ['expires in words', () => signed({ exp: 'tomorrow' })],
  ['does not say when it was issued', () => without('iat')],
  ['is from the future', () => signed({ iat: now + 300, exp: now + 3_000 })],
  ['lives for a day', () => signed({ exp: now + 86_400 })],
  ['is from a sign-in of yesterday', () => signed({ auth_time: now - 90_000 })],
  ['is of nobody', () => signed({ sub: '' })],
  ['has groups that are no list', () => signed({ 'cognito:groups': 'admin' })],
]

describe('an ID token', () => {
  test('of the pool is taken', async () => {
    expect(await tokens.verifyId(signed())).toMatchObject({ sub: 'sub-ada', 'cognito:groups': ['analyst'] })
  })

  test('of the second key of the pool is taken', async () => {
    const token = sign({ alg: 'RS256', kid: 'k2' }, claims, second.privateKey)

    expect(await tokens.verifyId(token)).toMatchObject({ sub: 'sub-ada' })
  })

  test('signed with another method is refused even by a key that names none', async () => {
    const { alg: _, ...jwk } = key.jwk
    const lax = createTokens({ issuer, clientId, clock, fetcher: servingKeys([{ ...key, jwk }]) })
    const token = sign({ alg: 'RS512', kid: 'k1' }, claims, key.privateKey, 'RSA-SHA512')

    await expect(lax.verifyId(signed())).resolves.toMatchObject({ sub: 'sub-ada' })
    await expect(lax.verifyId(token)).rejects.toThrow()
  })

  // J1 to J31: the attack table of tokens, one row each.
  test.each(attacks.map(([what, forge], row) => [`J${row + 1}`, what, forge] as const))(
    '%s that %s is refused',
    async (_row, _what, forge) => {
      await expect(tokens.verifyId(forge())).rejects.toThrow()
    },
  )
})

describe('an issuer', () => {
  const serve = (status: number) =>
    createServer((_, response) => response.writeHead(status).end(keys)).listen(0, '127.0.0.1')
  const keys = JSON.stringify({ keys: [key.jwk] })
  const tokensOf = (server: Server) => {
    const { port } = server.address() as AddressInfo
    const own = `http://127.0.0.1:${port}/pool`
    return { token: signed({ iss: own }), tokens: createTokens({ issuer: own, clientId, clock }) }
  }

  test('on this machine is asked for its keys as any other', async () => {
    const server = serve(200)
    await once(server, 'listening')
    const { token, tokens: local } = tokensOf(server)

    expect(await local.verifyId(token)).toMatchObject({ sub: 'sub-ada' })
    server.close()
  })

  test('that does not answer makes nobody a stranger: signing in is unavailable', async () => {
    const server = serve(503)
    await once(server, 'listening')
    const { token, tokens: local } = tokensOf(server)

    await expect(local.verifyId(token).catch(nobody)).rejects.toMatchObject({ kind: 'unavailable' })
    server.close()
  })
})

describe('a machine client', () => {
  let world: World
  let site: SessionWorld
  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.stop())
  beforeEach(async () => {
    site = await createSessionWorld(world)
  })
  const access = (changes: object = {}) => sign(header, accessClaims(changes), site.key.privateKey)
  const callWith = (token: string) =>
    site.app.request('/api/session', { headers: { authorization: `Bearer ${token}` } })

  test('has the role of its groups', async () => {
    const answer = await callWith(access({ 'cognito:groups': ['steward', 'x'] }))

    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      user: { id: 'sub-ada', name: 'ada' },
      role: 'steward',
      expiresAt: new Date(claims.exp * 1_000).toISOString(),
    })
  })

  test.each<[string, object]>([
    ['without a role', { 'cognito:groups': ['cleaners'] }],
    ['of another client', { client_id: 'client-2' }],
    ['that is an ID token', { token_use: 'id' }],
    ['that has expired', { exp: now - 120, iat: now - 3_000 }],
    ['that lives for a day', { exp: now + 86_400 }],
  ])('is refused with a token %s', async (_, changes) => {
    expect((await callWith(access(changes))).status).toBe(401)
  })

  test('is refused once its user was disabled, although the signature still holds', async () => {
    const token = access()
    const before = (await callWith(token)).status

    await site.sessions.endAll('sub-ada', site.clock())

    expect([before, (await callWith(token)).status]).toEqual([200, 401])
  })

  test('that brings a bad token is not saved by a good cookie', async () => {
    const cookie = await site.enter()

    const answer = await site.app.request('/api/session', {
      headers: { cookie, authorization: 'Bearer x.y.z' },
    })

    expect(answer.status).toBe(401)
  })
})
