import * as v from 'valibot'
import { ReportDefinition, ReportsPage, ReportView } from '#shared/report/report-view.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { Cursors } from '#functions/http/cursor'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import { DownloadQuery } from './download-query.ts'
import { type ActionDeps, reportActions } from './report-actions.ts'
import { reportView } from './report-view.ts'
import { type ScheduleDeps, withSchedules } from './schedule.routes.ts'
import { rerunReport } from './start-report.ts'

const ReportParams = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'This is no report id.')),
})
const ReportsQuery = v.strictObject({ cursor: v.optional(v.pipe(v.string(), v.maxLength(4096))) })
const REPORTS_PER_PAGE = 20
const right = 'export'

/** What the section needs. */
export interface ReportsDeps extends ActionDeps, ScheduleDeps {
  readonly cursors: Cursors
}

const described = {
  list: describe({ summary: 'Lists the caller’s newest reports', answer: ReportsPage, right }),
  start: describe({
    summary: 'Starts a report: 200 when it is there at once, 202 with the job otherwise',
    answer: ReportView,
    status: 202,
    right,
    audit: 'report.started',
  }),
  read: describe({ summary: 'Says how far a report is', answer: ReportView, right }),
  file: describe({
    summary: 'Leads to the file of a report, through an address that holds for two minutes',
    status: 303,
    right,
    audit: 'report.downloaded',
  }),
  revoke: describe({
    summary: 'Ends the link of a report for good',
    answer: ReportView,
    right,
    audit: 'report.revoked',
  }),
  rerun: describe({
    summary: 'Makes a report again from the same data',
    answer: ReportView,
    status: 202,
    right,
    audit: 'report.rerun',
  }),
}

const download = (what: string) =>
  describe({
    summary: `Leads to ${what}: 303 when it is ready, 202 with the job otherwise`,
    answer: ReportView,
    status: 202,
    right,
    audit: 'report.downloaded',
  })

/** Reports: start one, watch it, fetch its file, take it back, make it again. */
export function reportsRoutes(deps: ReportsDeps) {
  const { http, cursors, stores } = deps
  const { answer, address, asking, limit, own, start } = reportActions(deps)
  const guard = requireRight(right)
  const params = validate('param', ReportParams)
  const app = createSection(http)
    .get('/api/reports', described.list, guard, validate('query', ReportsQuery), async (c) => {
      const { cursor } = c.req.valid('query')
      const owner = actorOf(c).userId
      const after = cursor === undefined ? undefined : cursors.open(`reports ${owner}`, cursor, v.string())
      const { reports, next } = await stores.reports.page(owner, REPORTS_PER_PAGE, after)
      return c.json({
        items: reports.map((record) => reportView(record, http.clock())),
        next: next === undefined ? null : cursors.sign(`reports ${owner}`, next),
      })
    })
    .post('/api/reports', described.start, guard, validate('json', ReportDefinition), async (c) =>
      answer(c, await start(c, c.req.valid('json'))),
    )
    .get('/api/reports/:id', described.read, guard, params, async (c) =>
      c.json(reportView(await own(c, c.req.valid('param').id), http.clock())),
    )
    .get('/api/reports/:id/file', described.file, guard, params, async (c) =>
      c.redirect(await address(await own(c, c.req.valid('param').id)), 303),
    )
    .post('/api/reports/:id/revoke', described.revoke, guard, params, async (c) => {
      const { id } = await own(c, c.req.valid('param').id)
      await stores.reports.update(id, ['done', 'revoked'], { status: 'revoked' })
      return c.json(reportView(await own(c, id), http.clock()))
    })
    .post('/api/reports/:id/rerun', described.rerun, guard, params, async (c) => {
      const record = await own(c, c.req.valid('param').id)
      await limit(c)
      return answer(c, await rerunReport(record, asking(c), stores))
    })
  return withSchedules(withDownloads(app, deps), deps)
}
/** The routes, for typed callers. */
export type ReportsRoutes = ReturnType<typeof reportsRoutes>

/** The addresses that lead straight to a file. */
function withDownloads(app: ReturnType<typeof createSection>, deps: ReportsDeps) {
  const actions = reportActions(deps)
  const guard = requireRight(right)
  const query = validate('query', DownloadQuery)
  return app
    .get('/download_revenue_csv', download('revenue as CSV'), guard, query, (c) =>
      actions.download(c, c.req.valid('query'), { type: 'revenue', format: 'csv' }),
    )
    .get('/download_churn_csv', download('churn as CSV'), guard, query, (c) =>
      actions.download(c, c.req.valid('query'), { type: 'churn', format: 'csv' }),
    )
    .get('/download_segmentation_csv', download('segmentation as CSV'), guard, query, (c) =>
      actions.download(c, c.req.valid('query'), { type: 'segmentation', format: 'csv' }),
    )
    .get('/download_report_pdf', download('a report as PDF'), guard, query, (c) =>
      actions.download(c, c.req.valid('query'), { type: 'executive', format: 'pdf' }),
    )
}
