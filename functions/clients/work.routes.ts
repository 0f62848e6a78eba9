import type { Hono } from 'hono'
import * as v from 'valibot'
import { ActivityPage, ActivityQuery, BulkAnswer, ChangeTags, Overview } from '#shared/client/work.schema'
import { requireRight } from '#functions/http/actor'
import type { HttpEnv } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import { changeTags } from './change-clients.ts'
import type { ClientsDeps } from './clients.routes.ts'
import { readOverview } from './read-overview.ts'
import { readActivity } from './read-work.ts'

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(256))
const ClientParams = v.strictObject({ id: Id })

/** Work on clients: the overview, tags and the timeline. */
export function workRoutes(app: Hono<HttpEnv>, { stores, cursors, plays }: ClientsDeps) {
  return app
    .get(
      '/api/portfolio',
      describe({
        summary: 'Shows clients, CLV and CLV at risk by status, segment and risk band',
        answer: Overview,
        right: 'figures',
      }),
      requireRight('figures'),
      async (c) => {
        const { parts, view } = await readOverview(stores, plays)
        return answerWithEtag(c, parts, view)
      },
    )
    .post(
      '/api/tags',
      describe({
        summary: 'Adds and removes tags of clients',
        answer: BulkAnswer,
        right: 'act',
        audit: 'client.tagged',
      }),
      requireRight('act'),
      validate('json', ChangeTags),
      async (c) => {
        const asked = c.req.valid('json')
        const answer = await changeTags(stores, asked)
        c.set('auditDetails', {
          clients: answer.changed,
          added: asked.add.length,
          removed: asked.remove.length,
        })
        return c.json(answer)
      },
    )
    .get(
      '/api/clients/:id/activity',
      describe({
        summary: 'Lists what happened with a client, newest first',
        answer: ActivityPage,
        right: 'personal',
      }),
      requireRight('personal'),
      validate('param', ClientParams),
      validate('query', ActivityQuery),
      async (c) => {
        const { id } = c.req.valid('param')
        const { kind: kinds = [], limit, cursor } = c.req.valid('query')
        const scope = JSON.stringify(['activity', id, kinds])
        const after = cursor === undefined ? undefined : cursors.open(scope, cursor, v.string())
        const { last, ...page } = await readActivity(stores, id, { kinds, limit, after })
        return c.json({ ...page, next: last === undefined ? null : cursors.sign(scope, last) })
      },
    )
}
