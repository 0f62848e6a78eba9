import { randomBytes } from 'node:crypto'
import { type Role, roleOf } from '#shared/access/rights'
import type { SignInAnswer, SignInStep } from '#shared/access/session.schema'
import type { Clock } from '#shared/kernel/clock'
import { assertNever } from '#shared/kernel/errors'
import { actorWith } from '#functions/http/actor'
import { HttpProblem } from '#functions/http/problem'
import { takeOrRefuse } from '#functions/http/too-many'
import { nobody, type Tokens } from '#functions/http/tokens'
import type { Log } from '#functions/runtime/log'
import { perAddress, perUserAndAddress, type RatesStore } from '#functions/store/rates.store'
import type { SessionsStore } from '#functions/store/sessions.store'
import type { ChallengeKind, PoolAnswer, UsersStore } from '#functions/store/users.store'
import type { Challenges } from './challenge.ts'
import type { Enrolment, SignedIn } from './enrolment.ts'
import { assertPasswordFits, passwordTooWeak } from './password.ts'
import { sessionView } from './session-view.ts'

interface SignInDeps {
  readonly users: UsersStore
  readonly tokens: Pick<Tokens, 'verifyId'>
  readonly sessions: Pick<SessionsStore, 'open' | 'endOf' | 'endAll' | 'isBarred'>
  readonly rates: RatesStore
  readonly challenges: Challenges
  readonly clock: Clock
  readonly idleMinutes: number
  readonly enrolment: Enrolment
  /** Roles that cannot do without a second factor. */
  readonly totpRequiredFor: readonly Role[]
}

/** Where a step comes from. */
interface Caller {
  readonly address: string
  /** The session id the browser still presents; it ends with a new sign-in. */
  readonly sid: string | undefined
  readonly device: string | null
  readonly log: Log
}

/** The answer to a step, the new session id where it led to one, and whose it turned out to be. */
export interface Outcome {
  readonly answer: SignInAnswer
  readonly sid?: string
  readonly person?: { readonly userId: string; readonly role?: Role }
}

type ChallengeStep = Extract<SignInStep, { step: ChallengeKind }>

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
  try {
    await takeOrRefuse(rates, perAddress, address, clock())
    await takeOrRefuse(rates, perUserAndAddress, subjectOf(username, address), clock())
  } catch (error) {
    if (error instanceof HttpProblem) log.warn('excess_rate_limit_exceeded')
    throw error
  }
}

/** Signing in, step by step. */
export function createSignIn(deps: SignInDeps) {
  const { users, tokens, sessions, rates, challenges, clock, enrolment, totpRequiredFor } = deps

  /** The person an ID token names, with a role; undefined when there is no such token or no such role. */
  async function personOf(idToken: string) {
    const claims = await tokens.verifyId(idToken).catch(nobody)
    const role = claims && roleOf(claims['cognito:groups'])
    return role && { userId: claims.sub, name: claims.name ?? claims.email, email: claims.email, role }
  }

  /** Opens a session; who has not shown a second factor and needs one is asked to set one up first. */
  async function open(
    username: string,
    signedIn: SignedIn,
    caller: Caller,
    isProved: boolean,
  ): Promise<Outcome> {
    const person = await personOf(signedIn.idToken)
    if (person && !isProved && totpRequiredFor.includes(person.role))
      return { answer: { next: 'enrol', ...(await enrolment.begin(username, signedIn)) } }
    // No token is needed after this point: revoked, there is none to keep, to leak or to revoke at sign-out.
    if (signedIn.refreshToken)
      await users.revoke(signedIn.refreshToken).catch((error: unknown) => {
        caller.log.warn('refresh token not revoked', { error })
      })
    if (!person) throw refused(caller, 'no role')
    if (await sessions.isBarred(person.userId)) throw refused(caller, 'disabled')
    if (caller.sid) await sessions.endOf(caller.sid)
    const sid = randomBytes(32).toString('base64url')
    const session = await sessions.open(sid, person, clock(), caller)
    await rates.refill(perUserAndAddress, subjectOf(username, caller.address))
    caller.log.info('authn_login_success', { userId: person.userId, role: person.role })
    const presented = { actor: actorWith(person.role, person), endsAt: session.endsAt }
    return {
      answer: { next: 'done', session: sessionView(presented, deps.idleMinutes) },
      sid,
      person,
    } satisfies Outcome
  }

  async function settle(step: SignInStep, answer: PoolAnswer, caller: Caller): Promise<Outcome> {
    const { username } = step
    if (answer.kind === 'signedIn') return open(username, answer, caller, step.step === 'totp')
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
    return settle(step, answer, caller)
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
        return settle(step, await users.signIn(step.username, step.password), caller)
      case 'newPassword':
      case 'totp':
        return answerChallenge(step.step, step, caller)
      case 'enrol': {
        const signedIn = await enrolment.finish(step.username, step.challenge, step.code)
        if (!signedIn) throw refused(caller, 'enrolment')
        return open(step.username, signedIn, caller, true)
      }
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
