import { csvFormat } from '#functions/reports/formats/csv'
import { jsonFormat } from '#functions/reports/formats/json'
import { xlsxFormat } from '#functions/reports/formats/xlsx'
import type { Format } from '#functions/reports/formats/writer'
import { renderReport } from '#functions/reports/render-report'
import { reportsRoutes } from '#functions/reports/reports.routes'
import type { StartDeps } from '#functions/reports/start-report'
import { createCursors } from '#functions/http/cursor'
import { createClientsExport } from '#functions/store/clients-export'
import { createFlowsStore } from '#functions/store/flows.store'
import { createProductFigures } from '#functions/store/product-figures'
import { createPublished } from '#functions/store/published'
import { createRatesStore } from '#functions/store/rates.store'
import { createReportsStore } from '#functions/store/reports.store'
import { createSchedulesStore } from '#functions/store/schedules.store'
import { createRunsStore } from '#functions/store/runs.store'
import type { Role } from '#shared/access/rights'
import type { ReportFormat, ReportView } from '#shared/report/report-view.schema'
import type { Files } from '../imports/imports-world.ts'
import { fromSite, httpSurroundings } from '../http/greetings.ts'
import type { TableWorld } from '#tests/harness/world'

/** The reports of a table, asked as the browser does, with the job run when it is started. */
export function createReportsWorld(
  desk: TableWorld,
  files: Files,
  formats: Partial<Record<ReportFormat, Format>> = {},
) {
  let now = Date.parse('2026-03-14T12:00:00.000Z')
  const clock = () => new Date((now += 1_000)).toISOString()
  const jobs: string[] = []
  const runs = createRunsStore({ table: desk.table })
  const stores: StartDeps = {
    reports: createReportsStore({ table: desk.table }),
    files,
    published: createPublished(runs),
    runs,
    flows: createFlowsStore({ table: desk.table, shards: desk.shards }),
    clients: desk.clients,
    clientsExport: createClientsExport({ table: desk.table, shards: desk.shards }),
    products: desk.products,
    productHead: createProductFigures({ table: desk.table }).head,
    formats: { csv: csvFormat, json: jsonFormat, xlsx: xlsxFormat, ...formats },
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    fiscalYearStartMonth: () => Promise.resolve(4),
    clock,
    siteOrigin: 'https://perennial.example',
    startJob: (id) => {
      jobs.push(id)
      return Promise.resolve()
    },
  }
  const app = reportsRoutes({
    http: httpSurroundings({ clock }),
    stores,
    schedules: createSchedulesStore({ table: desk.table }),
    links: files,
    rates: createRatesStore({ table: desk.table }),
    cursors: createCursors('0123456789abcdef'),
  })
  const call = (method: string, path: string, body?: unknown, role: Role = 'analyst') =>
    app.request(path, {
      method,
      headers: fromSite(role),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  async function start(definition: object, role: Role = 'analyst'): Promise<ReportView> {
    const answer = await call('POST', '/api/reports', definition, role)
    const view = (await answer.json()) as ReportView
    if (!answer.ok) throw new Error(JSON.stringify(view))
    if (view.status !== 'queued') return view
    await renderReport(view.id, stores)
    return (await (await call('GET', `/api/reports/${view.id}`, undefined, role)).json()) as ReportView
  }
  async function bytesOf(view: ReportView, role: Role = 'analyst'): Promise<Buffer> {
    const answer = await call('GET', `/api/reports/${view.id}/file`, undefined, role)
    if (answer.status !== 303) throw new Error(await answer.text())
    const file = await fetch(answer.headers.get('location') ?? '')
    return Buffer.from(await file.arrayBuffer())
  }
  return {
    app,
    call,
    start,
    bytesOf,
    stores,
    jobs,
    runs,
    advance: (milliseconds: number) => (now += milliseconds),
  }
}
export type ReportsWorld = ReturnType<typeof createReportsWorld>
