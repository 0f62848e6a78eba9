import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import * as v from 'valibot'
import { DomainError } from '#shared/kernel/errors'
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
    .handler(async (event: unknown, context: Context) => {
      try {
        return await run(v.parse(schema, event), {
          remainingMilliseconds: () => context.getRemainingTimeInMillis(),
        })
      } catch (error) {
        // Step Functions hands on nothing but an error's name and message.
        if (error instanceof DomainError) error.name = error.code
        throw error
      }
    })
}
