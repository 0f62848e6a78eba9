import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import * as v from 'valibot'
import { logger } from './log.ts'

/** What a job may ask about its invocation. */
export interface JobClock {
  /** Time until the function is stopped: a long step answers where it got to before that. */
  remainingMilliseconds(): number
}

/** A step of a pipeline as a Lambda handler: the event is parsed, or the step fails before it does anything. */
export function jobLambda<Schema extends v.GenericSchema, Answer>(
  schema: Schema,
  run: (event: v.InferOutput<Schema>, clock: JobClock) => Promise<Answer>,
) {
  return middy()
    .use(injectLambdaContext(logger))
    .handler((event: unknown, context: Context) =>
      run(v.parse(schema, event), { remainingMilliseconds: () => context.getRemainingTimeInMillis() }),
    )
}
