/**
 * The standard normal distribution.
 *
 * Distribution function by the series and the continued fraction of the incomplete gamma function (relative error
 * about 1e-14); quantile by the rational start of Abramowitz & Stegun 26.2.23 and three Halley steps. Tested in
 * tests/shared/numeric/normal.test.ts.
 */

const SQRT_TWO_PI = 2.506628274631000502415765284811

/** Density of the standard normal at x. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / SQRT_TWO_PI
}

/** Probability that a standard normal is at most x. */
export function normalDistribution(x: number): number {
  if (x > 0) return 1 - normalDistribution(-x)
  if (x > -3) return 0.5 + normalDensity(x) * centralSeries(x)
  return normalDensity(x) / tailFraction(-x)
}

function centralSeries(x: number): number {
  let term = x
  let sum = x
  for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
    term *= (x * x) / (2 * k + 1)
    sum += term
  }
  return sum
}

/** Laplace's continued fraction x + 1/(x + 2/(x + 3/…)), evaluated from the inside; x ≥ 3. */
function tailFraction(x: number): number {
  let value = x
  for (let k = 80; k >= 1; k--) value = x + k / value
  return value
}

/** The standard normal quantile of a probability; ±Infinity at 1 and 0. */
export function normalQuantile(probability: number): number {
  if (probability <= 0) return -Infinity
  if (probability >= 1) return Infinity
  if (probability > 0.5) return -normalQuantile(1 - probability)
  const t = Math.sqrt(-2 * Math.log(probability))
  let x = -(
    t -
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  )
  for (let step = 0; step < 3; step++) {
    const error = (normalDistribution(x) - probability) / normalDensity(x)
    x -= error / (1 + 0.5 * x * error)
  }
  return x
}
