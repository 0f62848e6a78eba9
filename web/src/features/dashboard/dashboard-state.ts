import type { LocationQuery } from 'vue-router'
import { statuses } from '#shared/client/facts'
import { periodNames, type PeriodName } from '#shared/portfolio/period-names'
import { segments } from '#shared/portfolio/segments'
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
  range: 'Range of the study',
}

/** What a period can be compared with. */
export const comparisons = [
  { value: 'previous', title: 'Previous period' },
  { value: 'year-before', title: 'Year before' },
] as const

const allPeriods = [...periodNames, 'range'] as const

/** What the URL asks for; anything unknown is the usual. */
export function parseDashboard(query: LocationQuery): DashboardAsk {
  const segment = listed(one(query, 'segment'), [...segments, 'none'], undefined)
  const status = listed(one(query, 'status'), statuses, undefined)
  const channel = one(query, 'channel')?.slice(0, 64)
  const run = one(query, 'run')?.slice(0, 128)
  const period = listed(one(query, 'period'), allPeriods, usualDashboard.period)
  return {
    // Only a study holds a range.
    period: period === 'range' && run === undefined ? usualDashboard.period : period,
    compare: listed(one(query, 'compare'), ['previous', 'year-before'] as const, usualDashboard.compare),
    ...(segment && { segment }),
    ...(channel && { channel }),
    ...(status && { status }),
    ...(run && { run }),
  }
}

/** The URL of what is asked, without what is usual. */
export function printDashboard({ period, compare, ...rest }: DashboardAsk): Record<string, string> {
  const given = Object.entries(rest).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  return {
    ...(period !== usualDashboard.period && { period }),
    ...(compare !== usualDashboard.compare && { compare }),
    ...Object.fromEntries(given),
  }
}
