import { settleScan } from '#functions/quality/settle-scan'
import { scanDeps } from '#functions/quality/scan-deps'
import { ScanEvent } from '#functions/quality/scan-job'
import { jobLambda } from '#functions/runtime/job-lambda'

export const handler = jobLambda(ScanEvent, (event, clock) =>
  settleScan(event, scanDeps(), clock.remainingMilliseconds),
)
