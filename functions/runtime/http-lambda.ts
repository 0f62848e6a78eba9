import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { Hono } from 'hono'
import { handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda'
import type { HttpEnv } from '#functions/http/env'
import { auditedRoutes } from '#functions/http/audit-mark'
import { misguardedRoutes } from '#functions/http/guard-mark'
import { logger } from './log.ts'

/** A section's app as a Lambda handler. Refuses to start with a route that nothing guards, or a mutation that is not audited. */
export function httpLambda(app: Pick<Hono<HttpEnv>, 'routes'>) {
  const misguarded = misguardedRoutes(app)
  if (misguarded.length > 0) throw new Error(`Routes without exactly one guard: ${misguarded.join(', ')}`)
  const unaudited = auditedRoutes(app).filter(({ actions }) => actions.length !== 1)
  if (unaudited.length > 0)
    throw new Error(
      `Routes without exactly one audit action: ${unaudited.map(({ path }) => path).join(', ')}`,
    )
  // The chained routes are in the app's type; the adapter takes any app.
  const answer = handle(app as Hono)
  return middy<LambdaEvent, Awaited<ReturnType<typeof answer>>>()
    .use(injectLambdaContext(logger))
    .handler((event: LambdaEvent, context: LambdaContext) => answer(event, context))
}
