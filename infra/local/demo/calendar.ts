import { addMonths, dayNumber, dayOf, firstDayOf, lastDayOf, monthOf } from '#shared/kernel/day'
import type { CivilDay, Month } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'

/** Months of history, the unfinished one included. */
export const HISTORY_MONTHS = 36

/** A calendar month of the history, cut at today. */
export interface HistoryMonth {
  readonly index: number
  readonly month: Month
  /** Calendar month, 0 is January. */
  readonly ofYear: number
  /** Months before the last one. */
  readonly ago: number
  readonly firstDay: CivilDay
  readonly lastDay: CivilDay
  /** Share of the month that has passed: below 1 only for the last. */
  readonly passed: number
}

/** The months of the history that ends today. */
export function historyMonths(today: CivilDay): readonly HistoryMonth[] {
  return Array.from({ length: HISTORY_MONTHS }, (_, index) => {
    const ago = HISTORY_MONTHS - 1 - index
    const month = addMonths(monthOf(today), -ago)
    const end = lastDayOf(month)
    return {
      index,
      month,
      ofYear: Number(month.slice(5)) - 1,
      ago,
      firstDay: firstDayOf(month),
      lastDay: ago === 0 ? today : end,
      passed: ago === 0 ? Number(today.slice(8)) / Number(end.slice(8)) : 1,
    }
  })
}

/** A day from `from` to `to`, both included, each with the same chance. */
export function dayBetween(random: Random, from: CivilDay, to: CivilDay): CivilDay {
  const first = dayNumber(from)
  return dayOf(first + random.integer(Math.max(1, dayNumber(to) - first + 1)))
}

/** The earlier of two days. */
export function earlier(one: CivilDay, other: CivilDay): CivilDay {
  return one < other ? one : other
}
