function part(options: Intl.DateTimeFormatOptions): (date: Date) => string {
  const formatter = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...options })
  return (date) => formatter.format(date)
}

const shortMonth = part({ month: 'short' })
const longMonth = part({ month: 'long' })
const clockTime = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

function parse(text: string): Date {
  return new Date(
    text.length === 7 ? `${text}-01T00:00:00Z` : text.length === 10 ? `${text}T00:00:00Z` : text,
  )
}

/** A civil day: 22 Nov 2026. */
export function day(text: string): string {
  const date = parse(text)
  return `${date.getUTCDate()} ${shortMonth(date)} ${date.getUTCFullYear()}`
}

/** A sentence with its civil days made readable. */
export function withDays(text: string): string {
  return text.replaceAll(/\d{4}-\d{2}-\d{2}/g, day)
}

/** A month: Nov 2026. */
export function month(text: string): string {
  const date = parse(text)
  return `${shortMonth(date)} ${date.getUTCFullYear()}`
}

/** A month in full: November 2026. */
export function monthInFull(text: string): string {
  const date = parse(text)
  return `${longMonth(date)} ${date.getUTCFullYear()}`
}

/** A month on an axis: Nov ’26. */
export function monthTick(text: string): string {
  const date = parse(text)
  return `${shortMonth(date)} ’${String(date.getUTCFullYear()).slice(2)}`
}

/** An instant to the minute: 22 Nov 2026, 06:00 UTC. */
export function instant(text: string): string {
  const date = parse(text)
  return `${day(text)}, ${clockTime(date)} UTC`
}

/** Time between two instants: 42 s, 3 min 5 s. */
export function duration(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}
