import * as v from 'valibot'
import { jobLambda } from '#functions/runtime/job-lambda'
import { abandon } from './abandon.ts'
import { pipelineDeps } from './pipeline-deps.ts'

const AbandonEvent = v.object({
  runId: v.optional(v.string()),
  importId: v.optional(v.string()),
  reportId: v.optional(v.string()),
  scanId: v.optional(v.string()),
  error: v.object({ code: v.string(), message: v.string() }),
})

export const handler = jobLambda(AbandonEvent, async (event) => {
  await abandon(event, pipelineDeps())
  return { isDone: true }
})
