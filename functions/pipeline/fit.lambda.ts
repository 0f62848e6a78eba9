import { jobLambda } from '#functions/runtime/job-lambda'
import { fitRun } from './fit.ts'
import { pipelineDeps } from './pipeline-deps.ts'
import { RunEvent } from './run-event.ts'

export const handler = jobLambda(RunEvent, (event) => fitRun(event.runId, pipelineDeps()))
