import { queryOptions } from '@tanstack/vue-query'
import type { NewView, View, ViewChange, ViewKind, ViewsPage } from '#shared/views/view.schema'
import { request } from './request.ts'

/** The kept views of a kind: one's own and the shared ones. */
export function viewsQuery(kind: ViewKind) {
  return queryOptions({
    queryKey: ['views', kind] as const,
    queryFn: ({ signal }) => request<ViewsPage>('/api/views', { query: { kind }, signal }),
  })
}

/** Keeps a view. */
export function addView(view: Partial<NewView> & Pick<NewView, 'kind' | 'name'>): Promise<View> {
  return request('/api/views', { method: 'POST', body: view })
}

const addressOf = ({ kind, id }: Pick<View, 'kind' | 'id'>) => `/api/views/${kind}/${encodeURIComponent(id)}`

/** Changes a view that was seen in a version. */
export function changeView(view: View, change: Omit<ViewChange, 'version'>): Promise<View> {
  return request(addressOf(view), { method: 'PATCH', body: { version: view.version, ...change } })
}

/** Deletes a view. */
export function removeView(view: View): Promise<void> {
  return request(addressOf(view), { method: 'DELETE' })
}
