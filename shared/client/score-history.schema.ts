import * as v from 'valibot'
import { isCivilDay } from '#shared/kernel/day'
import { healthIndicators } from './health-names.ts'

const Day = v.pipe(v.string(), v.check(isCivilDay, 'A day like 2026-03-14.'))
const nullable = v.nullable(v.number())

/** Query of a score difference. */
export const DifferenceQuery = v.pipe(
  v.strictObject({ from: Day, to: Day }),
  v.forward(
    v.check(({ from, to }) => from <= to, 'The last day lies before the first.'),
    ['to'],
  ),
)

/** A client's score on one day. Money in minor units, chances 0 to 1. */
export const ScorePoint = v.object({
  day: v.string(),
  /** `said`: what a run said then, rounded as it was kept. `recomputed`: from the facts, under today's rules. */
  source: v.picklist(['said', 'recomputed']),
  runId: v.nullable(v.string()),
  health: nullable,
  totalCents: nullable,
  churn: nullable,
  status: v.string(),
})
/** A client's score on one day. */
export type ScorePoint = v.InferOutput<typeof ScorePoint>

/** A client's scores over time, oldest first, with the days on which the rules changed between two of them. */
export const ScoreHistory = v.object({
  /** First day a difference can be asked from, and the last. */
  from: v.nullable(v.string()),
  to: v.nullable(v.string()),
  points: v.array(ScorePoint),
  /** Scores that runs said, in all; the newest 400 are listed. */
  said: v.number(),
  marks: v.array(v.object({ day: v.string(), what: v.string() })),
})
/** A client's scores over time. */
export type ScoreHistory = v.InferOutput<typeof ScoreHistory>

/** What moved a score between two days. The parts of each difference add up to it. */
export const ScoreDifference = v.object({
  from: v.string(),
  to: v.string(),
  health: v.object({
    from: nullable,
    to: nullable,
    parts: v.array(
      v.object({
        indicator: v.picklist(Object.keys(healthIndicators) as (keyof typeof healthIndicators)[]),
        from: nullable,
        to: nullable,
        points: v.number(),
      }),
    ),
  }),
  value: v.object({
    from: nullable,
    to: nullable,
    historicCents: v.number(),
    predictedCents: nullable,
    inputs: v.array(
      v.object({
        input: v.picklist(['purchases', 'spend', 'marginRate', 'monthlyMargin', 'months']),
        from: v.number(),
        to: v.number(),
        cents: v.number(),
      }),
    ),
  }),
  churn: v.object({
    from: nullable,
    to: nullable,
    factors: v.array(v.object({ factor: v.string(), share: v.number() })),
  }),
  status: v.object({ from: v.string(), to: v.string() }),
  /** Facts that lie between the two days. */
  facts: v.object({
    orders: v.number(),
    engagementMonths: v.number(),
    holdings: v.number(),
    events: v.number(),
  }),
})
/** What moved a score between two days. */
export type ScoreDifference = v.InferOutput<typeof ScoreDifference>

/** A difference with what runs said on its two days, replayed under their own contexts where those are kept. */
export const DifferenceView = v.object({
  ...ScoreDifference.entries,
  replays: v.array(
    v.object({
      day: v.string(),
      runId: v.string(),
      /** `equal`: the facts of today give the very score that was kept. `facts-changed`: they no longer do. */
      outcome: v.picklist(['equal', 'facts-changed', 'context-gone']),
    }),
  ),
})
/** A difference with its replays. */
export type DifferenceView = v.InferOutput<typeof DifferenceView>
