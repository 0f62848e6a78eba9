/**
 * BG/BB: who takes which of a fixed series of opportunities (yearly donations, events), and who is still there.
 *
 * Assumes: while alive, a client takes each opportunity with probability p; before each it leaves with probability
 * θ; p ~ Beta(α, β) and θ ~ Beta(γ, δ) across clients, independent. A history is x taken of n opportunities, the
 * last at tx. Expectations are finite sums over future opportunities, so nothing is singular at γ = 1.
 * Source: Fader, Hardie & Shang (2010), Customer-Base Analysis in a Discrete-Time Noncontractual Setting,
 * Marketing Science 29(6).
 * Accuracy: published tables to their digits, tests/shared/models/bg-bb.test.ts.
 */
import { digamma, lbeta } from '#shared/numeric/log-gamma'
import { logSumExp } from '#shared/numeric/log-sum-exp'
import type { Fit } from './fit.ts'
import { maximumLikelihood, type Likelihood } from './maximum-likelihood.ts'

/** Population parameters, all > 0. */
export type BgBbParams = {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly delta: number
}

/** x opportunities taken of n, the last of them number tx; 0 ≤ x ≤ tx ≤ n. */
export interface OpportunityHistory {
  readonly x: number
  readonly tx: number
  readonly n: number
}

/** Log-likelihood of one history. Eq. (5) of the source. */
export function logLikelihood(params: BgBbParams, history: OpportunityHistory): number {
  return logSumExp(logTerms(params, history))
}

/** Probability that the client is still there at the next opportunity, n + 1. Eq. (11). */
export function probabilityAlive(params: BgBbParams, history: OpportunityHistory): number {
  const { gamma, delta } = params
  const logStayed =
    logTakes(params, history.x, history.n) + lbeta(gamma, delta + history.n + 1) - lbeta(gamma, delta)
  return Math.exp(logStayed - logLikelihood(params, history))
}

/** Expected opportunities taken among the next `opportunities`. Eq. (13). */
export function expectedPurchases(
  params: BgBbParams,
  history: OpportunityHistory,
  opportunities: number,
): number {
  return discountedPurchases(params, history, { opportunities, discountRate: 0 })
}

/** Expected opportunities taken among the next ones, each discounted from its own time; rate per opportunity, ≥ 0. Eq. (14). */
export function discountedPurchases(
  params: BgBbParams,
  history: OpportunityHistory,
  { opportunities, discountRate }: { readonly opportunities: number; readonly discountRate: number },
): number {
  const { alpha, beta, gamma, delta } = params
  const { x, n } = history
  const logTakesNext =
    lbeta(alpha + x + 1, beta + n - x) - lbeta(alpha, beta) - logLikelihood(params, history)
  let sum = 0
  for (let k = 1; k <= opportunities; k++) {
    const stayed = Math.exp(
      logTakesNext + lbeta(gamma, delta + n + k) - lbeta(gamma, delta) - k * Math.log1p(discountRate),
    )
    sum += stayed
    if (stayed < 1e-14 * sum) break
  }
  return sum
}

/** Expected opportunities taken among the first n by a new client. Eq. (8). */
export function newClientExpectedPurchases({ alpha, beta, gamma, delta }: BgBbParams, n: number): number {
  let sum = 0
  for (let k = 1; k <= n; k++) sum += Math.exp(lbeta(gamma, delta + k) - lbeta(gamma, delta))
  return (alpha / (alpha + beta)) * sum
}

/** The fit to histories with their numbers of clients. */
export function fit(cells: readonly (OpportunityHistory & { readonly clients: number })[]): Fit<BgBbParams> {
  const likelihood = portfolioLikelihood(cells)
  const estimate = maximumLikelihood(likelihood, {
    starts: [
      { alpha: 1, beta: 1, gamma: 0.7, delta: 2 },
      { alpha: 0.5, beta: 2, gamma: 1.5, delta: 5 },
    ],
    ...(likelihood.clients < 30 ? { priorSd: 1.1 } : {}),
  })
  const { alpha = 1, beta = 1, gamma = 1, delta = 1 } = estimate.params
  return {
    model: 'bg-bb',
    ...estimate,
    params: { alpha, beta, gamma, delta },
    clients: likelihood.clients,
    aic: 8 - 2 * estimate.logLikelihood,
    bic: 4 * Math.log(Math.max(1, likelihood.clients)) - 2 * estimate.logLikelihood,
  }
}

/** Log-probability of x takes in a given order while alive for n opportunities. */
function logTakes({ alpha, beta }: BgBbParams, x: number, n: number): number {
  return lbeta(alpha + x, beta + n - x) - lbeta(alpha, beta)
}

/** Log of each case: stayed to the end, or left before opportunity tx + i + 1. */
function logTerms(params: BgBbParams, { x, tx, n }: OpportunityHistory): number[] {
  const { gamma, delta } = params
  const prior = lbeta(gamma, delta)
  const terms = [logTakes(params, x, n) + lbeta(gamma, delta + n) - prior]
  for (let until = tx; until < n; until++)
    terms.push(logTakes(params, x, until) + lbeta(gamma + 1, delta + until) - prior)
  return terms
}

function portfolioLikelihood(
  cells: readonly (OpportunityHistory & { readonly clients: number })[],
): Likelihood {
  return {
    names: ['alpha', 'beta', 'gamma', 'delta'],
    clients: cells.reduce((sum, { clients }) => sum + clients, 0),
    scales: {},
    offset: 0,
    value(logParams, gradient) {
      const [alpha = 1, beta = 1, gamma = 1, delta = 1] = logParams.map(Math.exp)
      const params = { alpha, beta, gamma, delta }
      gradient.fill(0)
      let value = 0
      for (const { clients, ...history } of cells) {
        const terms = logTerms(params, history)
        const total = logSumExp(terms)
        value += clients * total
        terms.forEach((term, index) =>
          addSlopes(gradient, params, { ...history, index, weight: clients * Math.exp(term - total) }),
        )
      }
      gradient.forEach(
        (slope, index) => (gradient[index] = slope * ([alpha, beta, gamma, delta][index] ?? 1)),
      )
      return value
    },
  }
}

/** Adds the gradient of one case; index 0 stayed to n, index i left after opportunity tx + i − 1. */
function addSlopes(
  gradient: Float64Array,
  { alpha, beta, gamma, delta }: BgBbParams,
  { x, tx, n, index, weight }: OpportunityHistory & { readonly index: number; readonly weight: number },
): void {
  const until = index === 0 ? n : tx + index - 1
  const left = index === 0 ? 0 : 1
  const takes = digamma(alpha + beta) - digamma(alpha + beta + until)
  const stays = digamma(gamma + delta) - digamma(gamma + delta + left + until)
  gradient[0] = (gradient[0] ?? 0) + weight * (digamma(alpha + x) - digamma(alpha) + takes)
  gradient[1] = (gradient[1] ?? 0) + weight * (digamma(beta + until - x) - digamma(beta) + takes)
  gradient[2] = (gradient[2] ?? 0) + weight * (digamma(gamma + left) - digamma(gamma) + stays)
  gradient[3] = (gradient[3] ?? 0) + weight * (digamma(delta + until) - digamma(delta) + stays)
}
