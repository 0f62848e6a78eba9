/**
 * Order statistics of plain samples.
 *
 * Quantiles interpolate linearly between order statistics (Hyndman & Fan 1996, type 7: R's and NumPy's default).
 * Exact up to rounding; tested in tests/shared/numeric/quantile.test.ts.
 */

/** The values in ascending order, as a new array. */
export function ascending(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort()
}

/** The quantile of an ascending sample at a probability in [0, 1]; NaN for an empty sample. */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  const position = (sorted.length - 1) * probability
  const below = Math.floor(position)
  const low = sorted[below] ?? Number.NaN
  const high = sorted[below + 1] ?? low
  return low + (high - low) * (position - below)
}

/** The quantile of a sample in any order at a probability in [0, 1]; NaN for an empty sample. */
export function quantile(values: ArrayLike<number>, probability: number): number {
  return quantileOfSorted(ascending(values), probability)
}

/** The central interval of a sample: `level` 0.8 gives the 10 % and 90 % quantiles; NaN for an empty sample. */
export function centralInterval(values: ArrayLike<number>, level: number): { low: number; high: number } {
  const sorted = ascending(values)
  return { low: quantileOfSorted(sorted, (1 - level) / 2), high: quantileOfSorted(sorted, (1 + level) / 2) }
}

/**
 * The interval that holds one more draw from the same distribution with probability `level`, from the draws seen:
 * 200 draws leave room on both sides for what they have not shown (Hyndman & Fan 1996, type 6). NaN for no draws.
 */
export function predictiveInterval(draws: ArrayLike<number>, level: number): { low: number; high: number } {
  const sorted = ascending(draws)
  const n = sorted.length
  const at = (probability: number): number => {
    const position = Math.min(n, Math.max(1, (n + 1) * probability)) - 1
    return quantileOfSorted(sorted, n > 1 ? position / (n - 1) : 0)
  }
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) }
}

/** Average ranks, 1 to n: equal values share the mean of their ranks. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, index) => index)
  order.sort((left, right) => (values[left] ?? 0) - (values[right] ?? 0))
  const ranks = new Float64Array(values.length)
  for (let start = 0; start < order.length;) {
    let end = start
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0]) end += 1
    for (let index = start; index <= end; index++) ranks[order[index] ?? 0] = (start + end) / 2 + 1
    start = end + 1
  }
  return ranks
}
