import type { LocationQuery } from 'vue-router'
import { periodNames, type PeriodName } from '#shared/portfolio/period-names'
import { type DashboardAsk, usualDashboard } from '../../api/dashboard.ts'
import { listed, one } from '../../lib/query-text.ts'

/** What a period is called. */
export const periodTitles: Readonly<Record<PeriodName, string>> = {
  '30-days': 'Last 30 days',
  '90-days': 'Last 90 days',
  'month-to-date': 'Month to date',
  'quarter-to-date': 'Quarter to date',
  'year-to-date': 'Year to date',
  '12-months': 'Last 12 months',
  'last-month': 'Last full month',
  'last-quarter': 'Last full quarter',
  'last-year': 'Last full year',
  range: 'Range of a study',
}

/** What a period can be compared with. */
export const comparisons = [
  { value: 'previous', title: 'Previous period' },
  { value: 'year-before', title: 'Year before' },
] as const

/** What the URL asks for; anything unknown is the usual. */
export function parseDashboard(query: LocationQuery): DashboardAsk {
  return {
    period: listed(one(query, 'period'), periodNames, usualDashboard.period),
    compare: listed(one(query, 'compare'), ['previous', 'year-before'] as const, usualDashboard.compare),
  }
}

/** The URL of what is asked, without what is usual. */
export function printDashboard({ period, compare }: DashboardAsk): Record<string, string> {
  return {
    ...(period !== usualDashboard.period && { period }),
    ...(compare !== usualDashboard.compare && { compare }),
  }
}
