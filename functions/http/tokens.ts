import { JwtVerifier } from 'aws-jwt-verify'
import type { Fetcher } from 'aws-jwt-verify/https'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import * as v from 'valibot'
import type { Clock } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'

// Cognito issues ID and access tokens for at most this long here; a minute is for clocks that differ.
const LONGEST_LIFE_SECONDS = 3_600
const CLOCK_SECONDS = 60
const DAY_SECONDS = 86_400

const time = v.pipe(v.number(), v.integer())
const times = { exp: time, iat: time, auth_time: v.optional(time) }
const groups = v.optional(v.array(v.string()), [])

const IdClaims = v.object({
  ...times,
  token_use: v.literal('id'),
  sub: v.pipe(v.string(), v.minLength(1)),
  aud: v.string(),
  'cognito:groups': groups,
  name: v.optional(v.string()),
  email: v.optional(v.string(), ''),
})
/** What an ID token says about a person. */
export type IdClaims = v.InferOutput<typeof IdClaims>

const AccessClaims = v.object({
  ...times,
  token_use: v.literal('access'),
  sub: v.pipe(v.string(), v.minLength(1)),
  client_id: v.string(),
  'cognito:groups': groups,
  username: v.optional(v.string(), ''),
})
/** What an access token says about its bearer. */
export type AccessClaims = v.InferOutput<typeof AccessClaims>

interface TokensOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clock: Clock
  /** Where the issuer's keys come from. */
  readonly fetcher?: Fetcher
}

// The library's own speaks https only; an issuer may stand on this machine.
const keyFetcher: Fetcher = {
  async fetch(uri) {
    try {
      const answer = await fetch(uri, { signal: AbortSignal.timeout(2_000) })
      if (!answer.ok) throw new Error(`The issuer answered ${answer.status}.`)
      return await answer.arrayBuffer()
    } catch (cause) {
      const message = 'Signing in is not possible right now.'
      throw new DomainError('unavailable', 'identity.unavailable', message, { cause })
    }
  },
}

/** What a wrong token comes to: nobody. That the issuer could not be asked is another matter, and is thrown on. */
export function nobody(error: unknown): undefined {
  if (error instanceof DomainError) throw error
  return undefined
}

/** What the library leaves open: a life that is stated, began, and is short. */
function assertSaneTimes(claims: IdClaims | AccessClaims, nowSeconds: number): void {
  const { exp, iat, auth_time: authTime = iat } = claims
  const isSane =
    iat <= nowSeconds + CLOCK_SECONDS &&
    exp > nowSeconds - CLOCK_SECONDS &&
    exp - iat <= LONGEST_LIFE_SECONDS + CLOCK_SECONDS &&
    nowSeconds - authTime <= DAY_SECONDS
  if (!isSane) throw new Error('The times of the token are not sane.')
}

/** Checks tokens of the user pool against the keys its issuer publishes. Throws for anything else. */
export function createTokens({ issuer, clientId, clock, fetcher = keyFetcher }: TokensOptions) {
  const verifier = JwtVerifier.create(
    {
      issuer,
      audience: null,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      customJwtCheck: ({ header }) => {
        if (header.alg !== 'RS256') throw new Error('The token is not signed as the pool signs.')
      },
    },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  )

  async function verified<Claims extends IdClaims | AccessClaims>(
    token: string,
    schema: v.GenericSchema<unknown, Claims>,
  ): Promise<Claims> {
    const claims = v.parse(schema, await verifier.verify(token))
    assertSaneTimes(claims, Date.parse(clock()) / 1_000)
    return claims
  }

  return {
    /** The claims of an ID token made for our app client. */
    async verifyId(token: string): Promise<IdClaims> {
      const claims = await verified(token, IdClaims)
      if (claims.aud !== clientId) throw new Error('The token was made for another client.')
      return claims
    },

    /** The claims of an access token made for our app client. */
    async verifyAccess(token: string): Promise<AccessClaims> {
      const claims = await verified(token, AccessClaims)
      if (claims.client_id !== clientId) throw new Error('The token was made for another client.')
      return claims
    },
  }
}

/** Checks tokens of the user pool. */
export type Tokens = ReturnType<typeof createTokens>
