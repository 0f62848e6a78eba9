import * as v from 'valibot'
import type { TotpOffer } from '#shared/access/account.schema'
import type { Clock } from '#shared/kernel/clock'
import type { Sealed } from '#functions/http/sealed'
import type { OwnUserStore } from '#functions/store/own-user.store'
import type { PoolAnswer } from '#functions/store/users.store'

/** The tokens of somebody who just signed in. */
export type SignedIn = Extract<PoolAnswer, { kind: 'signedIn' }>

// Time to find the telephone, and no more.
const LIFE_MS = 10 * 60_000
const issuer = 'Perennial'

const Enrolling = v.object({
  idToken: v.string(),
  accessToken: v.string(),
  refreshToken: v.optional(v.string()),
  endsAt: v.string(),
})

interface EnrolmentDeps {
  readonly own: Pick<OwnUserStore, 'newTotpSecret' | 'confirmTotp'>
  readonly sealed: Sealed
  readonly clock: Clock
}

/** Setting up an authenticator app: the tokens for it travel through the browser sealed, never in clear. */
export function createEnrolment({ own, sealed, clock }: EnrolmentDeps) {
  const purposeOf = (username: string) => `enrolment:${username.toLowerCase()}`

  /** A secret for the app, and what to give back with the first code. */
  async function begin(
    username: string,
    { idToken, accessToken, refreshToken }: SignedIn,
  ): Promise<TotpOffer> {
    const secret = await own.newTotpSecret(accessToken)
    const endsAt = new Date(Date.parse(clock()) + LIFE_MS).toISOString()
    const label = encodeURIComponent(`${issuer}:${username}`)
    return {
      secret,
      uri: `otpauth://totp/${label}?secret=${secret}&issuer=${issuer}`,
      challenge: sealed.seal(purposeOf(username), { idToken, accessToken, refreshToken, endsAt }),
    }
  }

  /** The tokens again, once the first code was right; undefined when it was not, or came too late. */
  async function finish(username: string, challenge: string, code: string): Promise<SignedIn | undefined> {
    const opened = v.safeParse(Enrolling, sealed.open(purposeOf(username), challenge))
    if (!opened.success || clock() >= opened.output.endsAt) return undefined
    const { endsAt: _, ...tokens } = opened.output
    return (await own.confirmTotp(tokens.accessToken, code)) ? { kind: 'signedIn', ...tokens } : undefined
  }

  return { begin, finish }
}

/** Setting up an authenticator app. */
export type Enrolment = ReturnType<typeof createEnrolment>
