import * as v from 'valibot'
import { MAX_VIEWS, NewView, View, ViewChange, viewKinds, ViewsPage } from '#shared/views/view.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { HttpDeps } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import type { ViewsStore } from '#functions/store/views.store'
import { assertMayChange, assertMayShare, viewFor } from './may-change.ts'

const ViewsQuery = v.strictObject({ kind: v.picklist(viewKinds) })
const ViewParams = v.strictObject({
  kind: v.picklist(viewKinds),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
})

/** What the section needs. */
export interface ViewsDeps {
  readonly http: HttpDeps
  readonly views: ViewsStore
  readonly newId: () => string
}

const listing = {
  summary: 'Lists your views of a kind and the shared ones',
  answer: ViewsPage,
  right: 'figures',
} as const
const adding = {
  summary: 'Keeps a view',
  description: 'A shared one needs the right `act` as well.',
  answer: View,
  status: 201,
  right: 'figures',
  audit: 'view.added',
} as const

/** Views kept under a name, private or shared; pins, annotations and targets are kept the same way. */
export function viewsRoutes({ http, views, newId }: ViewsDeps) {
  return createSection(http)
    .get(
      '/api/views',
      describe(listing),
      requireRight('figures'),
      validate('query', ViewsQuery),
      async (c) => {
        const actor = actorOf(c)
        const { views: found, kept } = await views.list(c.req.valid('query').kind, actor.userId)
        const versions = found.flatMap(({ id, version, isShared }) => [id, version, String(isShared)])
        return answerWithEtag(c, [actor.userId, kept, ...versions], () => ({
          items: found.map((view) => viewFor(actor, view)),
          total: found.length,
          limit: MAX_VIEWS,
          kept,
        }))
      },
    )
    .post('/api/views', describe(adding), requireRight('figures'), validate('json', NewView), async (c) => {
      const actor = actorOf(c)
      const wanted = c.req.valid('json')
      if (wanted.isShared) assertMayShare(actor)
      const by = { id: actor.userId, name: actor.name }
      const view = await views.add(wanted, { id: newId(), by, at: http.clock() })
      c.set('auditSubject', { kind: `view.${view.kind}`, id: view.id })
      return c.json(viewFor(actor, view), 201)
    })
    .patch(
      '/api/views/:kind/:id',
      describe({
        summary: 'Changes, shares or renames a view',
        answer: View,
        right: 'figures',
        audit: 'view.changed',
      }),
      requireRight('figures'),
      validate('param', ViewParams),
      validate('json', ViewChange),
      async (c) => {
        const actor = actorOf(c)
        const { kind, id } = c.req.valid('param')
        const { version, ...change } = c.req.valid('json')
        const before = await views.load(kind, id, actor.userId)
        assertMayChange(actor, before, change)
        const after = { ...before, ...change, changedAt: http.clock() }
        const view = await views.change({ ...before, version }, after)
        c.set('auditSubject', { kind: `view.${kind}`, id })
        c.set('auditDetails', { changed: Object.keys(change) })
        return c.json(viewFor(actor, view))
      },
    )
    .delete(
      '/api/views/:kind/:id',
      describe({ summary: 'Deletes a view', status: 204, right: 'figures', audit: 'view.deleted' }),
      requireRight('figures'),
      validate('param', ViewParams),
      async (c) => {
        const { kind, id } = c.req.valid('param')
        const view = await views.load(kind, id, actorOf(c).userId)
        assertMayChange(actorOf(c), view)
        await views.remove(view)
        c.set('auditSubject', { kind: `view.${kind}`, id })
        return c.body(null, 204)
      },
    )
}
/** The routes, for typed callers. */
export type ViewsRoutes = ReturnType<typeof viewsRoutes>
