import { importJobDeps } from '#functions/imports/import-deps'
import { ImportEvent } from '#functions/imports/import-job'
import { partition } from '#functions/imports/partition'
import { jobLambda } from '#functions/runtime/job-lambda'

export const handler = jobLambda(ImportEvent, ({ importId }, clock) =>
  partition(importId, importJobDeps(), clock.remainingMilliseconds),
)
