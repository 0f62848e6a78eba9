import type { Role } from '#shared/access/rights'
import type { DashboardView } from '#shared/portfolio/dashboard-view.schema'
import type { TraceView } from '#shared/portfolio/trace-view.schema'
import { dashboardRoutes } from '#functions/dashboard/dashboard.routes'
import { createCursors } from '#functions/http/cursor'
import { createFlowsStore } from '#functions/store/flows.store'
import { createProductFigures } from '#functions/store/product-figures'
import { createPublished } from '#functions/store/published'
import { createRunsStore } from '#functions/store/runs.store'
import { createScansStore } from '#functions/store/scans.store'
import { createTruthStore } from '#functions/store/truth.store'
import type { TableWorld } from '#tests/harness/world'
import { fromSite, httpSurroundings } from '../http/greetings.ts'

/** The dashboard of a table, asked as the browser does. */
export function createDashboardWorld(desk: TableWorld, today = '2026-03-14T12:00:00.000Z') {
  const runs = createRunsStore({ table: desk.table })
  const scans = createScansStore({ table: desk.table })
  let now = Date.parse(today)
  const app = dashboardRoutes({
    http: httpSurroundings(),
    cursors: createCursors('a secret of the tests'),
    truth: createTruthStore({ table: desk.table }),
    scans,
    stores: {
      runs,
      published: createPublished(runs),
      flows: createFlowsStore({ table: desk.table, shards: desk.shards }),
      productHead: createProductFigures({ table: desk.table }).head,
      clients: desk.clients,
      clock: () => new Date(now).toISOString(),
      currency: 'EUR',
      timeZone: 'UTC',
    },
  })
  const get = (query = '', headers: Record<string, string> = {}) =>
    app.request(`/api/dashboard${query}`, { headers: { ...fromSite('viewer'), ...headers } })
  const traceAnswer = (metric: string, query = '', role: Role = 'analyst') =>
    app.request(`/api/trace/${metric}${query}`, { headers: fromSite(role) })
  const check = (role: Role = 'viewer', sheet?: unknown) =>
    app.request('/api/dashboard/check', {
      headers: fromSite(role),
      ...(sheet === undefined ? {} : { method: 'PUT', body: JSON.stringify(sheet) }),
    })
  return {
    get,
    runs,
    scans,
    check,
    traceAnswer,
    /** Lets time pass. */
    pass(milliseconds: number) {
      now += milliseconds
    },
    async trace(metric: string, query = ''): Promise<TraceView> {
      const answer = await traceAnswer(metric, query)
      if (answer.status !== 200) throw new Error(`${metric}${query}: ${await answer.text()}`)
      return (await answer.json()) as TraceView
    },
    async view(query = ''): Promise<DashboardView> {
      return (await (await get(query)).json()) as DashboardView
    },
  }
}
