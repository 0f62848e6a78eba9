import type { HoldoutCard, LossCard } from '#shared/pipeline/report-card-view.schema'
import { day, month, monthTick } from '../../lib/days.ts'
import { count, decimal, moneyShort, percent, range } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'

/** A chart of what was predicted beside what happened. */
export interface Compared {
  readonly title: string
  readonly subtitle: string
  readonly fileName: string
  readonly rows: readonly ComparedRow[]
  readonly words: { readonly axis: string; readonly size: string }
  readonly isOverTime?: boolean
  /** Index of the first row the model had not seen. */
  readonly heldOutFrom?: number
  readonly format: (value: number) => string
  readonly short: (value: number) => string
  readonly tick?: (name: string) => string
  readonly sentence: string
}

/** One point: `name` on the axis, `title` in words, `size` where it stands for so many. */
export interface ComparedRow {
  readonly name: string
  readonly title: string
  readonly predicted: number
  readonly actual: number
  readonly size?: number
  /** The 80 % interval as simulated and as widened by earlier tests. */
  readonly interval?: ComparedInterval
}

/** Bounds around a prediction. */
export interface ComparedInterval {
  readonly low: number
  readonly high: number
  readonly wideLow: number
  readonly wideHigh: number
}

const twoDigits = (value: number): string => decimal(value, 2)
const whole = (share: number): string => percent(share, 0)
const tenth = (share: number): string => percent(share, 1)

/** The rows behind a chart, for its table and its CSV. */
export function comparedRows({ rows, words, format }: Compared): ChartRows {
  const hasSize = rows.some(({ size }) => size !== undefined)
  const hasInterval = rows.some(({ interval }) => interval !== undefined)
  const size = { name: 'size', title: words.size, isNumber: true }
  return {
    columns: [
      { name: 'name', title: words.axis },
      ...(hasSize ? [size] : []),
      { name: 'predicted', title: 'Predicted', isNumber: true },
      { name: 'actual', title: 'Happened', isNumber: true },
      ...(hasInterval ? intervalColumns : []),
    ],
    shown: rows.map((row) => ({
      name: row.title,
      size: row.size === undefined ? '' : count(row.size),
      predicted: format(row.predicted),
      actual: format(row.actual),
      ...(row.interval
        ? {
            simulated: range(row.interval.low, row.interval.high, format),
            widened: range(row.interval.wideLow, row.interval.wideHigh, format),
          }
        : {}),
    })),
    rawHeader: [
      words.axis.toLowerCase(),
      'predicted',
      'happened',
      words.size.toLowerCase(),
      ...(hasInterval ? ['low 80 %', 'high 80 %', 'widened low 80 %', 'widened high 80 %'] : []),
    ],
    raw: rows.map(({ name, predicted, actual, size: members, interval }) => [
      name,
      predicted,
      actual,
      members ?? null,
      ...(interval ? [interval.low, interval.high, interval.wideLow, interval.wideHigh] : []),
    ]),
  }
}

const intervalColumns = [
  { name: 'simulated', title: '80% interval', isNumber: true },
  { name: 'widened', title: 'Widened', isNumber: true },
]

/** Repeat purchases week by week. */
export function trackingChart({ tracking, until }: HoldoutCard): Compared {
  const rows = tracking.rows.map((row) => ({
    name: row.until,
    title: day(row.until),
    predicted: row.expected,
    actual: row.actual,
  }))
  const heldOutFrom = tracking.rows.findIndex(({ isHeldOut }) => isHeldOut)
  const unseen = tracking.rows.filter(({ isHeldOut }) => isHeldOut)
  const predicted = unseen.reduce((sum, { expected }) => sum + expected, 0)
  const actual = unseen.reduce((sum, row) => sum + row.actual, 0)
  const period = tracking.periodDays === 7 ? 'week' : 'four weeks'
  return {
    title: 'What it predicted and what happened',
    subtitle: `Repeat purchases by ${period}; from ${day(until)} on the model had to predict without looking`,
    fileName: 'model-tracking',
    rows,
    words: { axis: 'Until', size: 'Clients' },
    isOverTime: true,
    ...(heldOutFrom < 0 ? {} : { heldOutFrom }),
    format: (value) => decimal(value, 1),
    short: count,
    tick: monthTick,
    sentence: `Repeat purchases by ${period}: in the time held back the model predicted ${count(predicted)} and ${count(actual)} happened.`,
  }
}

/** A number of repeat purchases in words; the last stands for seven or more. */
export const frequencyTitle = (frequency: number): string =>
  frequency === 7 ? '7 or more' : frequency === 0 ? 'none' : String(frequency)

/** Purchases held back by how often a client had bought before. */
export function frequencyChart({ byFrequency, days }: HoldoutCard): Compared {
  const last = byFrequency.at(-1)
  return {
    title: 'Who buys again',
    subtitle: `Mean purchases in ${days} days, by repeat purchases before`,
    fileName: 'model-by-frequency',
    rows: byFrequency.map(({ frequency, clients, predicted, actual }) => ({
      name: frequency === 7 ? '7+' : String(frequency),
      title: frequencyTitle(frequency),
      predicted,
      actual,
      size: clients,
    })),
    words: { axis: 'Repeat purchases before', size: 'Clients' },
    format: twoDigits,
    short: (value) => decimal(value, 1),
    sentence: last
      ? `Mean purchases held back by earlier repeat purchases: clients with ${frequencyTitle(last.frequency)} were predicted to buy ${twoDigits(last.predicted)} times and bought ${twoDigits(last.actual)} times.`
      : 'No client was known before the days held back.',
  }
}

/** Ten groups of equal size, from the lowest prediction to the highest. */
export function groupsChart({ groups, days }: HoldoutCard, currency: string): Compared {
  const isMoney = groups.unit === 'cents'
  const format = isMoney ? (cents: number): string => moneyShort(Math.round(cents), currency) : twoDigits
  const what = isMoney ? 'spend' : 'purchases'
  const top = groups.rows.at(-1)
  return {
    title: 'Ten groups',
    subtitle: `Mean ${what} in ${days} days, by predicted ${what}`,
    fileName: 'model-ten-groups',
    rows: groups.rows.map(({ clients, predicted, actual }, index) => ({
      name: String(index + 1),
      title: `${index + 1}${index === 0 ? ' (lowest)' : index === 9 ? ' (highest)' : ''}`,
      predicted,
      actual,
      size: clients,
    })),
    words: { axis: 'Group', size: 'Clients' },
    format,
    short: isMoney ? (cents) => moneyShort(cents, currency) : (value) => decimal(value, 1),
    sentence: top
      ? `Ten groups by predicted ${what}: the highest was predicted ${format(top.predicted)} a client and came to ${format(top.actual)}.`
      : 'No groups.',
  }
}

/** The chance of a purchase, said and happened. */
export function activeChart({ active, days }: HoldoutCard): Compared {
  return {
    title: 'Chance of buying again',
    subtitle: `Clients in ten groups by their chance of a purchase in the ${days} days held back`,
    fileName: 'model-chance',
    rows: saidRows(active.rows),
    words: { axis: 'Group', size: 'Clients' },
    format: tenth,
    short: whole,
    sentence: `Chance of a purchase, said and happened in ten groups: on average ${tenth(active.error)} apart.`,
  }
}

/** The monthly chance of losing a client with an account, said and happened. */
export function lossChart({ rows, error, from, to, predicted, actual }: LossCard): Compared {
  return {
    title: 'Who leaves',
    subtitle: `Clients with an account, ${month(from)} to ${month(to)}: the chance of leaving within a month, in ten groups`,
    fileName: 'model-loss',
    rows: saidRows(rows),
    words: { axis: 'Group', size: 'Client-months' },
    format: (share) => percent(share, 2),
    short: tenth,
    sentence: `Chance of leaving within a month in ten groups: on average ${percent(error, 2)} apart; ${decimal(predicted, 1)} losses predicted, ${count(actual)} happened.`,
  }
}

function saidRows(rows: LossCard['rows']): ComparedRow[] {
  return rows.map(({ clients, said, happened }, index) => ({
    name: String(index + 1),
    title: `${index + 1}${index === 0 ? ' (lowest)' : index === rows.length - 1 ? ' (highest)' : ''}`,
    predicted: said,
    actual: happened,
    size: clients,
  }))
}
