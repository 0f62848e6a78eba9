import { jobLambda } from '#functions/runtime/job-lambda'
import { associateShard } from './associate.ts'
import { pipelineDeps } from './pipeline-deps.ts'
import { ShardEvent } from './run-event.ts'

export const handler = jobLambda(ShardEvent, (event, clock) =>
  associateShard(event, pipelineDeps(), clock.remainingMilliseconds),
)
