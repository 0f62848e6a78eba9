import * as v from 'valibot'
import { ChartsView } from '#shared/portfolio/charts-view.schema'
import { DashboardQuery, DashboardView } from '#shared/portfolio/dashboard-view.schema'
import { TraceQuery, TraceView } from '#shared/portfolio/trace-view.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { Cursors } from '#functions/http/cursor'
import { createAnswerCache } from '#functions/http/answer-cache'
import type { HttpDeps } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import type { ScansStore } from '#functions/store/scans.store'
import type { TruthStore } from '#functions/store/truth.store'
import { addCheckRoutes } from './check-routes.ts'
import { readCharts } from './read-charts.ts'
import { type DashboardStores, readDashboard, versionsOf } from './read-dashboard.ts'
import { readTrace } from './read-trace.ts'

/** What the section needs. */
export interface DashboardDeps {
  readonly http: HttpDeps
  readonly cursors: Cursors
  readonly stores: DashboardStores
  readonly truth: TruthStore
  readonly scans: Pick<ScansStore, 'newest'>
}

const TraceParams = v.strictObject({ metric: v.pipe(v.string(), v.maxLength(64)) })

/** The analytics dashboard, and what is behind each of its figures. */
export function dashboardRoutes(deps: DashboardDeps) {
  const { http, cursors, stores } = deps
  const cache = createAnswerCache({ now: () => Date.parse(stores.clock()) })
  const section = createSection(http)
  addCheckRoutes(section, deps)
  return section
    .get(
      '/api/dashboard',
      describe({
        summary: 'Headline figures, revenue and the live month',
        answer: DashboardView,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('query', DashboardQuery),
      async (c) => {
        const question = c.req.valid('query')
        const state = await versionsOf(stores, question.run)
        return answerWithEtag(c, state.parts, () => readDashboard(stores, state, question), cache)
      },
    )
    .get(
      '/api/dashboard/charts',
      describe({
        summary: 'Revenue bridge, value tiers, channels, cohorts, survival, observed loss and statuses',
        answer: ChartsView,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('query', DashboardQuery),
      async (c) => {
        const question = c.req.valid('query')
        const state = await versionsOf(stores, question.run)
        // Nothing live is among them: they change with the run alone.
        return answerWithEtag(
          c,
          [state.current.runId ?? ''],
          () => readCharts(stores, state, question),
          cache,
        )
      },
    )
    .get(
      '/api/trace/:metric',
      describe({
        summary: 'Follows a figure to the rows that add up to it',
        answer: TraceView,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('param', TraceParams),
      validate('query', TraceQuery),
      async (c) => {
        const query = c.req.valid('query')
        const { metric } = c.req.valid('param')
        const { role } = actorOf(c)
        const state = await versionsOf(stores, query.run)
        return answerWithEtag(
          c,
          state.parts,
          () => readTrace(stores, state, { metric, query, cursors, role }),
          cache,
        )
      },
    )
}
/** The routes, for typed callers. */
export type DashboardRoutes = ReturnType<typeof dashboardRoutes>
