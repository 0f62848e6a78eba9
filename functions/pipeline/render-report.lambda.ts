import * as v from 'valibot'
import { pdfFormat } from '#functions/reports/formats/pdf'
import { renderReport } from '#functions/reports/render-report'
import { reportStores } from '#functions/reports/report-stores'
import { jobLambda } from '#functions/runtime/job-lambda'

const ReportEvent = v.object({ reportId: v.pipe(v.string(), v.minLength(1), v.maxLength(128)) })

export const handler = jobLambda(ReportEvent, async ({ reportId }) => {
  const stores = reportStores()
  await renderReport(reportId, { ...stores, formats: { ...stores.formats, pdf: pdfFormat } })
  return { isDone: true }
})
