import { keepPreviousData, queryOptions } from '@tanstack/vue-query'
import type { ClientsPage, ClientView } from '#shared/client/client-view.schema'
import { request } from './request.ts'

/** What the list is asked for, as the API names it. */
export interface ClientsAsk {
  readonly status?: string
  readonly segment?: string
  readonly risk?: string
  readonly channel?: string
  readonly product?: string
  readonly tag?: string
  readonly clv?: string
  readonly joined?: string
  readonly q?: string
  readonly sort: string
  readonly order: 'asc' | 'desc'
  readonly limit: number
  readonly cursor?: string
  readonly from?: 'last'
}

/** A page of clients. */
export function clientsQuery(ask: ClientsAsk) {
  return queryOptions({
    queryKey: ['clients', 'list', ask] as const,
    queryFn: ({ signal }) => request<ClientsPage>('/api/clients', { query: { ...ask }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** One client. */
export function clientQuery(id: string) {
  return queryOptions({
    queryKey: ['clients', 'detail', id] as const,
    queryFn: ({ signal }) => request<ClientView>(`/api/clients/${encodeURIComponent(id)}`, { signal }),
  })
}
