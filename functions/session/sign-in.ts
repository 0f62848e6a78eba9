import { randomBytes } from 'node:crypto'
import { type Role, roleOf } from '#shared/access/rights'
import type { SignInAnswer, SignInStep } from '#shared/access/session.schema'
import type { Clock } from '#shared/kernel/clock'
import { assertNever } from '#shared/kernel/errors'
import { actorWith } from '#functions/http/actor'
import { HttpProblem } from '#functions/http/problem'
import { nobody, type Tokens } from '#functions/http/tokens'
import type { Log } from '#functions/runtime/log'
import { perAddress, perUserAndAddress, type RatesStore } from '#functions/store/rates.store'
import type { SessionsStore } from '#functions/store/sessions.store'
import type { ChallengeKind, PoolAnswer, UsersStore } from '#functions/store/users.store'
import type { Challenges } from './challenge.ts'
import { assertPasswordFits, passwordTooWeak } from './password.ts'
import { sessionView } from './session-view.ts'

interface SignInDeps {
  readonly users: UsersStore
  readonly tokens: Pick<Tokens, 'verifyId'>
  readonly sessions: Pick<SessionsStore, 'open' | 'endOf' | 'endAll'>
  readonly rates: RatesStore
  readonly challenges: Challenges
  readonly clock: Clock
  readonly idleMinutes: number
}

/** Where a step comes from. */
interface Caller {
  readonly address: string
  /** The session id the browser still presents; it ends with a new sign-in. */
  readonly sid: string | undefined
  readonly log: Log
}

/** The answer to a step, the new session id where it led to one, and whose it turned out to be. */
export interface Outcome {
  readonly answer: SignInAnswer
  readonly sid?: string
  readonly person?: { readonly userId: string; readonly role?: Role }
}

type ChallengeStep = Extract<SignInStep, { challenge: string }>

/** The one answer to everything that is wrong with a sign-in: it tells nobody what was. */
function signInRefused(): HttpProblem {
  return new HttpProblem(401, 'session.refused', 'These details do not sign anyone in.')
}

/** Refuses an attempt that comes too soon after many others. */
async function limit(
  { rates, clock }: SignInDeps,
  username: string,
  { address, log }: Caller,
): Promise<void> {
  const subjects = [
    [perAddress, address],
    [perUserAndAddress, subjectOf(username, address)],
  ] as const
  for (const [bucket, subject] of subjects) {
    const taken = await rates.take(bucket, subject, clock())
    if (taken.isTaken) continue
    log.warn('excess_rate_limit_exceeded', { reason: bucket.name })
    const message = `Too many attempts. Try again in ${taken.retryAfterSeconds} seconds.`
    throw new HttpProblem(429, 'session.too-many-attempts', message, {
      'Retry-After': String(taken.retryAfterSeconds),
    })
  }
}

/** Signing in, step by step. */
export function createSignIn(deps: SignInDeps) {
  const { users, tokens, sessions, rates, challenges, clock } = deps

  /** The person an ID token names, with a role; undefined when there is no such token or no such role. */
  async function personOf(idToken: string) {
    const claims = await tokens.verifyId(idToken).catch(nobody)
    const role = claims && roleOf(claims['cognito:groups'])
    return role && { userId: claims.sub, name: claims.name ?? claims.email, email: claims.email, role }
  }

  async function open(username: string, signedIn: Extract<PoolAnswer, { kind: 'signedIn' }>, caller: Caller) {
    const person = await personOf(signedIn.idToken)
    // No token is needed after this point: revoked, there is none to keep, to leak or to revoke at sign-out.
    if (signedIn.refreshToken)
      await users.revoke(signedIn.refreshToken).catch((error: unknown) => {
        caller.log.warn('refresh token not revoked', { error })
      })
    if (!person) throw refused(caller, 'no role')
    if (caller.sid) await sessions.endOf(caller.sid)
    const sid = randomBytes(32).toString('base64url')
    const session = await sessions.open(sid, person, clock())
    await rates.refill(perUserAndAddress, subjectOf(username, caller.address))
    caller.log.info('authn_login_success', { userId: person.userId, role: person.role })
    const presented = { actor: actorWith(person.role, person), endsAt: session.endsAt }
    return {
      answer: { next: 'done', session: sessionView(presented, deps.idleMinutes) },
      sid,
      person,
    } satisfies Outcome
  }

  async function settle(username: string, answer: PoolAnswer, caller: Caller): Promise<Outcome> {
    if (answer.kind === 'signedIn') return open(username, answer, caller)
    if (answer.kind === 'refused') throw refused(caller, answer.reason)
    return { answer: { next: answer.next, challenge: challenges.seal(answer.next, username, answer) } }
  }

  async function answerChallenge(kind: ChallengeKind, step: ChallengeStep, caller: Caller): Promise<Outcome> {
    const { username } = step
    const challenge = challenges.open(kind, username, step.challenge)
    if (!challenge) throw refused(caller, 'challenge')
    if (step.step === 'newPassword') assertPasswordFits(step.newPassword, username)
    const secret = step.step === 'newPassword' ? step.newPassword : step.code
    const answer = await users.answer(kind, { ...challenge, secret })
    if (answer.kind === 'refused' && answer.reason === 'InvalidPasswordException')
      throw passwordTooWeak('This password was refused. Choose a longer one.')
    return settle(username, answer, caller)
  }

  async function resetPassword({ username, code, newPassword }: Extract<SignInStep, { step: 'confirm' }>) {
    assertPasswordFits(newPassword, username)
    const userId = await users.resetPassword(username, code, newPassword)
    if (userId) await sessions.endAll(userId, clock())
    return userId
  }

  /** Takes one step. Refusals are all the same problem; a wrong code to a mailed one answers like a right one. */
  return async function signIn(step: SignInStep, caller: Caller): Promise<Outcome> {
    await limit(deps, step.username, caller)
    switch (step.step) {
      case 'signIn':
        return settle(step.username, await users.signIn(step.username, step.password), caller)
      case 'newPassword':
      case 'totp':
        return answerChallenge(step.step, step, caller)
      case 'forgot':
        await users.mailCode(step.username)
        return { answer: { next: 'checkMail' } }
      case 'confirm':
        return passwordReset(await resetPassword(step))
      default:
        return assertNever(step)
    }
  }
}

/** Signing in, step by step. */
export type SignIn = ReturnType<typeof createSignIn>

// One answer, whether the code was right or not.
const passwordReset = (userId: string | undefined): Outcome => ({
  answer: { next: 'signIn' },
  ...(userId === undefined ? {} : { person: { userId } }),
})

const subjectOf = (username: string, address: string) => `${username.toLowerCase()} ${address}`

function refused({ log }: Caller, reason: string): HttpProblem {
  log.warn('authn_login_fail', { reason })
  return signInRefused()
}
