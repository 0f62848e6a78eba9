/**
 * Student's t for whole degrees of freedom.
 *
 * Distribution: the finite sums of Abramowitz & Stegun 26.7.3 and 26.7.4, exact to rounding; quantile by bisection to
 * 1e-10. Tested against tables in tests/shared/numeric/student-t.test.ts.
 */

/** Probability that t with `freedom` degrees of freedom is at most x. */
export function studentDistribution(x: number, freedom: number): number {
  if (!Number.isFinite(x)) return x > 0 ? 1 : 0
  const angle = Math.atan(Math.abs(x) / Math.sqrt(freedom))
  const within = freedom % 2 === 0 ? evenWithin(angle, freedom) : oddWithin(angle, freedom)
  return x < 0 ? (1 - within) / 2 : (1 + within) / 2
}

function evenWithin(angle: number, freedom: number): number {
  let term = 1
  let sum = 1
  for (let k = 2; k < freedom; k += 2) {
    term *= ((k - 1) / k) * Math.cos(angle) ** 2
    sum += term
  }
  return Math.sin(angle) * sum
}

function oddWithin(angle: number, freedom: number): number {
  if (freedom === 1) return (2 * angle) / Math.PI
  let term = Math.cos(angle)
  let sum = term
  for (let k = 3; k < freedom; k += 2) {
    term *= ((k - 1) / k) * Math.cos(angle) ** 2
    sum += term
  }
  return (2 / Math.PI) * (angle + Math.sin(angle) * sum)
}

/** The x that t with `freedom` degrees of freedom stays under with the given probability, in (0, 1). */
export function studentQuantile(probability: number, freedom: number): number {
  if (probability < 0.5) return -studentQuantile(1 - probability, freedom)
  let low = 0
  let high = 1
  while (studentDistribution(high, freedom) < probability && high < 1e12) high *= 2
  for (let step = 0; step < 200 && high - low > 1e-10 * Math.max(1, high); step++) {
    const middle = (low + high) / 2
    if (studentDistribution(middle, freedom) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}
