import { importJobDeps } from '#functions/imports/import-deps'
import { ImportEvent } from '#functions/imports/import-job'
import { settle } from '#functions/imports/settle'
import { jobLambda } from '#functions/runtime/job-lambda'

export const handler = jobLambda(ImportEvent, async ({ importId }) => {
  await settle(importId, importJobDeps())
  return { isDone: true }
})
