import { randomUUID } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { matchedRoutes } from 'hono/route'
import { DomainError } from '#shared/kernel/errors'
import { log as processLog } from '#functions/runtime/log'
import { auditTrail } from './audit-trail.ts'
import { csrfGuard } from './csrf.ts'
import type { HttpDeps, HttpEnv } from './env.ts'
import { originGuard } from './origin.ts'
import { answerProblem, HttpProblem } from './problem.ts'
import { sessionGuard } from './session-guard.ts'

// Far above any form of the product; uploads go to the bucket directly.
const MAX_BODY_BYTES = 64 * 1024

const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Strict-Transport-Security': 'max-age=63072000; includeSubDomains; preload',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

/** The outermost layer: names the call, puts the headers on whatever is answered, writes the access line. */
function frame({ log = processLog, codeVersion }: HttpDeps): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const requestId = c.env?.event?.requestContext?.requestId ?? randomUUID()
    const started = performance.now()
    c.set('requestId', requestId)
    c.set('log', log.forRequest(requestId))
    c.set('codeVersion', codeVersion)
    c.set('isThroughEdge', false)
    await next()
    for (const [name, value] of Object.entries(securityHeaders)) c.header(name, value)
    c.header('X-Request-Id', requestId)
    if (!c.res.headers.has('Cache-Control'))
      c.header('Cache-Control', c.req.method === 'GET' ? 'private, no-cache' : 'no-store')
    c.get('log').info('request', {
      method: c.req.method,
      route: matchedRoutes(c).at(-1)?.path,
      status: c.res.status,
      code: c.get('problemCode'),
      role: c.get('presented')?.actor.role,
      milliseconds: Math.round(performance.now() - started),
    })
  }
}

/**
 * A section's app before its routes: every call is named, came through the edge, is small enough, was sent by the site,
 * and has a live session unless its route is marked `isPublic`. A route without a guard answers 500, never data. What
 * an audited route did is entered before its answer goes out.
 */
export function createSection(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  app.onError(answerProblem)
  app.notFound((c) =>
    answerProblem(new DomainError('not-found', 'route.not-found', 'There is nothing here.'), c),
  )
  app.use(frame(deps))
  app.use(originGuard(deps.originSecret))
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new HttpProblem(413, 'request.too-large', 'At most 64 KB may be sent here.')
      },
    }),
  )
  app.use(csrfGuard(deps.siteOrigin))
  app.use(sessionGuard(deps))
  app.use(auditTrail(deps))
  return app
}
