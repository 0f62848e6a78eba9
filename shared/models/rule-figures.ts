/**
 * Figures of a rule "A, therefore B".
 *
 * support = n(A ∪ B)/N, confidence = n(A ∪ B)/n(A), lift = confidence/(n(B)/N), leverage = support − n(A) n(B)/N²,
 * conviction = (1 − n(B)/N)/(1 − confidence) (Agrawal et al. 1993; Brin et al. 1997). The interval of the lift is
 * normal in its logarithm with the delta-method variance of four multinomial counts.
 * Accuracy: the published figures of the Groceries data, tests/shared/models/associations.test.ts.
 */
import { normalQuantile } from '#shared/numeric/normal'

/** Counts behind the rule "A, therefore B". */
export interface RuleCounts {
  readonly baskets: number
  readonly left: number
  readonly right: number
  readonly both: number
}

/** Figures of a rule; the counts must hold both ≤ left, right ≤ baskets and be positive. */
export interface RuleFigures {
  readonly support: number
  readonly confidence: number
  readonly lift: number
  readonly liftLow: number
  readonly liftHigh: number
  readonly leverage: number
  /** Infinity when B always follows A. */
  readonly conviction: number
}

/** Figures of the rule "A, therefore B" from its counts, with the interval of the lift at `level`. */
export function ruleFigures({ baskets, left, right, both }: RuleCounts, level = 0.95): RuleFigures {
  const support = both / baskets
  const confidence = both / left
  const expected = right / baskets
  const lift = confidence / expected
  const variance = Math.max(0, 1 / both - 1 / left - 1 / right + (2 * lift - 1) / baskets)
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance)
  return {
    support,
    confidence,
    lift,
    liftLow: both > 0 ? lift * Math.exp(-half) : 0,
    liftHigh: both > 0 ? lift * Math.exp(half) : (3 * baskets) / (left * right),
    leverage: support - (left / baskets) * expected,
    conviction: confidence < 1 ? (1 - expected) / (1 - confidence) : Infinity,
  }
}
