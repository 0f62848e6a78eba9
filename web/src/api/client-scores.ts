import { queryOptions } from '@tanstack/vue-query'
import type { DifferenceView, ScoreHistory } from '#shared/client/score-history.schema'
import { request } from './request.ts'

const path = (id: string) => `/api/clients/${encodeURIComponent(id)}`

/** A client's scores over time. */
export function historyQuery(id: string) {
  return queryOptions({
    queryKey: ['clients', 'history', id] as const,
    queryFn: ({ signal }) => request<ScoreHistory>(`${path(id)}/history`, { signal }),
  })
}

/** What moved a client's score between two days. */
export function differenceQuery(id: string, days: { from: string; to: string }) {
  return queryOptions({
    queryKey: ['clients', 'difference', id, days] as const,
    queryFn: ({ signal }) => request<DifferenceView>(`${path(id)}/difference`, { query: days, signal }),
  })
}
