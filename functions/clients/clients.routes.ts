import * as v from 'valibot'
import type { ActionSettings } from '#shared/client/action-settings'
import { ClientsPage, ClientsQuery, ClientView } from '#shared/client/client-view.schema'
import type { CivilDay } from '#shared/kernel/day'
import { actorOf, requireRight } from '#functions/http/actor'
import type { Cursors } from '#functions/http/cursor'
import type { HttpDeps } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import type { ErasuresStore } from '#functions/store/erasures.store'
import type { MergesStore } from '#functions/store/merges.store'
import type { ChangeStores } from './change-clients.ts'
import { actionsRoutes } from './actions.routes.ts'
import { editRoutes } from './edit.routes.ts'
import { mergeRoutes } from './merge.routes.ts'
import { listClients } from './list-clients.ts'
import { type ClientStores, readClient } from './read-client.ts'
import type { ActionStores } from './work-actions.ts'
import { notesRoutes } from './notes.routes.ts'
import { workRoutes } from './work.routes.ts'
import type { HistoryStores } from './read-history.ts'
import type { RecordStores } from './record-transactions.ts'
import { scoreRoutes } from './score.routes.ts'

const ClientParams = v.strictObject({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)) })

/** What the section needs. */
export interface ClientsDeps {
  readonly http: HttpDeps
  readonly stores: ClientStores &
    ChangeStores &
    ActionStores &
    HistoryStores &
    Omit<RecordStores, 'today'> & { readonly merges: MergesStore; readonly erasures: ErasuresStore }
  readonly cursors: Cursors
  /** The catalogue of retention actions. */
  readonly plays: () => Promise<ActionSettings>
  /** The civil day it is. */
  readonly today: () => CivilDay
}

/** Clients: the list, and one client with what it is worth. */
export function clientsRoutes(deps: ClientsDeps) {
  const { http, stores, cursors } = deps
  const app = createSection(http)
  for (const addRoutes of [workRoutes, actionsRoutes, notesRoutes, editRoutes, mergeRoutes])
    addRoutes(app, deps)
  return app
    .route('/', scoreRoutes({ ...stores, today: deps.today }))
    .get(
      '/api/clients',
      describe({
        summary: 'Lists clients in an order, by status or by words',
        answer: ClientsPage,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('query', ClientsQuery),
      async (c) => c.json(await listClients({ stores, cursors, actor: actorOf(c) }, c.req.valid('query'))),
    )
    .get(
      '/api/clients/:id',
      describe({ summary: 'Shows one client with what it is worth', answer: ClientView, right: 'figures' }),
      requireRight('figures'),
      validate('param', ClientParams),
      async (c) => {
        const { parts, view } = await readClient(stores, c.req.valid('param').id, actorOf(c))
        return answerWithEtag(c, parts, view)
      },
    )
}
/** The routes, for typed callers. */
export type ClientsRoutes = ReturnType<typeof clientsRoutes>
