import { openScan } from '#functions/quality/open-scan'
import { scanDeps } from '#functions/quality/scan-deps'
import { ScanEvent } from '#functions/quality/scan-job'
import { jobLambda } from '#functions/runtime/job-lambda'

export const handler = jobLambda(ScanEvent, async (event) => {
  await openScan(event, scanDeps())
  return { isDone: true }
})
