import type { Figure } from '#shared/kernel/figure.schema'
import type { TraceLink } from '#shared/portfolio/dashboard-view.schema'
import type { CellFilter, Snapshot } from '#shared/portfolio/snapshot'
import type { Compare, ReportPeriodView } from './period.ts'
import type { Dimension } from './sums.ts'
import type { ReportTable } from './table.ts'

/** How months are put together. */
export const timeGroups = ['month', 'quarter', 'year', 'fiscal-year'] as const
/** How months are put together. */
export type TimeGroup = (typeof timeGroups)[number]

/** What a report from a snapshot is asked for. */
export interface ReportQuestion {
  readonly snapshot: Snapshot
  readonly period: ReportPeriodView
  readonly compare: Compare
  readonly filter: CellFilter
  readonly time: TimeGroup
  readonly by?: Dimension | undefined
  readonly fiscalYearStartMonth: number
}

/** A headline figure of a report. `trace` is how its rows are followed. */
export interface ReportFigure {
  readonly name: string
  readonly title: string
  readonly figure: Figure
  readonly beside?: readonly { readonly title: string; readonly figure: Figure }[]
  readonly delta?: { readonly change: number; readonly unit: Figure['unit']; readonly against: string } | null
  readonly definition: string
  readonly trace?: TraceLink
}

/** A chart over the columns of one of the report's tables: its numbers are the table's. */
export interface ReportChart {
  readonly id: string
  readonly title: string
  readonly caption: string
  readonly table: string
  readonly kind: 'line' | 'bar' | 'stacked' | 'heat'
  readonly x: string
  readonly series: readonly string[]
  /** Columns of the lower and upper end of a band around the first series. */
  readonly band?: { readonly low: string; readonly high: string }
}

/** A sum that must be equal from two sides. */
export interface Tie {
  readonly title: string
  readonly left: number
  readonly right: number
}

/** A report before it is written in some format. */
export interface ReportDocument {
  readonly title: string
  readonly purpose: string
  readonly figures: readonly ReportFigure[]
  readonly tables: readonly ReportTable[]
  readonly charts: readonly ReportChart[]
  /** Sums that tie the tables to the figures; a report whose ties differ is not written. */
  readonly ties: readonly Tie[]
  readonly notes: readonly string[]
}
