import type { Hono, MiddlewareHandler } from 'hono'
import type { Right } from '#shared/access/rights'
import type { HttpEnv } from './env.ts'

/** What a route asks of its caller. */
export type Guard = Right | 'session' | 'public'

const enforced = new WeakMap<object, Guard>()
const documented = new WeakMap<object, Guard>()

/** Remembers which guard a handler enforces. */
export function guarded(guard: Guard, handler: MiddlewareHandler<HttpEnv>): MiddlewareHandler<HttpEnv> {
  enforced.set(handler, guard)
  return handler
}

/** Remembers which guard a description promises. */
export function promised<Handler extends object>(guard: Guard, handler: Handler): Handler {
  documented.set(handler, guard)
  return handler
}

/** The guard a handler enforces; undefined for any other handler. */
export function guardOf(handler: object): Guard | undefined {
  return enforced.get(handler)
}

/** A route and its guards; exactly one, and the one documented, unless something is wrong. */
export interface GuardedRoute {
  readonly method: string
  readonly path: string
  readonly guards: readonly Guard[]
  readonly documented: readonly Guard[]
}

type Routes = Pick<Hono<HttpEnv>, 'routes'>

/** Every route of a section with what guards it, middleware for all paths left out. */
export function guardedRoutes(app: Routes): GuardedRoute[] {
  const handlersByRoute = Map.groupBy(
    app.routes.filter(({ path }) => path !== '/*'),
    ({ method, path }) => `${method} ${path}`,
  )
  return [...handlersByRoute.values()].map((handlers) => ({
    method: handlers[0]?.method ?? '',
    path: handlers[0]?.path ?? '',
    guards: handlers.flatMap(({ handler }) => enforced.get(handler) ?? []),
    documented: handlers.flatMap(({ handler }) => documented.get(handler) ?? []),
  }))
}

/** Routes that are unguarded, guarded twice, or documented otherwise than guarded: none, or the section must not start. */
export function misguardedRoutes(app: Routes): string[] {
  return guardedRoutes(app)
    .filter(
      ({ guards, documented }) =>
        guards.length !== 1 || documented.length !== 1 || guards[0] !== documented[0],
    )
    .map(({ method, path }) => `${method} ${path}`)
}
