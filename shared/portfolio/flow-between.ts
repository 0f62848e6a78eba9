import { statuses } from '#shared/client/facts'
import type { DayRange } from './compiled-days.ts'
import type { Settings } from './context.ts'
import { isActiveAt, statusAt, sumBetween, type Timeline } from './timeline.ts'

interface Question {
  readonly stretch: DayRange
  /** The stretch its revenue is compared with, client by client. */
  readonly before: DayRange
  readonly settings: Settings
}

/**
 * What one client did in a stretch of days, in the order of `flowMeasures`.
 *
 * Active at the start is the end of the day before; retained + lost = active at start. New joined within the stretch and
 * are active at its end; early exits joined and left within it. Revenue of new, returned, expanded, contracted and lost
 * closes the bridge from the stretch before to this one exactly. Money counts even where the client was not acquired yet.
 */
export function flowBetween(timeline: Timeline, { stretch, before, settings }: Question): number[] {
  const start = stretch.from - 1
  const end = stretch.to
  const range = { from: start + 1, to: end }
  const isKnown = timeline.acquired !== undefined && timeline.acquired <= end
  const wasActive = isActiveAt(timeline, start)
  const isActive = isActiveAt(timeline, end)
  const isJoined = isKnown && (timeline.acquired ?? start) > start
  const revenue = sumBetween(timeline, timeline.revenueSums, range)
  const earlier = sumBetween(timeline, timeline.revenueSums, before)
  const orders = sumBetween(timeline, timeline.orderSums, range)
  const status = statusAt(timeline, end, settings)
  return [
    flag(wasActive),
    flag(wasActive && isActive),
    flag(wasActive && !isActive),
    flag(!wasActive && isActive && isJoined),
    flag(!wasActive && isActive && !isJoined),
    flag(isJoined && !isActive && hasBegun(timeline, range)),
    revenue,
    sumBetween(timeline, timeline.marginSums, range),
    sumBetween(timeline, timeline.chargeSums, range),
    orders,
    flag(orders > 0),
    ...bridge(revenue, earlier, isJoined),
    ...statuses.map((one) => flag(isKnown && one === status)),
  ]
}

const flag = (is: boolean): number => (is ? 1 : 0)

function hasBegun(timeline: Timeline, { from, to }: { from: number; to: number }): boolean {
  return timeline.spells.some((spell) => spell.from >= from && spell.from <= to)
}

/** New, returned, expanded, contracted, lost: their sum is `revenue - earlier`. */
function bridge(revenue: number, earlier: number, isJoined: boolean): number[] {
  if (earlier === 0) return isJoined ? [revenue, 0, 0, 0, 0] : [0, revenue, 0, 0, 0]
  if (revenue === 0) return [0, 0, 0, 0, -earlier]
  const change = revenue - earlier
  return change > 0 ? [0, 0, change, 0, 0] : [0, 0, 0, change, 0]
}
