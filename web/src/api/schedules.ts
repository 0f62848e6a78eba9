import { queryOptions } from '@tanstack/vue-query'
import type { InferInput, InferOutput } from 'valibot'
import type { NewSchedule, SchedulesView, ScheduleView } from '#shared/report/schedule-view.schema'
import { request } from './request.ts'

/** The caller's schedules with their last deliveries. */
export function schedulesQuery() {
  return queryOptions({
    queryKey: ['schedules'] as const,
    queryFn: ({ signal }) => request<InferOutput<typeof SchedulesView>>('/api/schedules', { signal }),
  })
}

/** Has a report made again and again. */
export function addSchedule(schedule: InferInput<typeof NewSchedule>): Promise<ScheduleView> {
  return request('/api/schedules', { method: 'POST', body: schedule })
}

/** Ends a schedule; its reports stay. */
export function removeSchedule(id: string): Promise<void> {
  return request(`/api/schedules/${encodeURIComponent(id)}`, { method: 'DELETE' })
}
