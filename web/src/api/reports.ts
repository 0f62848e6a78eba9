import { queryOptions } from '@tanstack/vue-query'
import type { InferInput, InferOutput } from 'valibot'
import type { ReportDefinition, ReportsPage, ReportView } from '#shared/report/report-view.schema'
import { request } from './request.ts'

const POLL_MILLISECONDS = 1000

/** What a report is asked for; whatever is left out has a default. */
export type ReportWish = InferInput<typeof ReportDefinition>

/** Whether a report still moves by itself. */
export function isWriting(status: ReportView['status']): boolean {
  return status === 'queued' || status === 'rendering'
}

/** The caller's newest reports. */
export function reportsQuery() {
  return queryOptions({
    queryKey: ['reports', 'list'] as const,
    queryFn: ({ signal }) => request<InferOutput<typeof ReportsPage>>('/api/reports', { signal }),
    staleTime: 5_000,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => isWriting(status)) ? POLL_MILLISECONDS : false,
  })
}

/** One report as it stands. */
export function readReport(id: string): Promise<ReportView> {
  return request(`/api/reports/${encodeURIComponent(id)}`)
}

/** Starts a report: it may be done at once. */
export function startReport(wish: ReportWish): Promise<ReportView> {
  return request('/api/reports', { method: 'POST', body: wish })
}

/** Ends the link of a report. */
export function revokeReport(id: string): Promise<ReportView> {
  return request(`/api/reports/${encodeURIComponent(id)}/revoke`, { method: 'POST' })
}

/** Makes a report again from the same data. */
export function rerunReport(id: string): Promise<ReportView> {
  return request(`/api/reports/${encodeURIComponent(id)}/rerun`, { method: 'POST' })
}
