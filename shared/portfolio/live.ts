/** A client's score between runs: under the current run's context, on the day of its newest fact. */
import type { ClientWithFacts, LiveScore, Moved } from '#shared/client/client'
import { factDay } from '#shared/client/facts'
import { type CivilDay, dayNumber } from '#shared/kernel/day'
import { cellOf } from './cell.ts'
import type { Context } from './context.ts'
import { healthOf } from './health-of.ts'
import { scored } from './score.ts'
import { timelineOf } from './timeline.ts'
import { compiled } from './valuation.ts'

const byDay = new WeakMap<Context, Map<CivilDay, Context>>()
// Days between two runs, and some: enough for clients read one after the other.
const MOST_DAYS = 40

/** The context of a run read on another day: the same models, cuts and settings. The same day gives the same object. */
export function contextOn(context: Context, day: CivilDay): Context {
  if (day === context.asOf) return context
  const days = byDay.get(context) ?? new Map<CivilDay, Context>()
  byDay.set(context, days)
  const made = days.get(day) ?? { ...context, asOf: day }
  if (days.size < MOST_DAYS) days.set(day, made)
  return made
}

/** The day a live score is of: the run's, or the newest fact's where that is later, but never after today. */
export function liveDay({ facts }: ClientWithFacts, context: Context, today: CivilDay): CivilDay {
  const newest = facts.reduce<CivilDay>((latest, fact) => {
    const day = fact.fact === 'engagement' ? '' : factDay(fact)
    return day > latest && day <= today ? day : latest
  }, '')
  return newest > context.asOf ? newest : context.asOf
}

/** Figures of one client at the end of a day, before rounding. */
function figuresOn(client: ClientWithFacts, context: Context) {
  const at = compiled(context)
  const timeline = timelineOf(client, context)
  const day = dayNumber(context.asOf)
  const cell = cellOf(timeline, day, { context, channel: client.client.channelKey })
  const health = healthOf(timeline, day, at)
  const { score, exact } = scored(timeline, day, { at, cell, health })
  const totalCents = exact.predictedCents === null ? null : exact.historicCents + exact.predictedCents
  return { score, totalCents, health: health?.score ?? null }
}

/**
 * The live score of a client whose facts have just changed, with how total CLV and health came from the run's figures to
 * it: by days passing, and by what was recorded. Several changes since the same run add up.
 */
export function liveScore(
  before: ClientWithFacts | undefined,
  after: ClientWithFacts,
  { context, today }: { context: Context; today: CivilDay },
): LiveScore {
  const day = liveDay(after, context, today)
  const now = figuresOn(after, contextOn(context, day))
  if (!before) return { ...now.score }
  const earlier = before.client.live?.runId === context.runId ? before.client.live : undefined
  const start = figuresOn(before, contextOn(context, earlier?.asOf ?? context.asOf))
  const passed = figuresOn(before, contextOn(context, day))
  const step: Moved = {
    changes: 1,
    fromTotalCents: start.totalCents,
    byTimeCents: difference(passed.totalCents, start.totalCents),
    byFactsCents: difference(now.totalCents, passed.totalCents),
    fromHealth: start.health,
    healthByTime: difference(passed.health, start.health),
    healthByFacts: difference(now.health, passed.health),
  }
  return { ...now.score, moved: earlier?.moved ? joined(earlier.moved, step) : step }
}

const difference = (to: number | null, from: number | null): number => (to ?? 0) - (from ?? 0)

function joined(first: Moved, second: Moved): Moved {
  return {
    changes: first.changes + second.changes,
    fromTotalCents: first.fromTotalCents,
    byTimeCents: first.byTimeCents + second.byTimeCents,
    byFactsCents: first.byFactsCents + second.byFactsCents,
    fromHealth: first.fromHealth,
    healthByTime: first.healthByTime + second.healthByTime,
    healthByFacts: first.healthByFacts + second.healthByFacts,
  }
}
