/**
 * What an endless future of a client is worth in purchases of today, under Pareto/NBD with continuous discounting.
 *
 * DERT = P(alive) · E[λ] · ∫ e^−δu ((β + T)/(β + T + u))^s du over u ≥ 0. Fader, Hardie & Lee (2005, JMR 42) write
 * the integral with Tricomi's function; here it is done by the trapezoidal rule in ln u, which converges
 * geometrically.
 * Accuracy: 1e-9 relative on 40-digit vectors, tests/shared/models/pareto-nbd-value.test.ts.
 */
import { probabilityAlive, type ParetoNbdParams } from './pareto-nbd.ts'
import type { PurchaseHistory } from './purchase-history.ts'

/** Rate δ of continuous discounting per unit of time: ln(1 + annual rate) / units per year. */
export function continuousRate(annualRate: number, unitsPerYear: number): number {
  return Math.log1p(annualRate) / unitsPerYear
}

/** Discounted expected purchases over an endless future; `rate` is δ > 0 per unit of the history, Infinity for 0. */
export function discountedExpectedPurchases(
  params: ParetoNbdParams,
  history: PurchaseHistory,
  rate: number,
): number {
  if (!(rate > 0)) return Infinity
  const { r, alpha, s, beta } = params
  const base = beta + history.T
  const step = 0.3
  // e^−37 of the shorter scale is below a double's precision; beyond 45 times the discount scale nothing is left.
  const end = Math.log(45 / rate)
  let sum = 0
  for (let t = Math.min(Math.log(base), -Math.log(rate)) - 37; t < end; t += step) {
    const time = Math.exp(t)
    sum += time * Math.exp(-rate * time - s * Math.log1p(time / base))
  }
  return probabilityAlive(params, history) * ((r + history.x) / (alpha + history.T)) * step * sum
}
