import type { SessionView } from '#shared/access/session.schema'

const MINUTE = 60_000
/** How long before its end a session asks. */
export const WARNING_MS = 5 * MINUTE
// The server writes down a use at most every five minutes: idle time may have begun that much earlier.
const SLIDE_MS = 5 * MINUTE

/** When a session will end, and whether staying on helps. */
export interface Ending {
  readonly at: number
  readonly kind: 'idle' | 'day'
}

/** When a session ends by itself: after its day, or when it is not used, whichever comes first. */
export function endingOf(
  { expiresAt, idleMinutes }: Pick<SessionView, 'expiresAt' | 'idleMinutes'>,
  lastUsedAt: number,
): Ending {
  const day = Date.parse(expiresAt)
  const idle = lastUsedAt + idleMinutes * MINUTE - Math.min(SLIDE_MS, (idleMinutes * MINUTE) / 2)
  return idle < day ? { at: idle, kind: 'idle' } : { at: day, kind: 'day' }
}

/** Whether it is time to ask. */
export function isNear({ at }: Ending, now: number): boolean {
  return at - now <= WARNING_MS
}

/** What is left as minutes and seconds: 4:07. */
export function leftText({ at }: Ending, now: number): string {
  const seconds = Math.max(0, Math.ceil((at - now) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
