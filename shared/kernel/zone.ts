import type { Instant } from './clock.ts'
import type { CivilDay } from './day.ts'

/** The civil day of an instant in a time zone (IANA name). */
export function dayIn(instant: Instant, timeZone: string): CivilDay {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'iso8601',
  }).formatToParts(new Date(instant))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}
