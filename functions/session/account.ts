import type {
  PasswordChange,
  Proof,
  TotpConfirmation,
  TotpOffer,
  TotpState,
} from '#shared/access/account.schema'
import type { Role } from '#shared/access/rights'
import { DomainError, invalidInput } from '#shared/kernel/errors'
import type { Actor } from '#functions/http/env'
import { takeOrRefuse } from '#functions/http/too-many'
import type { OwnUserStore } from '#functions/store/own-user.store'
import { perUserAndAddress, type RatesStore } from '#functions/store/rates.store'
import type { SessionsStore } from '#functions/store/sessions.store'
import type { UsersStore } from '#functions/store/users.store'
import type { Clock } from '#shared/kernel/clock'
import type { Enrolment, SignedIn } from './enrolment.ts'
import { assertPasswordFits, passwordTooWeak } from './password.ts'

interface AccountDeps {
  readonly users: Pick<UsersStore, 'signIn' | 'answer' | 'revoke'>
  readonly own: OwnUserStore
  readonly enrolment: Enrolment
  readonly sessions: Pick<SessionsStore, 'endAll'>
  readonly rates: RatesStore
  readonly clock: Clock
  /** Roles that cannot do without a second factor. */
  readonly totpRequiredFor: readonly Role[]
}

const wrong = (path: string, message: string) =>
  invalidInput('account.not-proved', 'Please check what you typed.', [{ path, message }])

/** What people change about themselves; each change asks for the password again, whoever sits at the desk. */
export function createAccount(deps: AccountDeps) {
  const { users, own, enrolment, sessions, rates, clock, totpRequiredFor } = deps

  /** Signs in once more with what was typed: the proof, and the token that the change needs. */
  async function prove({ userId, email }: Actor, { current, code }: Proof): Promise<SignedIn> {
    if (!email)
      throw new DomainError(
        'forbidden',
        'account.machine',
        'Only people have an account page; use the user pool.',
      )
    await takeOrRefuse(rates, perUserAndAddress, `account ${userId}`, clock())
    let answer = await users.signIn(email, current)
    if (answer.kind === 'challenge' && answer.next === 'totp') {
      if (!code) throw wrong('code', 'Type the code of your authenticator app.')
      answer = await users.answer('totp', { ...answer, secret: code })
      if (answer.kind !== 'signedIn') throw wrong('code', 'This code is not right.')
    }
    if (answer.kind !== 'signedIn') throw wrong('current', 'This password is not right.')
    return answer
  }

  async function done({ refreshToken }: SignedIn): Promise<void> {
    if (refreshToken) await users.revoke(refreshToken).catch(() => undefined)
  }

  /** Sets a new password and ends every session, this one too: the caller gets a new one. */
  async function changePassword(actor: Actor, { newPassword, ...proof }: PasswordChange): Promise<void> {
    assertPasswordFits(newPassword, actor.email)
    const tokens = await prove(actor, proof)
    const isTaken = await own.changePassword(tokens.accessToken, proof.current, newPassword)
    await done(tokens)
    if (!isTaken) throw passwordTooWeak('This password was refused. Choose a longer one.')
    await sessions.endAll(actor.userId, clock())
  }

  async function offerTotp(actor: Actor, proof: Proof): Promise<TotpOffer> {
    return enrolment.begin(actor.email, await prove(actor, proof))
  }

  async function confirmTotp(actor: Actor, { challenge, code }: TotpConfirmation): Promise<void> {
    await takeOrRefuse(rates, perUserAndAddress, `account ${actor.userId}`, clock())
    const tokens = await enrolment.finish(actor.email, challenge, code)
    if (!tokens)
      throw wrong('code', 'This code is not right, or it came too late. Begin again if it stays so.')
    await done(tokens)
  }

  async function dropTotp(actor: Actor, proof: Proof): Promise<void> {
    if (totpRequiredFor.includes(actor.role))
      throw new DomainError(
        'conflict',
        'account.totp-required',
        'Your role cannot do without an authenticator app.',
      )
    const tokens = await prove(actor, proof)
    await own.preferTotp(tokens.accessToken, false)
    await done(tokens)
  }

  async function totpState({ email, role }: Actor): Promise<TotpState> {
    return { isOn: email !== '' && (await own.hasTotp(email)), isRequired: totpRequiredFor.includes(role) }
  }

  return { changePassword, offerTotp, confirmTotp, dropTotp, totpState }
}

/** What people change about themselves. */
export type Account = ReturnType<typeof createAccount>
