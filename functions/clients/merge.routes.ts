import type { Hono } from 'hono'
import * as v from 'valibot'
import { EraseClient, MergeInto, MergePreview, Progress } from '#shared/client/work.schema'
import { invalidInput } from '#shared/kernel/errors'
import { requireRight } from '#functions/http/actor'
import type { HttpEnv } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import { scoreAnew } from './change-clients.ts'
import type { ClientsDeps } from './clients.routes.ts'
import { previewMerge } from './read-work.ts'

const ClientParams = v.strictObject({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)) })
// The gateway waits 29 seconds; what is left then is done by the next call.
const WORKING_MILLISECONDS = 15_000

function forAWhile() {
  const end = performance.now() + WORKING_MILLISECONDS
  return { hasTime: () => performance.now() < end }
}

/** Merging, its reversal, and erasing: each call goes as far as its time allows and says whether it is done. */
export function mergeRoutes(app: Hono<HttpEnv>, { stores, today }: ClientsDeps) {
  return app
    .get(
      '/api/clients/:id/merge',
      describe({
        summary: 'Shows what merging a client into another would move',
        answer: MergePreview,
        right: 'edit',
      }),
      requireRight('edit'),
      validate('param', ClientParams),
      validate('query', MergeInto),
      async (c) => c.json(await previewMerge(stores, c.req.valid('param').id, c.req.valid('query').into)),
    )
    .post(
      '/api/clients/:id/merge',
      describe({
        summary: 'Merges a client into another, as far as one call goes',
        answer: Progress,
        right: 'edit',
        audit: 'client.merged',
      }),
      requireRight('edit'),
      validate('param', ClientParams),
      validate('json', MergeInto),
      async (c) => {
        const { id } = c.req.valid('param')
        const { into } = c.req.valid('json')
        const { isDone, moved } = await stores.merges.merge(id, into, forAWhile())
        if (isDone) await scoreAnew({ ...stores, today }, [into])
        c.set('auditSubject', { kind: 'client', id })
        c.set('auditDetails', { moved, isDone })
        return c.json({ isDone, done: moved })
      },
    )
    .delete(
      '/api/clients/:id/merge',
      describe({
        summary: 'Reverts a merge, as far as one call goes',
        answer: Progress,
        right: 'edit',
        audit: 'client.unmerged',
      }),
      requireRight('edit'),
      validate('param', ClientParams),
      async (c) => {
        const { id } = c.req.valid('param')
        const into = await stores.merges.mergedInto(id)
        const { isDone, moved } = await stores.merges.revert(id, forAWhile())
        if (isDone) await scoreAnew({ ...stores, today }, into === undefined ? [id] : [id, into])
        c.set('auditSubject', { kind: 'client', id })
        c.set('auditDetails', { moved, isDone })
        return c.json({ isDone, done: moved })
      },
    )
    .delete(
      '/api/clients/:id',
      describe({
        summary: 'Erases a client and everything held about it, as far as one call goes',
        answer: Progress,
        right: 'administer',
        audit: 'client.erased',
      }),
      requireRight('administer'),
      validate('param', ClientParams),
      validate('json', EraseClient),
      async (c) => {
        const { id } = c.req.valid('param')
        if (c.req.valid('json').confirm !== id)
          throw invalidInput('erase.not-confirmed', 'Type the id of the client exactly, to confirm.', [
            { path: 'confirm', message: 'This is not the id of the client.' },
          ])
        const { isDone, items } = await stores.erasures.erase(id, forAWhile())
        c.set('auditSubject', { kind: 'client', id })
        c.set('auditDetails', { items, isDone })
        return c.json({ isDone, done: items })
      },
    )
}
