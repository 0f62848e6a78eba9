import { hasRight, type Role } from '#shared/access/rights'
import type { HttpDeps } from '#functions/http/env'
import { type GuardedRoute, guardedRoutes } from '#functions/http/guard-mark'
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
  /** What paths the route answers. */
  readonly pattern: RegExp
  /** Asks the route's section anything, as an admin. */
  readonly ask: (method: string, path: string) => Promise<Response>
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
      pattern: new RegExp(`^${route.path.replaceAll(/:\w+/g, '[^/]+')}$`),
      ask: async (method: string, path: string) =>
        app.request(path, {
          method,
          headers: fromSite('admin'),
          ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
        }),
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

/** Every operation of the description of the interface, by the name of its route. */
async function operations(): Promise<[string, { readonly requestBody?: object }][]> {
  const http = httpSurroundings()
  const apps = sectionApps(http)
  const answer = await systemRoutes({ http, apps }).request('/api/openapi.json', {
    headers: fromSite('viewer'),
  })
  const { paths } = (await answer.json()) as {
    paths: Record<string, Record<string, { readonly requestBody?: object }>>
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, typeof operation] => [
      `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
      operation,
    ]),
  )
}

/** The names of the routes that the description of the interface has. */
export async function describedRoutes(): Promise<string[]> {
  return (await operations()).map(([name]) => name)
}

/** The names of the routes that read a body, as the description of the interface says. */
export async function routesWithBody(): Promise<Set<string>> {
  const reading = (await operations()).filter(([, { requestBody }]) => requestBody)
  return new Set(reading.map(([name]) => name))
}

/** Whether a role may pass a route's guard. */
export function mayPass({ guards }: GuardedRoute, role: Role): boolean {
  return guards.every((guard) => guard === 'public' || guard === 'session' || hasRight(role, guard))
}
