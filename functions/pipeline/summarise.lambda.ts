import { jobLambda } from '#functions/runtime/job-lambda'
import { pipelineDeps } from './pipeline-deps.ts'
import { ShardEvent } from './run-event.ts'
import { summariseShard } from './summarise.ts'

export const handler = jobLambda(ShardEvent, (event, clock) =>
  summariseShard(event, pipelineDeps(), clock.remainingMilliseconds),
)
