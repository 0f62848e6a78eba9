/** A civil day in the reporting time zone, `YYYY-MM-DD`. Days compare as strings. */
export type CivilDay = string

/** A calendar month, `YYYY-MM`. */
export type Month = string

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/
const MILLISECONDS_PER_DAY = 86_400_000

/** Mean length of a month in days, used wherever a rate is turned from months into days. */
export const DAYS_PER_MONTH = 365.25 / 12

/** Days since 1970-01-01 of a civil day; NaN when the text is not a real day (2025-02-30). */
export function dayNumber(day: CivilDay): number {
  const match = dayPattern.exec(day)
  if (!match) return Number.NaN
  const time = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  const number = time / MILLISECONDS_PER_DAY
  return dayOf(number) === day ? number : Number.NaN
}

/** The civil day that many days after 1970-01-01. */
export function dayOf(number: number): CivilDay {
  return new Date(number * MILLISECONDS_PER_DAY).toISOString().slice(0, 10)
}

/** Whether a text is a real civil day between 1900 and 2199. */
export function isCivilDay(text: string): boolean {
  return !Number.isNaN(dayNumber(text)) && text >= '1900-01-01' && text < '2200-01-01'
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDay, to: CivilDay): number {
  return dayNumber(to) - dayNumber(from)
}

/** The day `days` after `day`. */
export function addDays(day: CivilDay, days: number): CivilDay {
  return dayOf(dayNumber(day) + days)
}

/** The month of a day. */
export function monthOf(day: CivilDay): Month {
  return day.slice(0, 7)
}

/** Months since year 0 of a month, for differences. */
export function monthNumber(month: Month): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
}

/** The month that many months after year 0. */
export function monthFrom(number: number): Month {
  const year = Math.floor(number / 12)
  return `${String(year).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`
}

/** The month `months` after `month`. */
export function addMonths(month: Month, months: number): Month {
  return monthFrom(monthNumber(month) + months)
}

/** First day of a month. */
export function firstDayOf(month: Month): CivilDay {
  return `${month}-01`
}

/** Last day of a month. */
export function lastDayOf(month: Month): CivilDay {
  return addDays(firstDayOf(addMonths(month, 1)), -1)
}

/** The same day of the month `months` later, or that month's last day where it is shorter. */
export function addMonthsToDay(day: CivilDay, months: number): CivilDay {
  const month = addMonths(monthOf(day), months)
  const wished = `${month}-${day.slice(8)}`
  const last = lastDayOf(month)
  return wished < last ? wished : last
}
