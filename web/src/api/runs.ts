import { queryOptions } from '@tanstack/vue-query'
import type { InferOutput } from 'valibot'
import type { ReportCardView } from '#shared/pipeline/report-card-view.schema'
import type { NewRun, RunsPage, RunView } from '#shared/pipeline/run-view.schema'
import { request } from './request.ts'

const POLL_MILLISECONDS = 1000

/** Whether a run still moves by itself. */
export function isRunning(status: RunView['status']): boolean {
  return status === 'queued' || status === 'running'
}

/** The newest runs. */
export function runsQuery() {
  return queryOptions({
    queryKey: ['runs', 'list'] as const,
    queryFn: ({ signal }) => request<InferOutput<typeof RunsPage>>('/api/runs', { signal }),
    staleTime: 5_000,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => isRunning(status)) ? 2 * POLL_MILLISECONDS : false,
  })
}

/** One run, asked again every second while it moves. */
export function runQuery(id: string) {
  return queryOptions({
    queryKey: ['runs', 'detail', id] as const,
    queryFn: ({ signal }) => request<RunView>(`/api/runs/${encodeURIComponent(id)}`, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isRunning(state.data.status) ? POLL_MILLISECONDS : false),
  })
}

/** The report card of a run's models; it does not change once it is there. */
export function cardQuery(id: string) {
  return queryOptions({
    queryKey: ['runs', 'card', id] as const,
    queryFn: ({ signal }) => request<ReportCardView>(`/api/runs/${encodeURIComponent(id)}/card`, { signal }),
  })
}

/** Starts a run. */
export function startRun(run: NewRun): Promise<{ id: string }> {
  return request('/api/runs', { method: 'POST', body: run })
}
