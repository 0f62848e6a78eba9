import type { Context, MiddlewareHandler } from 'hono'
import { hasRight, type Right, rightsByRole, type Role } from '#shared/access/rights'
import { DomainError } from '#shared/kernel/errors'
import type { Actor, HttpEnv, Presented } from './env.ts'
import { guarded } from './guard-mark.ts'
import { HttpProblem } from './problem.ts'

/** An actor of a role, with the rights of that role. */
export function actorWith(role: Role, user: Pick<Actor, 'userId' | 'name' | 'email'>): Actor {
  return { ...user, role, rights: rightsByRole[role] }
}

/** What the caller of a route that is not public presented. */
export function presentedOf(c: Context<HttpEnv>): Presented {
  const presented = c.get('presented')
  if (!presented) throw sessionRequired()
  return presented
}

/** The caller of a route that is not public. */
export function actorOf(c: Context<HttpEnv>): Actor {
  return presentedOf(c).actor
}

/** Lets a call through only when the caller's role has the right. */
export function requireRight(right: Right): MiddlewareHandler<HttpEnv> {
  return guarded(right, async (c, next) => {
    if (!hasRight(actorOf(c).role, right)) {
      c.get('log').warn('authz_fail', { right })
      throw new DomainError('forbidden', 'access.forbidden', 'Your role does not allow this.', {
        details: { right },
      })
    }
    await next()
  })
}

/** Lets every signed-in caller through, whatever the role. */
export function requireSession(): MiddlewareHandler<HttpEnv> {
  return guarded('session', async (c, next) => {
    actorOf(c)
    await next()
  })
}

/** Marks a route as open to callers without a session. */
export function isPublic(): MiddlewareHandler<HttpEnv> {
  return guarded('public', (_, next) => next())
}

/** The refusal of a call without a live session. */
export function sessionRequired(): HttpProblem {
  return new HttpProblem(401, 'session.required', 'Sign in to continue.')
}
