import { LandingView } from '#shared/landing/landing-view.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { HttpDeps } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { type LandingStores, readLanding } from './read-landing.ts'

/** What the section needs. */
export interface LandingDeps {
  readonly http: HttpDeps
  readonly stores: LandingStores
}

/** The first page: the state of everything, what changed since the last visit, and what to do next. */
export function landingRoutes({ http, stores }: LandingDeps) {
  return createSection(http).get(
    '/api/landing',
    describe({
      summary: 'The state of everything, what changed since your last visit, and what to do next',
      answer: LandingView,
      right: 'figures',
    }),
    requireRight('figures'),
    async (c) => {
      // Reading is cheap and bounded, so the answer itself is the version: nothing of it can be forgotten in a list.
      const view = await readLanding(stores, actorOf(c))
      return answerWithEtag(c, [JSON.stringify(view)], () => view)
    },
  )
}
/** The routes, for typed callers. */
export type LandingRoutes = ReturnType<typeof landingRoutes>
