import { randomUUID } from 'node:crypto'
import { table } from '#functions/runtime/deps'
import { httpDeps } from '#functions/runtime/http-deps'
import { createViewsStore } from '#functions/store/views.store'
import type { ViewsDeps } from './views.routes.ts'

/** What the section needs, from the environment. */
export function viewsDeps(): ViewsDeps {
  return { http: httpDeps(), views: createViewsStore({ table: table() }), newId: randomUUID }
}
