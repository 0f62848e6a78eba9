import { keepPreviousData, queryOptions } from '@tanstack/vue-query'
import type { CheckView } from '#shared/portfolio/check.schema'
import type { ChartsView } from '#shared/portfolio/charts-view.schema'
import type { DashboardView } from '#shared/portfolio/dashboard-view.schema'
import type { PeriodName } from '#shared/portfolio/period-names'
import { request } from './request.ts'

/** What the dashboard is asked for. */
export interface DashboardAsk {
  readonly period: PeriodName
  readonly compare: 'previous' | 'year-before'
  readonly segment?: string | undefined
  readonly channel?: string | undefined
  readonly status?: string | undefined
  /** A study or an earlier run in the place of the current one. */
  readonly run?: string | undefined
}

/** What the dashboard shows when nothing else is asked. */
export const usualDashboard: DashboardAsk = { period: '12-months', compare: 'previous' }

/** The dashboard of a period. */
export function dashboardQuery(ask: DashboardAsk = usualDashboard) {
  return queryOptions({
    queryKey: ['dashboard', ask] as const,
    queryFn: ({ signal }) => request<DashboardView>('/api/dashboard', { query: { ...ask }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** What the dashboard draws beside its headline. */
export function chartsQuery(ask: DashboardAsk) {
  return queryOptions({
    queryKey: ['dashboard', 'charts', ask] as const,
    queryFn: ({ signal }) => request<ChartsView>('/api/dashboard/charts', { query: { ...ask }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** The demo beside its truth. */
export function checkQuery() {
  return queryOptions({
    queryKey: ['dashboard', 'check'] as const,
    queryFn: ({ signal }) => request<CheckView>('/api/dashboard/check', { signal }),
    retry: false,
  })
}
