/**
 * The integral over the moment of leaving in Pareto/NBD, relative to the likelihood of having stayed, with its
 * gradient.
 *
 * ratio = s ∫ ((α + T)/(α + t))^(r+x) ((β + T)/(β + t))^s dt/(β + t), t from tx to T. In u = ln(t + c), c = min(α,
 * β), the logarithm of the integrand is smooth (its nearest singularity is π away) and falls at a rate of at most
 * r + x + s + 1, so panels of bounded length and bounded fall need 10 points each; the fall below e^−40 is cut off.
 */
import { uniformQuadrature } from '#shared/numeric/gauss-jacobi'
import type { PurchaseHistory } from './purchase-history.ts'

/** The log-odds that a client has left, −Infinity when it had no time to, and their derivatives in the four parameters. */
export interface LeavingIntegral {
  logOdds: number
  r: number
  alpha: number
  s: number
  beta: number
}

const panel = uniformQuadrature(10)
const LONGEST_PANEL = 1.5
const LARGEST_FALL_PER_PANEL = 8
const NEGLIGIBLE_FALL = 40

/** The log-odds that a client has left, with their gradient; parameters and history share one unit of time. */
export function leavingIntegral(
  { r, alpha, s, beta }: { r: number; alpha: number; s: number; beta: number },
  { x, tx, T }: PurchaseHistory,
): LeavingIntegral {
  const sum = { ratio: 0, r: 0, alpha: 0, s: 0, beta: 0 }
  if (tx >= T) return { logOdds: -Infinity, r: 0, alpha: 0, s: 0, beta: 0 }
  const shape = r + x
  const shift = Math.min(alpha, beta)
  const end = Math.log(T + shift)
  // Panels are summed relative to t = tx, where the integrand is largest but for a slow factor, so nothing overflows.
  const logTop = shape * Math.log1p((T - tx) / (alpha + tx)) + s * Math.log1p((T - tx) / (beta + tx))
  for (let start = Math.log(tx + shift); start < end;) {
    const time = Math.exp(start) - shift
    const growth = time + shift
    const fall = (shape * growth) / (alpha + time) + ((s + 1) * growth) / (beta + time)
    // The rate of fall grows within a panel by at most e^length; half of the allowance keeps the bound.
    const length = Math.min(end - start, LONGEST_PANEL, LARGEST_FALL_PER_PANEL / fall)
    addPanel(sum, { start, length, shift, shape, alpha, s, beta, tx })
    start += length
    const fallen = shape * Math.log((alpha + time) / (alpha + tx)) + s * Math.log((beta + time) / (beta + tx))
    if (fallen > NEGLIGIBLE_FALL || end - start < 1e-15 * Math.abs(end)) break
  }
  return {
    logOdds: logTop + Math.log(sum.ratio),
    r: sum.r / sum.ratio + Math.log(alpha + T),
    alpha: shape / (alpha + T) - sum.alpha / sum.ratio,
    s: sum.s / sum.ratio + Math.log(beta + T) + 1 / s,
    beta: s / (beta + T) - sum.beta / sum.ratio,
  }
}

type Sums = { ratio: number; r: number; alpha: number; s: number; beta: number }

interface Panel {
  readonly start: number
  readonly length: number
  readonly shift: number
  readonly shape: number
  readonly alpha: number
  readonly s: number
  readonly beta: number
  readonly tx: number
}

function addPanel(sum: Sums, { start, length, shift, shape, alpha, s, beta, tx }: Panel): void {
  const logAlphaAtLast = Math.log(alpha + tx)
  const logBetaAtLast = Math.log(beta + tx)
  for (let k = 0; k < panel.nodes.length; k++) {
    const growth = Math.exp(start + length * (panel.nodes[k] ?? 0))
    const time = growth - shift
    const logAlpha = Math.log(alpha + time)
    const logBeta = Math.log(beta + time)
    const exponent = -shape * (logAlpha - logAlphaAtLast) - s * (logBeta - logBetaAtLast)
    const share = s * (panel.weights[k] ?? 0) * length * Math.exp(exponent) * (growth / (beta + time))
    sum.ratio += share
    sum.r -= share * logAlpha
    sum.alpha += (share * shape) / (alpha + time)
    sum.s -= share * logBeta
    sum.beta += (share * (s + 1)) / (beta + time)
  }
}
