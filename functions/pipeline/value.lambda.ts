import { jobLambda } from '#functions/runtime/job-lambda'
import { pipelineDeps } from './pipeline-deps.ts'
import { ShardEvent } from './run-event.ts'
import { valueShard } from './value.ts'

export const handler = jobLambda(ShardEvent, (event, clock) =>
  valueShard(event, pipelineDeps(), clock.remainingMilliseconds),
)
