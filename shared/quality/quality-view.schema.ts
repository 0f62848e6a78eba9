import * as v from 'valibot'

const KpiMove = v.object({
  kpi: v.picklist(['average-clv', 'average-clv-ever', 'churn', 'retention', 'revenue-12']),
  title: v.string(),
  unit: v.picklist(['cents', 'share']),
  now: v.nullable(v.number()),
  then: v.nullable(v.number()),
})
/** How one headline figure moves. `then - now` is the effect; money in minor units. */
export type KpiMove = v.InferOutput<typeof KpiMove>

/** How far headline figures move without the affected rows, and with the proposed fix. */
export const EffectView = v.object({
  runId: v.nullable(v.string()),
  asOf: v.nullable(v.string()),
  clients: v.number(),
  without: v.array(KpiMove),
  fixed: v.array(KpiMove),
  /** Affected clients changed since the run: the effect is then of their facts as they are now. */
  changedSince: v.number(),
  /** Why there is no effect, or no effect of a fix. */
  reason: v.nullable(v.string()),
  fixReason: v.nullable(v.string()),
})
/** How far headline figures move. */
export type EffectView = v.InferOutput<typeof EffectView>
