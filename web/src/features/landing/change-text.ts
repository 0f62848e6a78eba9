import type { Change } from '#shared/landing/landing-view.schema'
import { day, instant } from '../../lib/days.ts'
import type { Delta } from '../../lib/delta.ts'
import { inUnit } from '../../lib/format.ts'

/** A change as it reads: the figure now, and by how much, or what it was before. */
export interface ChangeText {
  readonly now: string
  readonly before: string
  readonly delta?: Delta
}

/** What changed, in words. */
export function changeText(
  { unit, from, to }: Change,
  { currency, since }: { currency: string; since: string },
): ChangeText {
  if (unit === 'day' || typeof from === 'string' || typeof to === 'string')
    return { now: day(String(to)), before: `was ${day(String(from))}` }
  return {
    now: inUnit(to, unit, currency),
    before: `was ${inUnit(from, unit, currency)}`,
    delta: { change: to - from, unit, against: instant(since) },
  }
}
