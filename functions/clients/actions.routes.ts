import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import * as v from 'valibot'
import { hasRight } from '#shared/access/rights'
import { maskedName } from '#shared/client/mask'
import { ActionsView, BulkAnswer, NewActions, WorkPage, WorkQuery } from '#shared/client/work.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { HttpEnv } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import type { ClientsDeps } from './clients.routes.ts'
import { readClient } from './read-client.ts'
import { assignActions, clientActions } from './work-actions.ts'

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(256))
const ClientParams = v.strictObject({ id: Id })

/** Retention actions: a person's work list, assigning, what is proposed for a client, and deciding. */
export function actionsRoutes(app: Hono<HttpEnv>, { http, stores, cursors, plays, today }: ClientsDeps) {
  const actions = () => ({ clients: stores.clients, work: stores.work, plays })
  return app
    .get(
      '/api/actions',
      describe({ summary: 'Lists the open actions of the caller', answer: WorkPage, right: 'act' }),
      requireRight('act'),
      validate('query', WorkQuery),
      async (c) => {
        const { sort, limit, cursor } = c.req.valid('query')
        const { userId, role } = actorOf(c)
        const scope = JSON.stringify(['actions', userId, sort])
        const after = cursor === undefined ? {} : { after: cursors.open(scope, cursor, v.string()) }
        const { actions: found, next } = await stores.work.openOf(userId, { sort, limit, ...after })
        const clients = await stores.clients.loadManyExisting(found.map(({ clientId }) => clientId))
        const nameOf = (id: string) => clients.get(id)?.profile.name ?? null
        return c.json({
          items: found.map((action) => ({
            ...action,
            clientName: hasRight(role, 'personal')
              ? nameOf(action.clientId)
              : maskedName(nameOf(action.clientId)),
          })),
          next: next === undefined ? null : cursors.sign(scope, next),
        })
      },
    )
    .post(
      '/api/actions',
      describe({
        summary: 'Assigns a retention action to clients',
        answer: BulkAnswer,
        right: 'act',
        audit: 'action.assigned',
      }),
      requireRight('act'),
      validate('json', NewActions),
      async (c) => {
        const asked = c.req.valid('json')
        const answer = await assignActions(actions(), asked, {
          actor: actorOf(c),
          now: http.clock(),
          newId: randomUUID,
        })
        c.set('auditDetails', { clients: answer.changed, play: asked.play })
        return c.json(answer)
      },
    )
    .get(
      '/api/clients/:id/actions',
      describe({
        summary: 'Shows the proposed and assigned actions of a client',
        answer: ActionsView,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('param', ClientParams),
      async (c) => {
        const { id } = c.req.valid('param')
        const { atRisk } = await (await readClient(stores, id, actorOf(c))).view()
        const known = { cents: atRisk.value, reason: atRisk.reason ?? null }
        return c.json(await clientActions(actions(), id, { today: today(), atRisk: known }))
      },
    )
}
