import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { actorWith, sessionRequired } from './actor.ts'
import { presentedSid } from './cookie.ts'
import type { HttpDeps, HttpEnv, Presented } from './env.ts'
import { HttpProblem } from './problem.ts'
import { guardOf } from './guard-mark.ts'

/** Denies by default: only a route marked public is reached without a live session, and none without a guard. */
export function sessionGuard(deps: HttpDeps): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const routes = matchedRoutes(c).filter(({ path }) => path !== '/*')
    const guards = routes.flatMap(({ handler }) => guardOf(handler) ?? [])
    if (!guards.includes('public')) {
      const presented = await presentedBy(c, deps)
      if (!presented) throw sessionRequired()
      c.set('presented', presented)
      await refuseTooMany(c, deps, presented)
      if (routes.length > 0 && guards.length === 0)
        throw new Error(`Unguarded route: ${c.req.method} ${c.req.path}`)
    }
    await next()
  }
}

async function refuseTooMany(c: Context<HttpEnv>, { limit }: HttpDeps, { actor }: Presented): Promise<void> {
  const waitSeconds = await limit?.(actor.userId)
  if (waitSeconds === undefined) return
  c.get('log').warn('excess_rate_limit_exceeded', { userId: actor.userId })
  throw new HttpProblem(429, 'request.too-many', `Too many calls. Try again in ${waitSeconds} seconds.`, {
    'Retry-After': String(waitSeconds),
  })
}

async function presentedBy(c: Context<HttpEnv>, deps: HttpDeps): Promise<Presented | undefined> {
  const authorization = c.req.header('authorization')
  if (authorization !== undefined) {
    const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization) ?? []
    return token === undefined ? undefined : deps.verifyBearer?.(token)
  }
  const sid = presentedSid(c.req.header('cookie'), deps.siteOrigin)
  if (sid === undefined) return undefined
  const session = await deps.sessions.resume(sid, { now: deps.clock(), idleMinutes: deps.idleMinutes })
  if (!session) return undefined
  const { userId, name, email, role, hash, endsAt } = session
  return { actor: actorWith(role, { userId, name, email }), endsAt, sessionHash: hash }
}
