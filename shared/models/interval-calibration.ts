/**
 * What a back-test says about simulated intervals, and how shown intervals are corrected by it.
 *
 * Single clients: quantile recalibration (Kuleshov, Fenner & Ermon 2018). The randomised transforms of an earlier
 * hold-out say at which levels of the model's distribution 80 and 95 % of the outcomes lay between; those levels are
 * read instead of .1 and .9, .025 and .975.
 *
 * Portfolio: simulation knows chance and uncertain parameters, not that the model itself is wrong, which moves all
 * clients together. At rolling origins z = ln(actual / predicted) has the variance s² of the simulation plus the
 * model's own error m². The rule: m² = mean z² − mean s² where mean (z/s)² is larger than a χ² of the independent
 * origins allows at 5 %, else 0: a model that may be right is not corrected. m is at most ln 2. Each simulated future
 * is multiplied by exp(m ε), ε normal and common to all clients.
 *
 * Learned on horizons of months; how fast the model's error grows over years is not known from so little time.
 * Tested on generated truth and CDNOW in tests/shared/models/interval-calibration.test.ts and
 * tests/shared/pipeline/rolling-origins.test.ts.
 */
import { normalQuantile } from '#shared/numeric/normal'
import { ascending, quantileOfSorted } from '#shared/numeric/quantile'
import { createRandom } from '#shared/numeric/random'

/** Levels of a predictive distribution between which 80 and 95 % of the outcomes lie, each in (0, 1). */
export interface IntervalLevels {
  readonly low80: number
  readonly high80: number
  readonly low95: number
  readonly high95: number
}

/** The levels of a model that is right. */
export const nominalLevels: IntervalLevels = { low80: 0.1, high80: 0.9, low95: 0.025, high95: 0.975 }

/** What a back-test found about intervals. */
export interface IntervalCalibration {
  readonly levels: IntervalLevels
  /** Standard deviation of ln(actual / predicted) of a portfolio beyond the simulated one; 0 where none was shown. */
  readonly modelError: number
}

// Fewer transforms place a 2.5 % level by chance.
const FEWEST_TRANSFORMS = 200
// Outside, simulated quantiles are single draws.
const EDGE = 0.002

/** The levels at which the outcomes behind randomised transforms lay; the nominal ones below 200 transforms. */
export function learnedLevels(transforms: ArrayLike<number>): IntervalLevels {
  if (transforms.length < FEWEST_TRANSFORMS) return nominalLevels
  const sorted = ascending(transforms)
  const at = (level: number) => Math.min(1 - EDGE, Math.max(EDGE, quantileOfSorted(sorted, level)))
  const { low80, high80, low95, high95 } = nominalLevels
  return { low80: at(low80), high80: at(high80), low95: at(low95), high95: at(high95) }
}

/** The portfolio at one origin: what was predicted, what happened, and how far simulated totals spread. */
export interface Origin {
  readonly predicted: number
  readonly actual: number
  /** Standard deviation of ln(simulated total). */
  readonly spread: number
}

const MOST_MODEL_ERROR = Math.LN2
const FEWEST_ORIGINS = 2
const REJECTED_AT = 0.95

/**
 * The model's own error by the rule of this file; 0 for fewer than two origins where something happened.
 *
 * @param independent  how many of the origins do not overlap; at least 1 is assumed
 */
export function learnedModelError(origins: readonly Origin[], independent: number): number {
  const usable = origins.filter(({ predicted, actual, spread }) => predicted > 0 && actual > 0 && spread > 0)
  if (usable.length < FEWEST_ORIGINS) return 0
  const squares = usable.map(({ predicted, actual, spread }) => ({
    z: Math.log(actual / predicted) ** 2,
    s: spread ** 2,
  }))
  const mean = (of: (one: (typeof squares)[number]) => number): number =>
    squares.reduce((sum, one) => sum + of(one), 0) / squares.length
  const degrees = Math.max(1, independent)
  if (mean(({ z, s }) => z / s) <= chiSquareQuantile(REJECTED_AT, degrees) / degrees) return 0
  return Math.min(MOST_MODEL_ERROR, Math.sqrt(Math.max(0, mean(({ z }) => z) - mean(({ s }) => s))))
}

/** The χ² quantile by Wilson & Hilferty (1931), within 3 % for one degree of freedom and better for more. */
export function chiSquareQuantile(probability: number, degrees: number): number {
  const part = 2 / (9 * degrees)
  return degrees * (1 - part + normalQuantile(probability) * Math.sqrt(part)) ** 3
}

/** One factor per draw for the model's own error: evenly spread normal quantiles in a seeded order; all 1 for no error. */
export function modelErrorFactors(
  modelError: number,
  { draws, seed }: { draws: number; seed: number },
): number[] {
  const random = createRandom(seed, draws)
  return Array.from({ length: draws }, (_, draw) => ({ draw, place: random.next() }))
    .sort((left, right) => left.place - right.place)
    .map(({ draw }) => Math.exp(modelError * normalQuantile((draw + 0.5) / draws)))
}

/** Low and high of an interval moved apart by the model's own error, in quadrature on the log scale around the middle; all > 0. */
export function withModelError(
  { low, middle, high }: { low: number; middle: number; high: number },
  { modelError, level }: { modelError: number; level: number },
): { low: number; high: number } {
  const own = modelError * normalQuantile((1 + level) / 2)
  return {
    low: middle * Math.exp(-Math.hypot(Math.log(middle / low), own)),
    high: middle * Math.exp(Math.hypot(Math.log(high / middle), own)),
  }
}
