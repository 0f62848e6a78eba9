import type { HttpDeps } from '#functions/http/env'
import { auditRoutes } from '#functions/audit/audit.routes'
import { clientsRoutes } from '#functions/clients/clients.routes'
import { dashboardRoutes } from '#functions/dashboard/dashboard.routes'
import { importsRoutes } from '#functions/imports/imports.routes'
import { reportsRoutes } from '#functions/reports/reports.routes'
import { landingRoutes } from '#functions/landing/landing.routes'
import { productsRoutes } from '#functions/products/products.routes'
import { qualityRoutes } from '#functions/quality/quality.routes'
import { runsRoutes } from '#functions/runs/runs.routes'
import { sessionRoutes } from '#functions/session/session.routes'
import { settingsRoutes } from '#functions/settings/settings.routes'
import { viewsRoutes } from '#functions/views/views.routes'
import { usersRoutes } from '#functions/users/users.routes'
import type { Describable } from './openapi-document.ts'

/** A section's app for its description only. Nothing but `http` is there: describing a route runs no handler. */
function described<Deps extends { readonly http: HttpDeps }>(
  routes: (deps: Deps) => Describable,
  http: HttpDeps,
) {
  return routes({ http } as Deps)
}

/** The apps of every section but this one. */
export function sectionApps(http: HttpDeps): readonly Describable[] {
  return [
    described(dashboardRoutes, http),
    described(clientsRoutes, http),
    described(reportsRoutes, http),
    described(productsRoutes, http),
    described(qualityRoutes, http),
    described(importsRoutes, http),
    described(runsRoutes, http),
    described(settingsRoutes, http),
    described(landingRoutes, http),
    described(viewsRoutes, http),
    described(usersRoutes, http),
    described(auditRoutes, http),
    described(sessionRoutes, http),
  ]
}
