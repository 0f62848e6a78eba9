/** The periods a report can be about: listed, fiscal, or any whole months a run keeps. */
import { invalidInput } from '#shared/kernel/errors'
import {
  addMonths,
  type CivilDay,
  firstDayOf,
  lastDayOf,
  type Month,
  monthNumber,
  monthOf,
} from '#shared/kernel/day'
import type { Period, Stretch } from '#shared/portfolio/context'
import { type PeriodName, periodNames } from '#shared/portfolio/period-names'

/** Periods counted from the first month of the fiscal year. */
export const fiscalPeriods = [
  'fiscal-year-to-date',
  'last-fiscal-year',
  'fiscal-quarter-to-date',
  'last-fiscal-quarter',
] as const
/** A period by name; `custom` comes with its days. */
export const reportPeriods = [...periodNames, ...fiscalPeriods, 'all-months', 'custom', 'range'] as const
/** A period by name. */
export type ReportPeriod = (typeof reportPeriods)[number]
/** What a period is compared with. */
export type Compare = 'previous' | 'year-before' | 'none'

/** A wish for a period. */
export interface PeriodWish {
  readonly period: ReportPeriod
  readonly from?: CivilDay | undefined
  readonly to?: CivilDay | undefined
  readonly compare: Compare
}

/** What the run knows about time. */
export interface PeriodContext {
  readonly asOf: CivilDay
  readonly months: readonly Month[]
  readonly periods: readonly Period[]
  /** 1 to 12. */
  readonly fiscalYearStartMonth: number
}

/** A stretch of days with what the run holds of it: a slot (every measure) or whole months (sums only). */
export interface ReportStretch extends Stretch {
  /** `12-months:now`; absent where no listed period has these days. */
  readonly slot?: string
  /** The months it consists of, the as-of month up to the as-of day; absent where it cuts a month. */
  readonly months?: readonly Month[]
}

/** A period with what it is compared with. */
export interface ReportPeriodView {
  readonly name: ReportPeriod
  readonly title: string
  readonly now: ReportStretch
  readonly before?: ReportStretch
}

const titles: Readonly<Record<ReportPeriod, string>> = {
  '30-days': 'Last 30 days',
  '90-days': 'Last 90 days',
  'month-to-date': 'Month to date',
  'quarter-to-date': 'Quarter to date',
  'year-to-date': 'Year to date',
  '12-months': 'Last 12 months',
  'last-month': 'Last full month',
  'last-quarter': 'Last full quarter',
  'last-year': 'Last full year',
  'fiscal-year-to-date': 'Fiscal year to date',
  'last-fiscal-year': 'Last full fiscal year',
  'fiscal-quarter-to-date': 'Fiscal quarter to date',
  'last-fiscal-quarter': 'Last full fiscal quarter',
  'all-months': 'All months kept',
  custom: 'Chosen months',
  range: 'The study’s range',
}

/** A period's name as it reads. */
export function periodTitle(period: ReportPeriod): string {
  return titles[period]
}

/** First month of the fiscal year that a month is in. */
export function fiscalYearStart(month: Month, startMonth: number): Month {
  const start = `${month.slice(0, 4)}-${String(startMonth).padStart(2, '0')}`
  return start <= month ? start : addMonths(start, -12)
}

/** First month of the fiscal quarter that a month is in. */
export function fiscalQuarterStart(month: Month, startMonth: number): Month {
  const year = fiscalYearStart(month, startMonth)
  return addMonths(year, Math.floor((monthNumber(month) - monthNumber(year)) / 3) * 3)
}

/** The name of the fiscal year of a month: the calendar year in which it ends, `FY2026`. */
export function fiscalYearName(month: Month, startMonth: number): string {
  return `FY${addMonths(fiscalYearStart(month, startMonth), 11).slice(0, 4)}`
}

/**
 * The days of a period and what the run holds of them.
 *
 * @throws DomainError `report.period-invalid` when the days are not whole months that the run keeps
 */
export function resolvedPeriod(wish: PeriodWish, context: PeriodContext): ReportPeriodView {
  const listed = context.periods.find(({ name }) => name === wish.period)
  const title = titles[wish.period]
  if (listed) return { name: wish.period, title, ...ofListed(listed, wish.compare, context) }
  const now = stretchOf(wish, context)
  const before = wish.compare === 'none' ? undefined : shifted(now, wish.compare, context)
  return { name: wish.period, title, now, ...(before ? { before } : {}) }
}

function ofListed(listed: Period, compare: Compare, context: PeriodContext) {
  const now = { ...listed.now, slot: `${listed.name}:now`, ...monthsOf(listed.now, context) }
  if (compare === 'none') return { now }
  const stretch = compare === 'previous' ? listed.previous : listed.yearBefore
  return { now, before: { ...stretch, slot: `${listed.name}:${compare}`, ...monthsOf(stretch, context) } }
}

function stretchOf({ period, from, to }: PeriodWish, context: PeriodContext): ReportStretch {
  const { asOf, fiscalYearStartMonth: start, months } = context
  const month = monthOf(asOf)
  const whole = (first: Month, last: Month) =>
    checked({ from: firstDayOf(first), to: endOf(last, asOf) }, context)
  switch (period) {
    case 'fiscal-year-to-date':
      return whole(fiscalYearStart(month, start), month)
    case 'last-fiscal-year':
      return whole(
        addMonths(fiscalYearStart(month, start), -12),
        addMonths(fiscalYearStart(month, start), -1),
      )
    case 'fiscal-quarter-to-date':
      return whole(fiscalQuarterStart(month, start), month)
    case 'last-fiscal-quarter': {
      const quarter = fiscalQuarterStart(month, start)
      return whole(addMonths(quarter, -3), addMonths(quarter, -1))
    }
    case 'all-months':
      return whole(months[0] ?? month, month)
    default: {
      if (from === undefined || to === undefined || from > to)
        throw periodInvalid('Choose the first and the last day of the period.', context)
      return checked({ from, to }, context)
    }
  }
}

const endOf = (month: Month, asOf: CivilDay) => (lastDayOf(month) < asOf ? lastDayOf(month) : asOf)

/** The months a stretch consists of, if it does. */
function monthsOf({ from, to }: Stretch, { asOf, months }: PeriodContext): { months?: readonly Month[] } {
  const isWhole = from === firstDayOf(monthOf(from)) && to === endOf(monthOf(to), asOf)
  const first = months[0]
  if (!isWhole || first === undefined || monthOf(from) < first) return {}
  return { months: months.filter((month) => month >= monthOf(from) && month <= monthOf(to)) }
}

function checked(stretch: Stretch, context: PeriodContext): ReportStretch {
  const slot = context.periods
    .flatMap(({ name, now }) => (now.from === stretch.from && now.to === stretch.to ? [slotOf(name)] : []))
    .at(0)
  const found = monthsOf(stretch, context)
  if (slot === undefined && found.months === undefined)
    throw periodInvalid('Any other period than whole months is a study: start a valuation for it.', context)
  return { ...stretch, ...(slot === undefined ? {} : { slot }), ...found }
}

const slotOf = (name: PeriodName) => `${name}:now`

/** As many months before, or the same months of the year before; undefined where the run does not keep them. */
function shifted(now: ReportStretch, compare: 'previous' | 'year-before', context: PeriodContext) {
  if (!now.months) return undefined
  const by = compare === 'previous' ? now.months.length : 12
  const first = context.months[0]
  const months = now.months.map((month) => addMonths(month, -by))
  const [from, to] = [months[0], months.at(-1)]
  if (from === undefined || to === undefined || first === undefined || from < first) return undefined
  // A month that is not over is compared with whole months: then nothing would be like with like.
  if (now.to !== lastDayOf(monthOf(now.to))) return undefined
  return { from: firstDayOf(from), to: lastDayOf(to), months }
}

function periodInvalid(message: string, { months, asOf }: PeriodContext) {
  const kept = `This run keeps ${months[0] ?? ''} to ${asOf}.`
  return invalidInput('report.period-invalid', `${message} ${kept}`, [
    { path: 'from', message: `Whole months from ${months[0] ?? ''} on, or a listed period.` },
  ])
}
