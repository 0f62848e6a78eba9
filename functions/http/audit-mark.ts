import type { Hono } from 'hono'
import type { HttpEnv } from './env.ts'

const audited = new WeakMap<object, string>()

/** Remembers under which action the calls of a route are audited. */
export function auditedAs<Handler extends object>(action: string | undefined, handler: Handler): Handler {
  if (action !== undefined) audited.set(handler, action)
  return handler
}

/** The action a handler is audited under; undefined for any other handler. */
export function auditActionOf(handler: object): string | undefined {
  return audited.get(handler)
}

/** A route that changes something, and the actions it is audited under: exactly one, unless something is wrong. */
export interface AuditedRoute {
  readonly method: string
  readonly path: string
  readonly actions: readonly string[]
}

/** Every route of a section that is no GET, with what it is audited under. */
export function auditedRoutes(app: Pick<Hono<HttpEnv>, 'routes'>): AuditedRoute[] {
  const handlersByRoute = Map.groupBy(
    app.routes.filter(({ method, path }) => path !== '/*' && method !== 'GET'),
    ({ method, path }) => `${method} ${path}`,
  )
  return [...handlersByRoute.values()].map((handlers) => ({
    method: handlers[0]?.method ?? '',
    path: handlers[0]?.path ?? '',
    actions: handlers.flatMap(({ handler }) => audited.get(handler) ?? []),
  }))
}
