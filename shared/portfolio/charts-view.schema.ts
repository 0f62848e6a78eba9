import * as v from 'valibot'
import { Figure } from '#shared/kernel/figure.schema'
import { TraceLink } from './dashboard-view.schema.ts'

const Amount = v.object({ name: v.string(), title: v.string(), cents: v.number(), trace: TraceLink })

/** A channel's clients won in the last 12 full months. */
export const ChannelRow = v.object({
  channel: v.string(),
  clients: v.number(),
  /** Null where no spend is known. */
  costCents: v.nullable(v.number()),
  cac: Figure,
  clv: Figure,
  ratio: Figure,
  /** First life month in which what a client brought covers its cost; null with the reason. */
  paybackMonth: v.nullable(v.number()),
  paybackReason: v.optional(v.string()),
  retention: Figure,
})
/** A channel's clients won in the last 12 full months. */
export type ChannelRow = v.InferOutput<typeof ChannelRow>

const CohortCell = v.object({ life: v.number(), active: v.number(), isUnfinished: v.boolean() })

/** Who of the clients won in one month was active in the months after. */
export const CohortLine = v.object({ month: v.string(), clients: v.number(), cells: v.array(CohortCell) })
/** Who of the clients won in one month was active in the months after. */
export type CohortLine = v.InferOutput<typeof CohortLine>

/** One group of a factor: how many were active before, how many of them were lost, how many are in it now. */
export const LossBin = v.object({
  name: v.string(),
  title: v.string(),
  clients: v.number(),
  lost: v.number(),
  rate: Figure,
  activeNow: v.number(),
})

/** A factor with its groups. */
export const LossFactorView = v.object({
  factor: v.string(),
  panel: v.picklist(['time', 'engagement', 'products', 'status']),
  title: v.string(),
  bins: v.array(LossBin),
  /** Why there is nothing to show. */
  reason: v.optional(v.string()),
})
/** A factor with its groups. */
export type LossFactorView = v.InferOutput<typeof LossFactorView>

/** What follows from the snapshot beside the headline: everything that is drawn. */
export const ChartsView = v.object({
  currency: v.string(),
  runId: v.nullable(v.string()),
  asOf: v.string(),
  bridge: v.object({
    from: v.string(),
    to: v.string(),
    against: v.string(),
    bars: v.array(Amount),
    /** End less start less everything between: 0. */
    residual: v.number(),
  }),
  tiers: v.array(
    v.object({
      name: v.string(),
      title: v.string(),
      clients: v.number(),
      cents: v.number(),
      /** The CLV that the tier begins at; null: the lowest. */
      fromCents: v.nullable(v.number()),
    }),
  ),
  channels: v.object({
    rows: v.array(ChannelRow),
    total: ChannelRow,
    reason: v.optional(v.string()),
  }),
  cohorts: v.object({
    lines: v.array(CohortLine),
    /** Weighted mean over finished cells by life month. */
    mean: v.array(v.object({ life: v.number(), share: Figure })),
    reason: v.optional(v.string()),
  }),
  survival: v.object({
    clients: v.number(),
    steps: v.array(
      v.object({
        month: v.number(),
        survival: v.number(),
        low: v.number(),
        high: v.number(),
        atRisk: v.number(),
      }),
    ),
    reason: v.optional(v.string()),
  }),
  losses: v.object({
    from: v.string(),
    to: v.string(),
    base: Figure,
    factors: v.array(LossFactorView),
  }),
  transitions: v.array(
    v.object({
      from: v.string(),
      total: v.number(),
      to: v.array(v.object({ status: v.string(), count: v.number() })),
    }),
  ),
  backtest: v.object({
    /** Mean absolute error of the last 12 full months, forecast from the months before them, over their mean. */
    error: Figure,
    months: v.array(v.object({ month: v.string(), cents: v.number(), forecastCents: v.number() })),
  }),
})
/** What follows from the snapshot beside the headline. */
export type ChartsView = v.InferOutput<typeof ChartsView>
