/**
 * What makes up the health score and how it is read: weights of the pillars, anchors of the indicators, bands. A house may
 * change them; the defaults are a proposal and are tested on data by the observed loss per band.
 */
import * as v from 'valibot'
import {
  type HealthBand,
  type HealthIndicator,
  healthIndicators,
  type HealthPillar,
  healthPillars,
} from '#shared/client/health-names'

const Weight = v.pipe(v.number(), v.minValue(0, 'At least 0.'), v.maxValue(100, 'At most 100.'))
const Anchors = v.pipe(
  v.strictObject({ poor: v.pipe(v.number(), v.finite()), good: v.pipe(v.number(), v.finite()) }),
  v.check(({ poor, good }) => poor !== good, 'Poor and good must differ.'),
)
// Clients are counted in steps of 5 points, so that every band is a whole number of steps.
const BandStart = v.pipe(
  v.number(),
  v.integer('A whole number.'),
  v.multipleOf(5, 'A multiple of 5: clients are counted in steps of 5 points.'),
  v.minValue(5, 'At least 5.'),
  v.maxValue(95, 'At most 95.'),
)
const names = Object.keys(healthIndicators) as HealthIndicator[]

/** Weights, anchors and bands of the health score. */
export const HealthSettings = v.strictObject({
  /** Points of each pillar; only their proportions within a profile matter. */
  weights: v.pipe(
    v.strictObject(Object.fromEntries(healthPillars.map((name) => [name, Weight])) as PillarEntries),
    v.check(
      (weights) => weights.time + weights.digital + weights.relationship + weights.status > 0,
      'One of the four pillars of clients with accounts needs a weight.',
    ),
    v.check(
      (weights) => weights.rhythm + weights.activity + weights.spend + weights.returns > 0,
      'One of the four pillars of clients who only buy needs a weight.',
    ),
  ),
  /** The values that score 0 and 100; in between the score is linear, beyond it is cut. */
  anchors: v.strictObject(Object.fromEntries(names.map((name) => [name, Anchors])) as AnchorEntries),
  /** Where each band above "critical" begins. */
  bands: v.pipe(
    v.strictObject({ atRisk: BandStart, watch: BandStart, healthy: BandStart }),
    v.check(
      ({ atRisk, watch, healthy }) => atRisk < watch && watch < healthy,
      'Each band must begin above the one before.',
    ),
  ),
})
// `Object.fromEntries` forgets the names -- because its type is an index signature.
type PillarEntries = Record<HealthPillar, typeof Weight>
type AnchorEntries = Record<HealthIndicator, typeof Anchors>
/** Weights, anchors and bands of the health score. */
export type HealthSettings = v.InferOutput<typeof HealthSettings>

/** The settings a house starts with: `product.md` 9.4; purchase profile of `decisions.md` 16. */
export const defaultHealthSettings: HealthSettings = {
  weights: {
    time: 25,
    digital: 25,
    relationship: 30,
    status: 20,
    rhythm: 40,
    activity: 30,
    spend: 20,
    returns: 10,
  },
  anchors: {
    recency: { poor: 90, good: 7 },
    activityTrend: { poor: 0.5, good: 1 },
    marginTrend: { poor: -0.3, good: 0 },
    tenure: { poor: 3, good: 24 },
    activeDays: { poor: 0, good: 12 },
    loginTrend: { poor: 0.5, good: 1 },
    featuresUsed: { poor: 1, good: 5 },
    digitalShare: { poor: 0.2, good: 0.8 },
    families: { poor: 1, good: 4 },
    anchorProduct: { poor: 0, good: 1 },
    productsInUse: { poor: 0.4, good: 1 },
    status: { poor: 0, good: 100 },
    purchaseGap: { poor: 3, good: 1 },
    chanceActive: { poor: 0.05, good: 0.75 },
    spendTrend: { poor: -0.5, good: 0 },
    returnShare: { poor: 0.25, good: 0 },
  },
  bands: { atRisk: 40, watch: 60, healthy: 80 },
}

/** The band of a score from 0 to 100. The score is cut to a whole number, as lists and bands read it. */
export function bandOf(score: number, { bands }: HealthSettings): HealthBand {
  const whole = Math.round(score)
  if (whole >= bands.healthy) return 'healthy'
  if (whole >= bands.watch) return 'watch'
  return whole >= bands.atRisk ? 'at-risk' : 'critical'
}
