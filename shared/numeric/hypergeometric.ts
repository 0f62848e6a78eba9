/**
 * Exact tests of co-occurrence: the hypergeometric distribution, and sums of it over strata.
 *
 * Of N baskets, a hold one item and b the other; if the items ignore each other, the number holding both is
 * hypergeometric given N, a and b (Fisher 1935). Over strata the counts add up, so the null distribution is the
 * convolution of theirs, which is the exact conditional test of a common odds ratio of 1 (Zelen 1971).
 * Probabilities below 1e-18 of the largest are cut off, so tails beyond about 1e-16 are only bounded. Tested in
 * tests/shared/numeric/hypergeometric.test.ts.
 */
import { lgamma } from './log-gamma.ts'

/** One stratum: baskets, those with the first item, those with the second. */
export interface Margins {
  readonly total: number
  readonly first: number
  readonly second: number
}

/** A distribution on whole numbers: probabilities of `from`, `from` + 1, … */
export interface CountDistribution {
  readonly from: number
  readonly probabilities: Float64Array
}

const NEGLIGIBLE = 1e-18

/** Distribution of the number of baskets with both items when the items ignore each other. */
export function coOccurrence({ total, first, second }: Margins): CountDistribution {
  const least = Math.max(0, first + second - total)
  const most = Math.min(first, second)
  const mode = Math.min(most, Math.max(least, Math.floor(((first + 1) * (second + 1)) / (total + 2))))
  const atMode = Math.exp(
    logChoose(first, mode) + logChoose(total - first, second - mode) - logChoose(total, second),
  )
  const above: number[] = []
  for (let k = mode, value = atMode; k < most; k++) {
    value *= ((first - k) * (second - k)) / ((k + 1) * (total - first - second + k + 1))
    if (value < NEGLIGIBLE * atMode) break
    above.push(value)
  }
  const below: number[] = []
  for (let k = mode, value = atMode; k > least; k--) {
    value *= (k * (total - first - second + k)) / ((first - k + 1) * (second - k + 1))
    if (value < NEGLIGIBLE * atMode) break
    below.push(value)
  }
  return {
    from: mode - below.length,
    probabilities: Float64Array.from([...below.reverse(), atMode, ...above]),
  }
}

/** Distribution of the sum of two independent counts. */
export function sumOf(left: CountDistribution, right: CountDistribution): CountDistribution {
  const sum = new Float64Array(left.probabilities.length + right.probabilities.length - 1)
  for (let i = 0; i < left.probabilities.length; i++) {
    const share = left.probabilities[i] ?? 0
    for (let j = 0; j < right.probabilities.length; j++)
      sum[i + j] = (sum[i + j] ?? 0) + share * (right.probabilities[j] ?? 0)
  }
  return trimmed({ from: left.from + right.from, probabilities: sum })
}

/** Probability that a count reaches at least `observed`, in [0, 1]. */
export function upperTail({ from, probabilities }: CountDistribution, observed: number): number {
  let tail = 0
  for (let index = probabilities.length - 1; index >= Math.max(0, observed - from); index--)
    tail += probabilities[index] ?? 0
  return Math.min(1, tail)
}

/** One-sided exact p-value of at least `observed` co-occurrences over all strata. */
export function stratifiedPValue(strata: readonly Margins[], observed: number): number {
  let sum: CountDistribution = { from: 0, probabilities: Float64Array.of(1) }
  for (const margins of strata) {
    if (margins.first === 0 || margins.second === 0) continue
    sum = sumOf(sum, coOccurrence(margins))
  }
  return upperTail(sum, observed)
}

function trimmed({ from, probabilities }: CountDistribution): CountDistribution {
  const largest = probabilities.reduce((most, value) => Math.max(most, value), 0)
  let start = 0
  let end = probabilities.length
  while (start < end - 1 && (probabilities[start] ?? 0) < NEGLIGIBLE * largest) start += 1
  while (end > start + 1 && (probabilities[end - 1] ?? 0) < NEGLIGIBLE * largest) end -= 1
  return { from: from + start, probabilities: probabilities.slice(start, end) }
}

function logChoose(n: number, k: number): number {
  return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
}
