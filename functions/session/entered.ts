import type { Context } from 'hono'
import type { SignInStep } from '#shared/access/session.schema'
import type { HttpEnv } from '#functions/http/env'
import { HttpProblem } from '#functions/http/problem'
import type { AuditStore } from '#functions/store/audit.store'
import type { Outcome } from './sign-in.ts'

/** What the audit trail calls a step that ended here. */
const actions = {
  signIn: 'session.opened',
  newPassword: 'session.opened',
  totp: 'session.opened',
  enrol: 'session.opened',
  forgot: 'password.code-asked',
  confirm: 'password.reset',
} as const

/**
 * Takes a step of signing in and says to the audit trail who it was and how it ended. The name typed is kept as a
 * pseudonym only: it may be a mistyped password.
 */
export async function entered(
  c: Context<HttpEnv>,
  audit: Pick<AuditStore, 'pseudonymOf'>,
  step: SignInStep,
  take: (step: SignInStep) => Promise<Outcome>,
): Promise<Outcome> {
  const action = actions[step.step]
  c.set('auditSubject', { kind: 'username', id: audit.pseudonymOf(step.username) })
  c.set('auditDetails', { step: step.step })
  try {
    const outcome = await take(step)
    const { answer, person } = outcome
    if (person) c.set('auditSubject', { kind: 'user', id: person.userId })
    const isContinued = 'challenge' in answer
    const isRefused = step.step === 'confirm' && !person
    c.set('auditAs', {
      action,
      outcome: isRefused ? 'refused' : isContinued ? 'continued' : 'done',
      ...(person?.role ? { actor: { id: person.userId, role: person.role, via: 'session' } } : {}),
    })
    return outcome
  } catch (error) {
    if (error instanceof HttpProblem && error.status === 401) c.set('auditAs', { action, outcome: 'refused' })
    throw error
  }
}
