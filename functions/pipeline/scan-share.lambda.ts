import { scanShare } from '#functions/quality/scan-share'
import { scanDeps } from '#functions/quality/scan-deps'
import { ScanEvent } from '#functions/quality/scan-job'
import { jobLambda } from '#functions/runtime/job-lambda'

export const handler = jobLambda(ScanEvent, (event, clock) =>
  scanShare(event, scanDeps(), clock.remainingMilliseconds),
)
