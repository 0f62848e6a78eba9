import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  NotAuthorizedException,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { mockClient } from 'aws-sdk-client-mock'
import type { Role } from '#shared/access/rights'
import { createCursors } from '#functions/http/cursor'
import { bearerVerifier } from '#functions/http/bearer'
import type { HttpDeps } from '#functions/http/env'
import { createSealed } from '#functions/http/sealed'
import { createTokens } from '#functions/http/tokens'
import { createAccount } from '#functions/session/account'
import { createChallenges } from '#functions/session/challenge'
import { createEnrolment } from '#functions/session/enrolment'
import { sessionRoutes } from '#functions/session/session.routes'
import { createSignIn } from '#functions/session/sign-in'
import { createAuditStore } from '#functions/store/audit.store'
import { createOwnUserStore } from '#functions/store/own-user.store'
import { createRatesStore } from '#functions/store/rates.store'
import { createSessionsStore } from '#functions/store/sessions.store'
import { createUsersStore } from '#functions/store/users.store'
import type { World } from '#tests/harness/world'
import { createLogBook } from '../http/greetings.ts'

export const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Test'
export const clientId = 'client-1'
export const password = 'a long and honest password'

const text = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A key pair of a pool, with its public half as the pool publishes it. */
export function createKey(kid: string) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
  return { kid, publicKey, privateKey, jwk }
}

/** A token with any header and any claims, signed with RS256 unless told otherwise. */
export function sign(header: object, claims: unknown, key: KeyObject, algorithm = 'RSA-SHA256'): string {
  const input = `${text(header)}.${text(claims)}`
  return `${input}.${createSign(algorithm).update(input).sign(key).toString('base64url')}`
}

/** Serves a key set as the issuer would. */
export function servingKeys(keys: readonly { jwk: object }[]) {
  const jwks = Buffer.from(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }))
  return { fetch: () => Promise.resolve(new Uint8Array(jwks).buffer) }
}

/** The moment of the test, moved by hand only: a slow machine refills no bucket. */
export function createTestClock() {
  let now = Date.now()
  return {
    clock: () => new Date(now).toISOString(),
    pass: (minutes: number) => {
      now += minutes * 60_000
    },
  }
}

interface Person {
  readonly groups?: readonly string[]
  readonly name?: string
}

/** The claims of an ID token of a person of the pool. */
export function idClaims(username: string, { groups = ['analyst'], name }: Person = {}) {
  const now = Math.floor(Date.now() / 1_000)
  const person = { sub: `sub-${username}`, email: `${username}@example.com`, 'cognito:groups': groups }
  return {
    ...person,
    ...(name ? { name } : {}),
    token_use: 'id',
    aud: clientId,
    iss: issuer,
    iat: now,
    auth_time: now,
    exp: now + 3_600,
  }
}

/** A session section on a real table, with a pool that knows the people given and the one password. */
export async function createSessionWorld(
  world: World,
  people: Record<string, Person> = { ada: {} },
  { totpRequiredFor = [] }: { totpRequiredFor?: readonly Role[] } = {},
) {
  const { table, dump } = await world.createTableWorld()
  const identity = mockClient(CognitoIdentityProviderClient)
  const key = createKey('k1')
  const time = createTestClock()
  const book = createLogBook()
  const refuse = new NotAuthorizedException({ message: 'Incorrect username or password.', $metadata: {} })

  identity.onAnyCommand().rejects(refuse)
  identity.on(RevokeTokenCommand).resolves({})
  for (const [username, person] of Object.entries(people))
    identity
      .on(InitiateAuthCommand, { AuthParameters: { USERNAME: username, PASSWORD: password } })
      .callsFake(() => Promise.resolve({ AuthenticationResult: tokensOf(username, person) }))

  const tokensOf = (username: string, person: Person = {}) => ({
    IdToken: sign({ alg: 'RS256', kid: key.kid }, idClaims(username, person), key.privateKey),
    RefreshToken: `refresh-${username}`,
  })

  const sessions = createSessionsStore({ table })
  const tokens = createTokens({ issuer, clientId, clock: time.clock, fetcher: servingKeys([key]) })
  const audit = createAuditStore({ table, secret: 'a secret of the tests', sleep: () => Promise.resolve() })
  const http: HttpDeps = {
    sessions,
    audit,
    clock: time.clock,
    siteOrigin: 'https://perennial.example',
    idleMinutes: 120,
    codeVersion: 'one',
    verifyBearer: bearerVerifier({ tokens, sessions }),
    log: book.log,
  }
  const client = new CognitoIdentityProviderClient({ region: 'x' })
  const users = createUsersStore({ identity: client, poolId: 'p', clientId })
  const own = createOwnUserStore({ identity: client, poolId: 'p' })
  const sealed = createSealed('a secret of the tests')
  const enrolment = createEnrolment({ own, sealed, clock: time.clock })
  const rates = createRatesStore({ table })
  const common = { users, sessions, rates, enrolment, clock: time.clock, totpRequiredFor }
  const signIn = createSignIn({
    ...common,
    tokens,
    challenges: createChallenges({ cursors: createCursors('a secret of the tests'), clock: time.clock }),
    idleMinutes: http.idleMinutes,
  })
  const account = createAccount({ ...common, own })
  const app = sessionRoutes({ http, signIn, sessions, audit, account })
  return {
    app,
    http,
    table,
    identity,
    key,
    lines: book.lines,
    dump,
    sessions,
    audit,
    tokensOf,
    ...time,
    ...browser(app),
  }
}
export type SessionWorld = Awaited<ReturnType<typeof createSessionWorld>>

/** What a browser on the site does. */
function browser(app: ReturnType<typeof sessionRoutes>) {
  const headersOf = (cookie?: string) => ({
    origin: 'https://perennial.example',
    'sec-fetch-site': 'same-origin',
    'x-requested-with': 'perennial',
    'content-type': 'application/json',
    ...(cookie ? { cookie } : {}),
  })
  const call = async (method: string, path = '', { cookie, body, address = '198.51.100.7' }: Call = {}) => {
    const init = {
      method,
      headers: headersOf(cookie),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }
    return app.request(`/api/session${path}`, init, {
      event: { requestContext: { http: { sourceIp: address } } },
    })
  }
  return {
    call,
    /** Takes a step of signing in. */
    step: (body: object, options: Call = {}) => call('POST', '', { ...options, body }),
    /** Signs in and returns the cookie as the browser sends it back. */
    async enter(username = 'ada', options: Call = {}): Promise<string> {
      const answer = await call('POST', '', { ...options, body: { username, password } })
      return cookieOf(answer)
    },
    /** Status of a call with a cookie. */
    statusOf: async (cookie: string) => (await call('GET', '', { cookie })).status,
  }
}

interface Call {
  readonly cookie?: string
  readonly body?: object
  readonly address?: string
}

/** The cookie an answer sets, as the browser sends it back. */
export function cookieOf(answer: Response): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** An answer without what differs from call to call by nature. */
export async function wordsOf(answer: Response) {
  const { requestId: _, ...body } = (await answer.json()) as Record<string, unknown>
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== 'x-request-id'))
  return { status: answer.status, headers, body }
}
