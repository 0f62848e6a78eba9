import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import * as v from 'valibot'
import { ClientAction, ClientNote, DecideAction, NewNote } from '#shared/client/work.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { HttpEnv } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import type { ClientsDeps } from './clients.routes.ts'
import { decideAction } from './work-actions.ts'

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(256))
const ClientParams = v.strictObject({ id: Id })
const OfClientParams = v.strictObject({ id: Id, of: Id })

/** Notes on a client, and decisions on its actions. */
export function notesRoutes(app: Hono<HttpEnv>, { http, stores }: ClientsDeps) {
  return app
    .post(
      '/api/clients/:id/actions/:of',
      describe({
        summary: 'Decides an action of a client',
        answer: ClientAction,
        right: 'act',
        audit: 'action.decided',
      }),
      requireRight('act'),
      validate('param', OfClientParams),
      validate('json', DecideAction),
      async (c) => {
        const { id: clientId, of: id } = c.req.valid('param')
        const asked = c.req.valid('json')
        c.set('auditSubject', { kind: 'client', id: clientId })
        c.set('auditDetails', { action: id, state: asked.state })
        return c.json(await decideAction(stores, { clientId, id }, { ...asked, now: http.clock() }))
      },
    )
    .post(
      '/api/clients/:id/notes',
      describe({
        summary: 'Notes something on a client',
        answer: ClientNote,
        status: 201,
        right: 'act',
        audit: 'note.added',
      }),
      requireRight('act'),
      validate('param', ClientParams),
      validate('json', NewNote),
      async (c) => {
        const { id } = c.req.valid('param')
        const note = {
          id: randomUUID(),
          at: http.clock(),
          by: actorOf(c).name,
          text: c.req.valid('json').text,
        }
        await stores.work.addNote(id, note)
        c.set('auditSubject', { kind: 'client', id })
        return c.json(note, 201)
      },
    )
    .delete(
      '/api/clients/:id/notes/:of',
      describe({ summary: 'Removes a note', status: 204, right: 'act', audit: 'note.removed' }),
      requireRight('act'),
      validate('param', OfClientParams),
      async (c) => {
        const { id, of } = c.req.valid('param')
        await stores.work.removeNote(id, of)
        c.set('auditSubject', { kind: 'client', id })
        return c.body(null, 204)
      },
    )
}
