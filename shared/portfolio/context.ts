import type { PurchaseModelName } from '#shared/models/purchase-model'
import {
  addDays,
  addMonthsToDay,
  type CivilDay,
  daysBetween,
  firstDayOf,
  lastDayOf,
  type Month,
  monthOf,
} from '#shared/kernel/day'
import { addMonths } from '#shared/kernel/day'
import type { ProductId } from '#shared/kernel/ids'
import type { Params } from '#shared/models/fit'
import type { HazardModel } from '#shared/models/hazard-loss'
import type { IntervalCalibration } from '#shared/models/interval-calibration'
import type { CatalogueEntry } from '#shared/product/product'
import type { HealthSettings } from './health-settings.ts'
import { type ListedPeriod, type PeriodName, periodNames } from './period-names.ts'
import type { Cuts } from './segments.ts'

/** Version of every definition in this folder; a stored snapshot says under which it was made. */
export const DEFINITIONS = 1

/** What a house may choose about its valuation. */
export interface Settings {
  /** Margin assumed where no cost is known, 0 to 1. */
  readonly marginRate: number
  /** Discount rate per year. */
  readonly discountRatePerYear: number
  readonly horizonMonths: number
  /** Horizon of the churn probability. */
  readonly churnHorizonDays: number
  /** Account-based clients without own activity for so long are dormant. */
  readonly dormantAfterDays: number
  /** Activity window of purchase-based clients; absent: chosen from the observed gaps. */
  readonly activityWindowDays?: number
}

/** The settings a house starts with. */
export const defaultSettings: Settings = {
  marginRate: 1,
  discountRatePerYear: 0.1,
  horizonMonths: 36,
  churnHorizonDays: 90,
  dormantAfterDays: 180,
}

/** A fitted model of how often clients buy, as stored with a run. */
export interface FittedPurchases {
  readonly model: PurchaseModelName
  readonly params: Params
}

/** The fitted model of losing clients with accounts, with refits to resampled clients. */
export interface FittedLoss {
  readonly model: HazardModel
  readonly refits: readonly HazardModel[]
}

/** What the fit step found; a part that could not be fitted carries the reason instead. */
export interface FittedModels {
  /** Values the client: expected purchases. */
  readonly purchases?: FittedPurchases
  /** "Chance still a client": never BG/NBD, which calls every one-time buyer alive. */
  readonly chance?: FittedPurchases
  readonly spend?: { readonly params: Params }
  /** Mean spend per purchase day, where no spend model could be fitted. */
  readonly meanSpendCents?: number
  /** Values clients with accounts. */
  readonly loss?: FittedLoss
  /** What the back-test says about intervals of purchase-based clients; absent where none was possible. */
  readonly intervals?: IntervalCalibration
  /** Why predicted figures of purchase-based clients are withheld. */
  readonly purchasesWithheld?: string
  /** Why predicted figures of account-based clients are withheld. */
  readonly accountsWithheld?: string
}

/** Parameters refitted on a resampled portfolio: one possible truth. */
export interface Draw {
  readonly purchases: Params
  readonly spend?: Params
  /** How far the model itself may be off in this draw, for all clients alike; 1 where absent. */
  readonly level?: number
}

/** A half-open stretch of days with the day before it: `[from, to]` inclusive, state taken at `startsAfter`. */
export interface Stretch {
  readonly from: CivilDay
  readonly to: CivilDay
}

/** A listed period with what it is compared with. */
export interface Period {
  readonly name: PeriodName
  readonly now: Stretch
  readonly previous: Stretch
  readonly yearBefore: Stretch
}

/** Everything `value` needs beside the client. Stored with the run, so that any value can be computed again. */
export interface Context {
  readonly runId: string
  readonly definitions: number
  readonly asOf: CivilDay
  readonly settings: Settings
  /** Version of the house's settings the run was opened under. */
  readonly settingsVersion?: number
  readonly activityWindowDays: number
  /** Weights, anchors and bands of the health score; absent in contexts older than the settings: the shipped ones. */
  readonly health?: HealthSettings
  readonly models: FittedModels
  readonly draws: readonly Draw[]
  readonly seed: number
  readonly cuts: Cuts
  readonly catalogue: Readonly<Record<ProductId, CatalogueEntry>>
  /** The last 12 month ends before the as-of day, oldest first. */
  readonly monthEnds: readonly CivilDay[]
  /** The last 36 months, the as-of day's own last. */
  readonly months: readonly Month[]
  readonly periods: readonly Period[]
}

/** How many refits and simulated futures stand behind an interval. */
export const DRAWS = 200
/** How many month ends before the as-of day are valued. */
export const MONTH_ENDS = 12
/** How many months of flows are kept. */
export const FLOW_MONTHS = 36

/** The month ends before a day, oldest first. */
export function monthEndsBefore(asOf: CivilDay): CivilDay[] {
  const month = monthOf(asOf)
  return Array.from({ length: MONTH_ENDS }, (_, index) => lastDayOf(addMonths(month, index - MONTH_ENDS)))
}

/** The months whose flows a run keeps, oldest first. */
export function flowMonths(asOf: CivilDay): Month[] {
  const month = monthOf(asOf)
  return Array.from({ length: FLOW_MONTHS }, (_, index) => addMonths(month, index - FLOW_MONTHS + 1))
}

/** The listed periods as of a day, each with the period before and the same a year before. */
export function listedPeriods(asOf: CivilDay): Period[] {
  return periodNames.map((name) => {
    const now = stretchOf(name, asOf)
    return {
      name,
      now,
      previous: stretchBefore(name, now),
      yearBefore: yearBefore(name, now),
    }
  })
}

/** The range a study was asked for, with as many days before it and the same days a year before. */
export function rangePeriod(now: Stretch): Period {
  return {
    name: 'range',
    now,
    previous: stretchBefore('range', now),
    yearBefore: yearBefore('range', now),
  }
}

function stretchOf(name: ListedPeriod, asOf: CivilDay): Stretch {
  const month = monthOf(asOf)
  const quarter = quarterOf(month)
  switch (name) {
    case '30-days':
      return { from: addDays(asOf, -29), to: asOf }
    case '90-days':
      return { from: addDays(asOf, -89), to: asOf }
    case '12-months':
      return yearTo(asOf)
    case 'month-to-date':
      return { from: firstDayOf(month), to: asOf }
    case 'quarter-to-date':
      return { from: firstDayOf(quarter), to: asOf }
    case 'year-to-date':
      return { from: `${asOf.slice(0, 4)}-01-01`, to: asOf }
    case 'last-month':
      return wholeMonths(addMonths(month, -1), 1)
    case 'last-quarter':
      return wholeMonths(addMonths(quarter, -3), 3)
    case 'last-year':
      return wholeMonths(`${Number(asOf.slice(0, 4)) - 1}-01`, 12)
  }
}

/** The stretch a period is compared with: as many days, or the same days of the month, quarter or year before. */
export function stretchBefore(name: PeriodName, { from, to }: Stretch): Stretch {
  switch (name) {
    case 'range':
      return { from: addDays(from, -daysBetween(from, to) - 1), to: addDays(from, -1) }
    case '30-days':
      return { from: addDays(from, -30), to: addDays(from, -1) }
    case '90-days':
      return { from: addDays(from, -90), to: addDays(from, -1) }
    case '12-months':
      return yearTo(addDays(from, -1))
    case 'month-to-date':
      return { from: addMonthsToDay(from, -1), to: sameDayBefore(to, 1) }
    case 'quarter-to-date':
      return { from: addMonthsToDay(from, -3), to: sameDayBefore(to, 3) }
    case 'year-to-date':
      return { from: addMonthsToDay(from, -12), to: sameDayBefore(to, 12) }
    case 'last-month':
      return wholeMonths(addMonths(monthOf(from), -1), 1)
    case 'last-quarter':
      return wholeMonths(addMonths(monthOf(from), -3), 3)
    case 'last-year':
      return wholeMonths(addMonths(monthOf(from), -12), 12)
  }
}

function wholeMonths(first: Month, count: number): Stretch {
  return { from: firstDayOf(first), to: lastDayOf(addMonths(first, count - 1)) }
}

function quarterOf(month: Month): Month {
  const first = Math.floor((Number(month.slice(5)) - 1) / 3) * 3 + 1
  return `${month.slice(0, 5)}${String(first).padStart(2, '0')}`
}

function yearTo(to: CivilDay): Stretch {
  return { from: addDays(sameDayBefore(to, 12), 1), to }
}

// Counted days stay as many; calendar days stay the same days.
function yearBefore(name: PeriodName, { from, to }: Stretch): Stretch {
  const end = sameDayBefore(to, 12)
  if (name === '12-months') return yearTo(end)
  const isCounted = name === '30-days' || name === '90-days'
  return { from: isCounted ? addDays(end, -daysBetween(from, to)) : addMonthsToDay(from, -12), to: end }
}

/** The same day so many months before; a month's last day stays the month's last day. */
export function sameDayBefore(day: CivilDay, months: number): CivilDay {
  const shifted = addMonthsToDay(day, -months)
  return lastDayOf(monthOf(day)) === day ? lastDayOf(monthOf(shifted)) : shifted
}
