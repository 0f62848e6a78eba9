/**
 * A smooth function on an interval, kept as a Chebyshev series: slow to make, a few nanoseconds per term to
 * evaluate.
 *
 * Source: Trefethen (2013), Approximation Theory and Approximation Practice, ch. 4 and 19 (Clenshaw's recurrence).
 * Accuracy depends on the function; tested in tests/shared/numeric/chebyshev.test.ts.
 */

/** A Chebyshev series on [from, to]. */
export interface ChebyshevSeries {
  readonly from: number
  readonly to: number
  readonly coefficients: Float64Array
}

/** The series through `degree` + 1 Chebyshev points of a function on [from, to]. */
export function chebyshevSeries(
  value: (at: number) => number,
  { from, to, degree }: { from: number; to: number; degree: number },
): ChebyshevSeries {
  const n = degree + 1
  const values = Float64Array.from({ length: n }, (_, k) => {
    const point = Math.cos((Math.PI * (k + 0.5)) / n)
    return value(from + ((point + 1) * (to - from)) / 2)
  })
  const coefficients = Float64Array.from({ length: n }, (_, j) => {
    let sum = 0
    for (let k = 0; k < n; k++) sum += (values[k] ?? 0) * Math.cos((Math.PI * j * (k + 0.5)) / n)
    return ((j === 0 ? 1 : 2) * sum) / n
  })
  return { from, to, coefficients }
}

/** Largest degree tried by `adaptiveSeries`. */
const MOST_DEGREE = 256

/**
 * The shortest series found that keeps a function to `tolerance` of its largest value: the degree is doubled from
 * 16 until the last coefficients are negligible, then they are cut off. Undefined when degree 256 is not enough.
 */
export function adaptiveSeries(
  value: (at: number) => number,
  { from, to, tolerance }: { from: number; to: number; tolerance: number },
): ChebyshevSeries | undefined {
  for (let degree = 16; degree <= MOST_DEGREE; degree *= 2) {
    const { coefficients } = chebyshevSeries(value, { from, to, degree })
    const largest = coefficients.reduce((most, coefficient) => Math.max(most, Math.abs(coefficient)), 0)
    let length = coefficients.length
    while (length > 1 && Math.abs(coefficients[length - 1] ?? 0) <= tolerance * largest) length -= 1
    if (length < coefficients.length - 1) return { from, to, coefficients: coefficients.slice(0, length) }
  }
  return undefined
}

/** The value of a series at a point of its interval. */
export function valueOfSeries({ from, to, coefficients }: ChebyshevSeries, at: number): number {
  const y = (2 * (at - from)) / (to - from) - 1
  const twice = 2 * y
  let next = 0
  let afterNext = 0
  for (let j = coefficients.length - 1; j >= 1; j--) {
    const value = twice * next - afterNext + (coefficients[j] ?? 0)
    afterNext = next
    next = value
  }
  return y * next - afterNext + (coefficients[0] ?? 0)
}
