import { stateMachines } from '#functions/runtime/aws'
import { env } from '#functions/runtime/env'
import { jobLambda } from '#functions/runtime/job-lambda'
import { createJobsStore } from '#functions/store/jobs.store'
import { pipelineDeps } from './pipeline-deps.ts'
import { publishRun } from './publish.ts'
import { RunEvent } from './run-event.ts'

export const handler = jobLambda(RunEvent, async (event) => {
  const result = await publishRun(event.runId, pipelineDeps())
  // The data are checked under every new run, so that the effects of issues are those on its figures.
  if (result.isDone && event.asOf === undefined && event.model === undefined) {
    const scanId = `scan-${event.runId}`
    await createJobsStore({ client: stateMachines() }).start(env().QUALITY_JOB, scanId, {
      scanId,
      reason: 'run',
    })
  }
  return result
})
