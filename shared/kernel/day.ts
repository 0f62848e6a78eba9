/** A civil day in the reporting time zone, `YYYY-MM-DD`. Days compare as strings. */
export type CivilDay = string

/** A calendar month, `YYYY-MM`. */
export type Month = string

/** Mean length of a month in days, used wherever a rate is turned from months into days. */
export const DAYS_PER_MONTH = 365.25 / 12

/**
 * Days since 1970-01-01 of a civil day; NaN when the text is not a real day (2025-02-30). Plain arithmetic on the proleptic
 * Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"): valuing a client asks this a hundred times.
 */
export function dayNumber(day: CivilDay): number {
  if (day.length !== 10 || day[4] !== '-' || day[7] !== '-') return Number.NaN
  const year = digits(day, 0, 4)
  const month = digits(day, 5, 7)
  const date = digits(day, 8, 10)
  if (!(month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month))) return Number.NaN
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_1970
}

const DAYS_PER_ERA = 146_097
const DAYS_TO_1970 = 719_468

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The civil day that many days after 1970-01-01. */
export function dayOf(number: number): CivilDay {
  const shifted = number + DAYS_TO_1970
  const era = Math.floor(shifted / DAYS_PER_ERA)
  const dayOfEra = shifted - era * DAYS_PER_ERA
  const leaps = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const yearDays = 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
  const dayOfYear = dayOfEra - yearDays
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(date, 2)}`
}

function padded(value: number, length: number): string {
  return String(value).padStart(length, '0')
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
