import {
  addMonths,
  addMonthsToDay,
  type CivilDay,
  dayNumber,
  dayOf,
  firstDayOf,
  lastDayOf,
  type Month,
  monthOf,
} from '#shared/kernel/day'
import { type Context, sameDayBefore, type Stretch, stretchBefore } from './context.ts'

/** A stretch of days in day numbers, both ends included. */
export interface DayRange {
  readonly from: number
  readonly to: number
}

/** The days a context asks about, in day numbers: worked out once for all clients. */
export interface CompiledDays {
  readonly asOf: number
  /** The last 12 full months. */
  readonly fullMonths: readonly Month[]
  /** State days with the first day of the 12 months they end. */
  readonly states: readonly { readonly civil: CivilDay; readonly day: number; readonly yearFrom: number }[]
  readonly flows: readonly { readonly when: string; readonly stretch: DayRange; readonly before: DayRange }[]
}

/** The days of a context as day numbers. */
export function compiledDays(context: Context): CompiledDays {
  const { asOf, monthEnds, months, periods } = context
  return {
    asOf: dayNumber(asOf),
    fullMonths: fullMonthsBefore(asOf),
    states: [...monthEnds, asOf].map((civil) => ({
      civil,
      day: dayNumber(civil),
      yearFrom: dayNumber(sameDayBefore(civil, 12)) + 1,
    })),
    flows: [
      ...months.map((month) => flow(`month:${month}`, ...monthWithBefore(month, asOf))),
      ...periods.flatMap(({ name, now, previous, yearBefore }) => [
        flow(`${name}:now`, now, previous),
        flow(`${name}:previous`, previous, stretchBefore(name, previous)),
        flow(`${name}:year-before`, yearBefore, stretchBefore(name, yearBefore)),
      ]),
    ],
  }
}

/** The 12 full months before a day. */
export function fullMonthsBefore(day: CivilDay): string[] {
  const isMonthEnd = lastDayOf(monthOf(day)) === day
  const last = isMonthEnd ? monthOf(day) : addMonths(monthOf(day), -1)
  return Array.from({ length: 12 }, (_, index) => addMonths(last, index - 11))
}

function monthWithBefore(month: Month, asOf: CivilDay): [Stretch, Stretch] {
  const from = firstDayOf(month)
  const last = lastDayOf(month)
  const to = last < asOf ? last : asOf
  return [
    { from, to },
    { from: addMonthsToDay(from, -1), to: sameDayBefore(to, 1) },
  ]
}

function flow(when: string, stretch: Stretch, before: Stretch) {
  return { when, stretch: range(stretch), before: range(before) }
}

const range = ({ from, to }: Stretch): DayRange => ({ from: dayNumber(from), to: dayNumber(to) })

const monthsBefore = new Map<string, number>()
// Enough for every day of a century at two distances.
const MOST_REMEMBERED = 80_000

/** The day number `months` before a day number, remembered: every client asks about the same few days. */
export function dayMonthsBefore(day: number, months: number): number {
  const key = `${day}|${months}`
  const known = monthsBefore.get(key)
  if (known !== undefined) return known
  const found = dayNumber(addMonthsToDay(dayOf(day), -months))
  if (monthsBefore.size < MOST_REMEMBERED) monthsBefore.set(key, found)
  return found
}
