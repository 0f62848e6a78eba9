/** What several report types have in common. */
import { type Figure, withheld } from '#shared/kernel/figure.schema'
import type { Month } from '#shared/kernel/day'
import { segments } from '#shared/portfolio/segments'
import type { FlowMeasureName } from '#shared/portfolio/contribution'
import { bucketsOf } from './buckets.ts'
import type { ReportQuestion } from './document.ts'
import type { ReportStretch } from './period.ts'
import { type Dimension, flowsBy, type FlowSums, monthTime } from './sums.ts'
import type { Column } from './table.ts'

/** Measures that add up over months; what counts clients at the start of a stretch does not. */
export const additive = [
  'revenue',
  'margin',
  'charges',
  'orders',
  'new',
] as const satisfies readonly FlowMeasureName[]

/** A column of money that is a control total. */
export const money = (key: string, title: string, definition?: string): Column => ({
  key,
  title,
  unit: 'cents',
  isTotalled: true,
  ...(definition === undefined ? {} : { definition }),
})

/** A column of counts that is a control total. */
export const counted = (key: string, title: string, definition?: string): Column => ({
  key,
  title,
  unit: 'count',
  isTotalled: true,
  ...(definition === undefined ? {} : { definition }),
})

/** A column of shares. */
export const share = (key: string, title: string, definition?: string): Column => ({
  key,
  title,
  unit: 'share',
  ...(definition === undefined ? {} : { definition }),
})

/** The column that names a row's group, if rows are kept apart. */
export function groupColumn(by: Dimension | undefined): Column[] {
  return by === undefined ? [] : [{ key: by, title: dimensionTitles[by], unit: 'text', isKey: true }]
}

const dimensionTitles: Readonly<Record<Dimension, string>> = {
  segment: 'Segment',
  channel: 'Channel',
  status: 'Status',
}

/** A segment's name as it reads. */
export function segmentTitle(segment: string): string {
  if (segment === 'none') return 'No segment'
  const words = segment.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The name of a group as it reads. */
export function groupTitle(by: Dimension | undefined, group: string): string {
  return by === 'segment' ? segmentTitle(group) : group
}

/** Groups in the order a reader expects: segments best first, others by name. */
export function inOrder(by: Dimension | undefined, groups: readonly string[]): string[] {
  if (by !== 'segment') return [...groups].sort()
  const order = [...segments, 'none'] as readonly string[]
  return [...groups].sort((left, right) => order.indexOf(left) - order.indexOf(right))
}

/** The whole divided; null where there is nothing to divide by. */
export function ratioOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** A stretch's flow by group: from its slot, or added up from its months where only sums are asked. */
export function stretchFlows(question: ReportQuestion, stretch: ReportStretch, by = question.by) {
  const { snapshot, filter } = question
  const times = stretch.slot === undefined ? (stretch.months ?? []).map(monthTime) : [stretch.slot]
  const flows = flowsBy(snapshot, times, { filter, by })
  return {
    groups: flows.groups,
    /** Whether counts of clients at the start of the stretch are known too. */
    isWhole: stretch.slot !== undefined,
    at(group = ''): FlowSums {
      return times.map((time) => flows.at(time, group)).reduce(addSums)
    },
  }
}

function addSums(left: FlowSums, right: FlowSums): FlowSums {
  const names = Object.keys(left) as FlowMeasureName[]
  // Every name gets its number -- because both have the same names.
  return Object.fromEntries(names.map((name) => [name, left[name] + right[name]])) as FlowSums
}

/** The months of a stretch, or those the run keeps where the stretch cuts a month. */
export function monthsOf({ snapshot, period }: ReportQuestion): readonly Month[] {
  if (period.now.months) return period.now.months
  const { from, to } = period.now
  return snapshot.context.months.filter((month) => month >= from.slice(0, 7) && month <= to.slice(0, 7))
}

/** The months of a report put together as asked. */
export function monthBuckets(question: ReportQuestion) {
  return bucketsOf(monthsOf(question), question.time, question.fiscalYearStartMonth)
}

/** The column of a time bucket. */
export function timeColumn({ time }: ReportQuestion): Column {
  return time === 'month'
    ? { key: 'month', title: 'Month', unit: 'month', isKey: true }
    : { key: 'time', title: timeTitles[time], unit: 'month', isKey: true }
}

const timeTitles = { quarter: 'Quarter', year: 'Year', 'fiscal-year': 'Fiscal year' } as const

/** A count or an amount as a figure, withheld where the filter takes away what it needs. */
export function plain(unit: Figure['unit'], value: number | null, reason = 'Not known.'): Figure {
  return value === null ? withheld(unit, reason) : { value, unit }
}

/**
 * Whether months must add up to the period: it consists of months, and nothing is filtered by what clients were at the
 * start, which is another start for each month than for the period.
 */
export function canTie({ period, filter }: ReportQuestion): boolean {
  return period.now.months !== undefined && filter.segment === undefined && filter.status === undefined
}

/** How a figure is followed to its clients. */
export const followed = (metric: string, question: Record<string, string> = {}) => ({ metric, question })

/** Why counts of clients lost are missing in a period that no run keeps whole. */
export const NOT_LISTED =
  'Clients lost are counted for listed periods and single months only: sums over months would count leavers twice.'
