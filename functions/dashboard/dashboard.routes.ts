import { DashboardQuery, DashboardView } from '#shared/portfolio/dashboard-view.schema'
import { requireRight } from '#functions/http/actor'
import type { HttpDeps } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import { type DashboardStores, readDashboard, versionsOf } from './read-dashboard.ts'

/** What the section needs. */
export interface DashboardDeps {
  readonly http: HttpDeps
  readonly stores: DashboardStores
}

/** The analytics dashboard. */
export function dashboardRoutes({ http, stores }: DashboardDeps) {
  return createSection(http).get(
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
      return answerWithEtag(c, state.parts, () => readDashboard(stores, state, question))
    },
  )
}
/** The routes, for typed callers. */
export type DashboardRoutes = ReturnType<typeof dashboardRoutes>
