import { jobLambda } from '#functions/runtime/job-lambda'
import { pipelineDeps } from './pipeline-deps.ts'
import { publishRun } from './publish.ts'
import { RunEvent } from './run-event.ts'

export const handler = jobLambda(RunEvent, (event) => publishRun(event.runId, pipelineDeps()))
