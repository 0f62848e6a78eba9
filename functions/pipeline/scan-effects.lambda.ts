import { scanEffects } from '#functions/quality/scan-effects'
import { scanDeps } from '#functions/quality/scan-deps'
import { ScanEvent } from '#functions/quality/scan-job'
import { jobLambda } from '#functions/runtime/job-lambda'

export const handler = jobLambda(ScanEvent, (event, clock) =>
  scanEffects(event, scanDeps(), clock.remainingMilliseconds),
)
