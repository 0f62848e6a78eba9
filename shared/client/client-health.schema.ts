import * as v from 'valibot'
import { healthBands, healthIndicators, healthPillars } from './health-names.ts'

const share = v.number()
/** An observed share with its sample and 95 % interval; share null without anybody to count. */
export const ObservedShare = v.object({
  clients: v.number(),
  lost: v.number(),
  share: v.nullable(share),
  low: share,
  high: share,
})
/** An observed share. */
export type ObservedShare = v.InferOutput<typeof ObservedShare>

/** A health score with everything it is made of: 0 worst, 100 best. */
export const ClientHealth = v.object({
  profile: v.picklist(['accounts', 'purchases']),
  /** Unrounded; the points of the parts add up to it. */
  score: v.number(),
  band: v.picklist(healthBands),
  /** Share of the weight that could be observed; provisional below 0.6. */
  coverage: v.number(),
  isProvisional: v.boolean(),
  /** First day on which the client was lost: the score is that of the day before. */
  frozenSince: v.nullable(v.string()),
  parts: v.array(
    v.object({
      indicator: v.picklist(Object.keys(healthIndicators) as (keyof typeof healthIndicators)[]),
      pillar: v.picklist(healthPillars),
      value: v.nullable(v.number()),
      poor: v.number(),
      good: v.number(),
      score: v.nullable(v.number()),
      weight: v.number(),
      points: v.number(),
    }),
  ),
  /** Observed loss by band, inputs as of one churn horizon ago, worst band first. */
  bands: v.array(
    v.object({
      band: v.picklist(healthBands),
      from: v.number(),
      to: v.number(),
      observed: ObservedShare,
    }),
  ),
  /** Whether each better band lost a smaller share; null where a band has nobody. */
  isMonotone: v.nullable(v.boolean()),
  lossDays: v.number(),
})
/** A health score with everything it is made of. */
export type ClientHealth = v.InferOutput<typeof ClientHealth>

/** Why a churn probability is what it is: base rate + shares of the factors = probability, exactly. */
export const ClientRisk = v.object({
  days: v.number(),
  /** Mean probability of the clients it is explained against. */
  baseRate: v.number(),
  probability: v.number(),
  factors: v.array(
    v.object({
      factor: v.string(),
      /** Signed, in probability: 0.05 is five percentage points. */
      share: v.number(),
      /** The class the client falls into, and what was observed of clients in it. */
      className: v.string(),
      observed: v.nullable(ObservedShare),
    }),
  ),
  everybody: ObservedShare,
  /** Clients in the same classes of the strongest factors. */
  alike: ObservedShare,
})
/** Why a churn probability is what it is. */
export type ClientRisk = v.InferOutput<typeof ClientRisk>
