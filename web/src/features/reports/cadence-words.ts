import type { ScheduleView } from '#shared/report/schedule-view.schema'

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** How often a report may be made. */
export const everyOptions = [
  { value: 'day', title: 'Day' },
  { value: 'week', title: 'Week' },
  { value: 'month', title: 'Month' },
] as const

/** The days of the week, Monday first. */
export const weekdayOptions = weekdays.map((title, index) => ({ value: String(index + 1), title }))

/** A cadence as a person says it. */
export function cadenceText({ every, at, weekday = 1, day = 1, timeZone }: ScheduleView['cadence']): string {
  const when =
    every === 'day'
      ? 'every day'
      : every === 'week'
        ? `every ${weekdays[weekday - 1] ?? ''}`
        : `on day ${day} of every month`
  return `${when} at ${at} (${timeZone})`
}
