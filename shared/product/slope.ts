/**
 * The slope of smoothed revenue, relative to its level, with an honest interval.
 *
 * Smoothing correlates neighbouring months, so the ordinary standard error of a line through smoothed values is too
 * small. The slope is a linear combination of the unsmoothed months; its variance is theirs (residuals around their own
 * line, n - 2 degrees of freedom) times the sum of the squared weights. Exact for independent months of equal spread.
 * Tested by simulation in tests/shared/product/slope.test.ts.
 */
import { studentDistribution, studentQuantile } from '#shared/numeric/student-t'

/** Months over which revenue is averaged. */
export const SMOOTHED_MONTHS = 3

/** Growth per month relative to the mean level, with its interval. */
export interface Slope {
  readonly perMonth: number
  readonly low: number
  readonly high: number
  /** Months of revenue it was taken from. */
  readonly n: number
  /** Probability that the true slope is at most x. */
  readonly atMost: (x: number) => number
}

/**
 * The slope of the last `over` smoothed values of a monthly series; undefined with fewer than three smoothed values or a
 * level that is not positive.
 */
export function slopeOf(
  series: readonly number[],
  { over, level }: { readonly over: number; readonly level: number },
): Slope | undefined {
  const used = series.slice(-(over + SMOOTHED_MONTHS - 1))
  const points = used.length - SMOOTHED_MONTHS + 1
  if (points < 3) return undefined
  const weights = weightsOf(points)
  const mean = used.reduce((sum, value) => sum + value, 0) / used.length
  if (mean <= 0) return undefined
  const onMonths = used.map((_, month) =>
    weights.reduce(
      (sum, weight, point) => (month >= point && month < point + SMOOTHED_MONTHS ? sum + weight : sum),
      0,
    ),
  )
  const perMonth = dot(onMonths, used) / SMOOTHED_MONTHS / mean
  const freedom = used.length - 2
  const spread = Math.sqrt(residualSquares(used) / freedom)
  const error = ((spread / mean) * Math.sqrt(dot(onMonths, onMonths))) / SMOOTHED_MONTHS
  const half = studentQuantile((1 + level) / 2, freedom) * error
  return {
    perMonth,
    low: perMonth - half,
    high: perMonth + half,
    n: used.length,
    atMost: (x) => (error > 0 ? studentDistribution((x - perMonth) / error, freedom) : x >= perMonth ? 1 : 0),
  }
}

function weightsOf(points: number): number[] {
  const middle = (points - 1) / 2
  const squares = Array.from({ length: points }, (_, index) => (index - middle) ** 2)
  const total = squares.reduce((sum, square) => sum + square, 0)
  return squares.map((_, index) => (index - middle) / total)
}

function residualSquares(values: readonly number[]): number {
  const slope = dot(weightsOf(values.length), values)
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value, index) => sum + (value - mean - slope * (index - middle)) ** 2, 0)
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0)
}
