import { queryOptions } from '@tanstack/vue-query'
import type { InferOutput } from 'valibot'
import type {
  ImportKind,
  ImportOpened,
  ImportsPage,
  ImportView,
  Mapping,
} from '#shared/import/import-view.schema'
import { ApiError } from './problem.ts'
import { request } from './request.ts'

/** Where a file goes once its import is open. */
export type Opened = InferOutput<typeof ImportOpened>

const POLL_MILLISECONDS = 1000

/** Whether an import still moves by itself. */
export function isMoving(status: ImportView['status']): boolean {
  return status === 'queued' || status === 'partitioning' || status === 'saving'
}

/** The newest imports. */
export function importsQuery() {
  return queryOptions({
    queryKey: ['imports', 'list'] as const,
    queryFn: ({ signal }) => request<InferOutput<typeof ImportsPage>>('/api/imports', { signal }),
    staleTime: 5_000,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => isMoving(status)) ? 3 * POLL_MILLISECONDS : false,
  })
}

/** One import, asked again every second while it moves. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: ['imports', 'detail', id] as const,
    queryFn: ({ signal }) => request<ImportView>(`/api/imports/${encodeURIComponent(id)}`, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isMoving(state.data.status) ? POLL_MILLISECONDS : false),
  })
}

/** Opens an import; the answer says where the file goes. */
export function openImport(file: { kind: ImportKind; name: string; bytes: number }): Promise<Opened> {
  return request('/api/imports', { method: 'POST', body: file })
}

/** Starts reading a file that has arrived. */
export function startImport(id: string, plan: { mapping: Mapping; startsRun: boolean }): Promise<ImportView> {
  return request(`/api/imports/${encodeURIComponent(id)}/start`, { method: 'POST', body: plan })
}

/** The mapping used last for files with this header; null when there was none. */
export async function rememberedMapping(signature: string): Promise<Mapping | null> {
  try {
    return await request<Mapping>('/api/imports/mapping', { query: { signature } })
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}

/** Where every rejected row of an import can be saved from. */
export function rejectedAddress(id: string): string {
  return `/api/imports/${encodeURIComponent(id)}/rejected`
}
