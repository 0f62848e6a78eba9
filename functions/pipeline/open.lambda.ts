import { jobLambda } from '#functions/runtime/job-lambda'
import { openRun } from './open.ts'
import { pipelineDeps } from './pipeline-deps.ts'
import { RunEvent } from './run-event.ts'

export const handler = jobLambda(RunEvent, async (event) => {
  await openRun(event, pipelineDeps())
  return { isDone: true }
})
