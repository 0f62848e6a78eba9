import { queryOptions } from '@tanstack/vue-query'
import type {
  ActionsView,
  ActivityPage,
  BulkAnswer,
  ClientAction,
  ClientNote,
  MergePreview,
  Overview,
  ProfileFields,
  Progress,
  WorkPage,
} from '#shared/client/work.schema'
import { request } from './request.ts'

const of = (id: string, path = ''): string => `/api/clients/${encodeURIComponent(id)}${path}`

/** The portfolio above the list of clients. */
export function overviewQuery() {
  return queryOptions({
    queryKey: ['clients', 'overview'] as const,
    queryFn: ({ signal }) => request<Overview>('/api/portfolio', { signal }),
  })
}

/** The proposed and assigned actions of a client. */
export function actionsQuery(id: string) {
  return queryOptions({
    queryKey: ['clients', 'actions', id] as const,
    queryFn: ({ signal }) => request<ActionsView>(of(id, '/actions'), { signal }),
  })
}

/** A page of what happened with a client. */
export function readActivity(
  id: string,
  query: { kind?: string | undefined; cursor?: string | undefined },
  signal?: AbortSignal,
): Promise<ActivityPage> {
  return request(of(id, '/activity'), { query: { ...query }, ...(signal && { signal }) })
}

/** The caller's open actions. */
export function readWork(query: { sort: string; cursor?: string | undefined }): Promise<WorkPage> {
  return request('/api/actions', { query: { ...query } })
}

/** Assigns an action to clients. */
export function assignActions(body: {
  clientIds: readonly string[]
  play: string
  dueOn: string
  note?: string
}): Promise<BulkAnswer> {
  return request('/api/actions', { method: 'POST', body })
}

/** Decides an action. */
export function decideAction(
  clientId: string,
  id: string,
  body: { state: ClientAction['state']; result?: string },
): Promise<ClientAction> {
  return request(of(clientId, `/actions/${encodeURIComponent(id)}`), { method: 'POST', body })
}

/** Adds and removes tags of clients. */
export function changeTags(body: {
  clientIds: readonly string[]
  add: readonly string[]
  remove: readonly string[]
}): Promise<BulkAnswer> {
  return request('/api/tags', { method: 'POST', body })
}

/** Notes something on a client. */
export function addNote(id: string, text: string): Promise<ClientNote> {
  return request(of(id, '/notes'), { method: 'POST', body: { text } })
}

/** Makes a client. */
export function createClient(body: ProfileFields & { id: string }): Promise<{ id: string }> {
  return request('/api/clients', { method: 'POST', body })
}

/** Edits a profile. */
export function editClient(id: string, body: { was: ProfileFields; to: ProfileFields }): Promise<unknown> {
  return request(of(id, '/profile'), { method: 'POST', body })
}

/** What a merge would move. */
export function previewMerge(id: string, into: string): Promise<MergePreview> {
  return request(of(id, '/merge'), { query: { into } })
}

/** Repeats a call until everything is done; says how much each call did. */
async function untilDone(call: () => Promise<Progress>): Promise<number> {
  for (let done = 0; ;) {
    const progress = await call()
    done += progress.done
    if (progress.isDone) return done
  }
}

/** Merges a client into another, to the end. */
export function mergeClient(id: string, into: string): Promise<number> {
  return untilDone(() => request(of(id, '/merge'), { method: 'POST', body: { into } }))
}

/** Reverts a merge, to the end. */
export function revertMerge(id: string): Promise<number> {
  return untilDone(() => request(of(id, '/merge'), { method: 'DELETE' }))
}

/** Erases a client, to the end. */
export function eraseClient(id: string): Promise<number> {
  return untilDone(() => request(of(id), { method: 'DELETE', body: { confirm: id } }))
}

/** Everything held about a client, as text. */
export function exportClient(id: string, format: 'json' | 'csv'): Promise<string> {
  return request(of(id, '/export'), { method: 'POST', body: { format }, as: 'text' })
}
