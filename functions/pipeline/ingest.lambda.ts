import { importJobDeps } from '#functions/imports/import-deps'
import { ImportEvent } from '#functions/imports/import-job'
import { ingest } from '#functions/imports/ingest'
import { jobLambda } from '#functions/runtime/job-lambda'

export const handler = jobLambda(ImportEvent, ({ importId }, clock) =>
  ingest(importId, importJobDeps(), clock.remainingMilliseconds),
)
