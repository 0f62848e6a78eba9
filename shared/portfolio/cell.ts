import type { Cell } from './contribution.ts'
import type { Context } from './context.ts'
import { dayMonthsBefore } from './compiled-days.ts'
import { RFM_MONTHS, segmentOf } from './segments.ts'
import { countUpTo, lastOwnDay, statusAt, sumBetween, type Timeline } from './timeline.ts'

/** What a client is at the end of a day: its segment, channel and status. */
export function cellOf(timeline: Timeline, day: number, of: { context: Context; channel: string }): Cell {
  const { context, channel } = of
  return {
    segment: segmentAt(timeline, day, context),
    channel,
    status: statusAt(timeline, day, context.settings),
  }
}

function segmentAt(timeline: Timeline, day: number, context: Context) {
  const rfm = rfmAt(timeline, day)
  return segmentOf(rfm, context.cuts)
}

/** Recency, frequency and money of the 24 months to a day; undefined before the first own action. */
export function rfmAt(timeline: Timeline, day: number) {
  const last = lastOwnDay(timeline, day)
  if (last === undefined) return undefined
  const from = dayMonthsBefore(day, RFM_MONTHS) + 1
  return {
    recencyDays: day - last,
    frequency: countUpTo(timeline.ownDays, day) - countUpTo(timeline.ownDays, from - 1),
    moneyCents: sumBetween(timeline, timeline.revenueSums, { from, to: day }),
  }
}
