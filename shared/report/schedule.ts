/** When a scheduled report is due: a local time in a time zone, right across changes of the clock. */
import type { Instant } from '#shared/kernel/clock'
import { addDays, type CivilDay, dayNumber, firstDayOf, lastDayOf, monthOf } from '#shared/kernel/day'
import { dayIn } from '#shared/kernel/zone'

/** How often, at which local time, in which time zone. */
export interface Cadence {
  readonly every: 'day' | 'week' | 'month'
  /** Local time, `HH:MM`. */
  readonly at: string
  /** 1 Monday to 7 Sunday; for weeks. */
  readonly weekday?: number | undefined
  /** 1 to 31; in shorter months their last day; for months. */
  readonly day?: number | undefined
  /** IANA name. */
  readonly timeZone: string
}

const DAY_MILLISECONDS = 86_400_000
const LONGEST_SEARCH_DAYS = 62

/** Whether a text is a time zone this machine knows. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Milliseconds a zone is ahead of UTC at an instant. */
function offsetAt(milliseconds: number, timeZone: string): number {
  const formatter =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  formatters.set(timeZone, formatter)
  const parts = formatter.formatToParts(milliseconds)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0)
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  )
  return local - Math.floor(milliseconds / 1_000) * 1_000
}

/**
 * The instant of a local time. A time the clock skips is as much later as the clock was put forward; of a time that
 * comes twice, the first.
 */
export function instantOf(day: CivilDay, at: string, timeZone: string): Instant {
  const local =
    dayNumber(day) * DAY_MILLISECONDS + (Number(at.slice(0, 2)) * 60 + Number(at.slice(3))) * 60_000
  const [before, after] = [local - DAY_MILLISECONDS, local + DAY_MILLISECONDS].map((near) =>
    offsetAt(near, timeZone),
  )
  const meant = [before ?? 0, after ?? 0]
    .map((offset) => ({ offset, instant: local - offset }))
    .filter(({ offset, instant }) => offsetAt(instant, timeZone) === offset)
    .map(({ instant }) => instant)
  return new Date(meant.length > 0 ? Math.min(...meant) : local - (before ?? 0)).toISOString()
}

/** The first instant after another at which a report is due. */
export function nextDue(cadence: Cadence, after: Instant): Instant {
  let day = addDays(dayIn(after, cadence.timeZone), -1)
  for (let searched = 0; searched < LONGEST_SEARCH_DAYS; searched++) {
    if (isDueOn(cadence, day)) {
      const instant = instantOf(day, cadence.at, cadence.timeZone)
      if (instant > after) return instant
    }
    day = addDays(day, 1)
  }
  throw new Error('Impossible: every month has a day on which a report is due')
}

function isDueOn({ every, weekday = 1, day: wanted = 1 }: Cadence, day: CivilDay): boolean {
  if (every === 'day') return true
  // 1970-01-01 was a Thursday.
  if (every === 'week') return ((dayNumber(day) + 3) % 7) + 1 === weekday
  const last = lastDayOf(monthOf(day))
  const wished = addDays(firstDayOf(monthOf(day)), wanted - 1)
  return day === (wished < last && monthOf(wished) === monthOf(last) ? wished : last)
}
