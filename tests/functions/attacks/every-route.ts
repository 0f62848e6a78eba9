import { hasRight, type Role } from '#shared/access/rights'
import type { HttpDeps } from '#functions/http/env'
import { type GuardedRoute, guardedRoutes } from '#functions/http/guard-mark'
import { openApiDocument } from '#functions/system/openapi-document'
import { sectionApps } from '#functions/system/section-apps'
import { systemRoutes } from '#functions/system/system.routes'
import { fromSite, httpSurroundings } from '../http/greetings.ts'

// Handlers run with nothing behind them here and may leave a second promise failing: expected, and no finding.
process.removeAllListeners('unhandledRejection')
process.on('unhandledRejection', () => undefined)

/** A route of the product, and how to call it. */
export interface CalledRoute extends GuardedRoute {
  readonly name: string
  readonly call: (options?: CallOptions) => Promise<Response>
}

interface CallOptions {
  readonly role?: Role
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Every route of every section. Nothing but `http` is behind them: whatever gets past the guards fails. */
export function everyRoute(overrides: Partial<HttpDeps> = {}): CalledRoute[] {
  const http = httpSurroundings(overrides)
  const apps = sectionApps(http)
  return [...apps, systemRoutes({ http, apps })].flatMap((app) =>
    guardedRoutes(app).map((route) => ({
      ...route,
      name: `${route.method} ${route.path}`,
      call: async ({ role, body, headers }: CallOptions = {}) => {
        const hasBody = ['POST', 'PUT', 'PATCH'].includes(route.method)
        // A question that no route knows: it goes past the guards and no further where the query is checked.
        const query = route.method === 'GET' ? '?unknown=1' : ''
        return app.request(`${route.path.replaceAll(/:\w+/g, 'x1')}${query}`, {
          method: route.method,
          headers: { ...fromSite(role), ...headers },
          ...(hasBody || body !== undefined ? { body: body ?? '{}' } : {}),
        })
      },
    })),
  )
}

/** The names of the routes that read a body, as the description of the interface says. */
export async function routesWithBody(): Promise<Set<string>> {
  const http = httpSurroundings()
  const { paths } = await openApiDocument(sectionApps(http))
  const operations = Object.entries(paths as Record<string, Record<string, { requestBody?: object }>>)
  return new Set(
    operations.flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { requestBody }]) => requestBody)
        .map(([method]) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    ),
  )
}

/** Whether a role may pass a route's guard. */
export function mayPass({ guards }: GuardedRoute, role: Role): boolean {
  return guards.every((guard) => guard === 'public' || guard === 'session' || hasRight(role, guard))
}
