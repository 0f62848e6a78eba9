/**
 * Expectations of a smooth function under a beta distribution, to about twelve digits however sharp the function
 * is near 0.
 *
 * In t = ln(p / (1 − p)) the integrand is analytic in a strip around the real line and falls exponentially at both
 * ends, where the trapezoidal rule converges geometrically (Trefethen & Weideman 2014, SIAM Review 56).
 * Subtracting the straight line through g(0) and g(1), whose expectation is known, makes it fall fast where a or b
 * is near 0; a, b ≥ 2 do without. A function that varies at the scale p = 1/K costs nothing extra up to K = 1e8.
 * Tested in tests/shared/numeric/beta-expectation.test.ts.
 */
import { lbeta } from './log-gamma.ts'
import { softplus } from './log-sum-exp.ts'

/** Points in (0, 1) and weights of one distribution, for `betaExpectation`. */
export interface BetaRule {
  readonly a: number
  readonly b: number
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/** exp(−36) is a double's precision. */
const NEGLIGIBLE = -36
/** Below this an end of the distribution falls too slowly by itself. */
const SLOW_END = 2
/** ln of the largest steepness K of the function near 0 that is covered. */
const LOG_STEEPNESS = 18

/** The rule for Beta(a, b); a, b > 0. */
export function betaRule(a: number, b: number): BetaRule {
  // A wide distribution needs 0.35 (strip of half-width π/2); a narrow one a fraction of its standard deviation.
  const step = Math.min(0.35, 0.78 / Math.sqrt((a * b) / (a + b)))
  const logScale = Math.log(step) - lbeta(a, b)
  const logWeight = (t: number): number => logScale - a * softplus(-t) - b * softplus(t)
  const mode = Math.log(a / b)
  const points: number[] = []
  // At a slow end the function counts relative to its value there, which falls like p or 1 − p.
  const below = (t: number): number => logWeight(t) + LOG_STEEPNESS - (a < SLOW_END ? softplus(-t) : 0)
  const above = (t: number): number => logWeight(t) - (b < SLOW_END ? softplus(t) : 0)
  for (let t = mode; below(t) > NEGLIGIBLE; t -= step) points.push(t)
  points.reverse()
  for (let t = mode + step; above(t) > NEGLIGIBLE; t += step) points.push(t)
  return {
    a,
    b,
    nodes: Float64Array.from(points, (t) => 1 / (1 + Math.exp(-t))),
    weights: Float64Array.from(points, (t) => Math.exp(logWeight(t))),
  }
}

/** E[g(p)] under the rule's distribution; g must be smooth on [0, 1], ends included. */
export function betaExpectation({ a, b, nodes, weights }: BetaRule, g: (p: number) => number): number {
  const atZero = a < SLOW_END ? g(0) : b < SLOW_END ? g(1) : 0
  const atOne = b < SLOW_END ? g(1) : atZero
  const slope = atOne - atZero
  let sum = 0
  for (let k = 0; k < nodes.length; k++) {
    const p = nodes[k] ?? 0
    sum += (weights[k] ?? 0) * (g(p) - atZero - slope * p)
  }
  return atZero + slope * (a / (a + b)) + sum
}
