import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { AuditActor, AuditEvent } from '#shared/audit/audit.schema'
import { DomainError } from '#shared/kernel/errors'
import { auditActionOf } from './audit-mark.ts'
import type { HttpDeps, HttpEnv } from './env.ts'
import { answerProblem } from './problem.ts'

function actorOfCall(c: Context<HttpEnv>): AuditActor | null {
  const presented = c.get('presented')
  if (!presented) return null
  const { userId: id, role } = presented.actor
  return { id, role, via: presented.sessionHash === undefined ? 'token' : 'session' }
}

function eventOf(c: Context<HttpEnv>, declared: string, at: string): AuditEvent {
  const { action = declared, outcome = 'done', actor = actorOfCall(c) } = c.get('auditAs') ?? {}
  return {
    at,
    action,
    outcome,
    actor,
    subject: c.get('auditSubject') ?? null,
    details: c.get('auditDetails') ?? {},
    requestId: c.get('requestId'),
  }
}

// The change stands: to say "try again" would have it made twice.
const notWritten = () =>
  new DomainError(
    'unavailable',
    'audit.not-written',
    'The change was made, but it could not be entered into the audit trail. Load the page again before you repeat it.',
  )

/**
 * Adds one entry for every call of an audited route that succeeded, or whose refusal the handler wants kept
 * (`auditAs.outcome`), before the answer goes out. The log line comes first: when the entry cannot be written, the
 * line remains, the caller is told 503, and nobody was ever told of a success that has neither.
 */
export function auditTrail({ audit, clock }: Pick<HttpDeps, 'audit' | 'clock'>): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const [action] = matchedRoutes(c).flatMap(({ handler }) => auditActionOf(handler) ?? [])
    await next()
    const isRefused = c.res.status >= 400
    if (action === undefined || (isRefused && c.get('auditAs')?.outcome !== 'refused')) return
    if (c.get('isUnchanged')) return
    const event = eventOf(c, action, clock())
    const log = c.get('log')
    log.info('audit', { action: event.action, outcome: event.outcome, userId: event.actor?.id })
    try {
      await audit.append(event)
    } catch (error) {
      log.error('audit entry not written', { action: event.action, error })
      // Cleared first, or the headers of the answer would go along, a session's cookie among them.
      c.res = undefined
      c.res = answerProblem(notWritten(), c)
      c.header('Set-Cookie', undefined)
    }
  }
}
