/**
 * Pareto/NBD: how often a client buys again, and whether it is still there, when it may leave at any moment.
 *
 * Assumes: while alive, purchases are Poisson with rate λ; lifetimes are exponential with rate μ; λ ~ Gamma(r,
 * rate α) and μ ~ Gamma(s, rate β) across clients, independent. Time is in any one unit, carried by α and β; the
 * product uses days.
 * The likelihood of having left is the integral over the moment of leaving, s ∫ (α + t)^−(r+x) (β + t)^−(s+1) dt
 * from tx to T, done by panels of Gauss-Legendre quadrature in ln(t + min(α, β)): no hypergeometric function, no
 * branches, no cancellation.
 * Source: Schmittlein, Morrison & Colombo (1987), Management Science 33(1); Fader & Hardie (2005) note 009.
 * Accuracy: 1e-9 (likelihood, P(alive)) and 1e-8 (expectations) relative, tests/shared/models/pareto-nbd.test.ts.
 */
import { lgammaDifference } from '#shared/numeric/log-gamma'
import { logistic, softplus } from '#shared/numeric/log-sum-exp'
import { uniformQuadrature } from '#shared/numeric/gauss-jacobi'
import type { Params } from './fit.ts'
import { drawPurchaseTimes } from './future.ts'
import { nbd } from './nbd.ts'
import { leavingIntegral } from './pareto-nbd-integral.ts'
import { paretoNbdLikelihood } from './pareto-nbd-likelihood.ts'
import { fitDiagnosis } from './purchase-diagnosis.ts'
import { fitPurchases, meanRate, timeScale, weighted, type FitRecipe } from './purchase-fit.ts'
import type { PurchaseHistory } from './purchase-history.ts'
import type { Posterior, PurchaseModel } from './purchase-model.ts'

/** Population parameters, all > 0; α and β in the unit of the histories they were fitted on. */
export type ParetoNbdParams = {
  readonly r: number
  readonly alpha: number
  readonly s: number
  readonly beta: number
}

/** Log-likelihood of one history. */
export function logLikelihood(params: ParetoNbdParams, history: PurchaseHistory): number {
  const { r, alpha, s, beta } = params
  const { x, T } = history
  const logPurchases = lgammaDifference(r, x) - x * Math.log(alpha + T) - r * Math.log1p(T / alpha)
  return logPurchases - s * Math.log1p(T / beta) + softplus(leavingIntegral(params, history).logOdds)
}

/** Probability that the client is still there at T, in [0, 1]. */
export function probabilityAlive(params: ParetoNbdParams, history: PurchaseHistory): number {
  return logistic(-leavingIntegral(params, history).logOdds)
}

/** Expected purchases in (T, T + horizon]. Eq. (41) of note 009. */
export function expectedPurchases(
  params: ParetoNbdParams,
  history: PurchaseHistory,
  horizon: number,
): number {
  return probabilityAlive(params, history) * purchasesWhileAlive(params, history, horizon)
}

/** Expected purchases in (T, T + horizon] of a client that is still there at T; also where s = 1. */
export function purchasesWhileAlive(
  { r, alpha, s, beta }: ParetoNbdParams,
  { x, T }: PurchaseHistory,
  horizon: number,
): number {
  const logGrowth = Math.log1p(horizon / (beta + T))
  const exponent = (s - 1) * logGrowth
  const time = (beta + T) * (Math.abs(exponent) < 1e-300 ? logGrowth : -Math.expm1(-exponent) / (s - 1))
  return ((r + x) / (alpha + T)) * time
}

const leaveTimes = uniformQuadrature(64)

/** Probability of at least one purchase in (T, T + horizon]: the first must come before leaving. */
export function probabilityActive(
  params: ParetoNbdParams,
  history: PurchaseHistory,
  horizon: number,
): number {
  const { r, alpha, s, beta } = params
  const shape = r + history.x
  const rate = alpha + history.T
  const within = -Math.expm1(-shape * Math.log1p(horizon / rate))
  let stillThere = 0
  for (let k = 0; k < leaveTimes.nodes.length; k++) {
    const time = rate * Math.expm1(-Math.log1p(-within * (leaveTimes.nodes[k] ?? 0)) / shape)
    stillThere += (leaveTimes.weights[k] ?? 0) * Math.exp(-s * Math.log1p(time / (beta + history.T)))
  }
  return probabilityAlive(params, history) * within * stillThere
}

/** Expected repeat purchases in the time t after a first purchase. */
export function newClientExpectedPurchases(params: ParetoNbdParams, t: number): number {
  return expectedPurchases(params, { x: 0, tx: 0, T: 0 }, t)
}

/** Probabilities of 0, 1, … `most` repeat purchases in the time t after a first purchase. */
export function purchaseCountProbabilities(
  { r, alpha, s, beta }: ParetoNbdParams,
  t: number,
  most: number,
): number[] {
  const leftByEnd = -Math.expm1(-s * Math.log1p(t / beta))
  const countsUntil = (time: number): number[] => nbd.purchaseCountProbabilities({ r, alpha }, time, most)
  const counts = countsUntil(t).map((probability) => (1 - leftByEnd) * probability)
  leaveTimes.nodes.forEach((node, k) => {
    const time = beta * Math.expm1(-Math.log1p(-leftByEnd * node) / s)
    const weight = leftByEnd * (leaveTimes.weights[k] ?? 0)
    countsUntil(time).forEach((probability, x) => (counts[x] = (counts[x] ?? 0) + weight * probability))
  })
  return counts
}

/** What is known about one client. */
export function posterior(params: ParetoNbdParams, history: PurchaseHistory): Posterior {
  return {
    alive: probabilityAlive(params, history),
    rateShape: params.r + history.x,
    rateRate: params.alpha + history.T,
    leaving: { kind: 'at-rate', shape: params.s, rate: params.beta + history.T },
  }
}

/** Stored parameters as this model's type. */
export function readParetoNbd({ r = 1, alpha = 1, s = 1, beta = 1 }: Params): ParetoNbdParams {
  return { r, alpha, s, beta }
}

const recipe: FitRecipe<ParetoNbdParams> = {
  model: 'pareto-nbd',
  likelihood: paretoNbdLikelihood,
  starts: (portfolio) => {
    const rate = meanRate(portfolio)
    const time = timeScale(portfolio)
    return [
      { r: 0.7, alpha: 0.5 / rate, s: 0.7, beta: time / 2 },
      { r: 1.5, alpha: 1 / rate, s: 1.5, beta: time },
      { r: 0.5, alpha: 0.5 / rate, s: 0.3, beta: time / 4 },
    ]
  },
  read: readParetoNbd,
  diagnose: (fit, { histories, weights }) =>
    fitDiagnosis(fit, nbd.fit(histories, weights, { isQuick: true })),
}

/** Pareto/NBD under the common contract of the transaction models. */
export const paretoNbd: PurchaseModel<ParetoNbdParams> = {
  name: 'pareto-nbd',
  parameterNames: ['r', 'alpha', 's', 'beta'],
  fit: (histories, weights, options) => fitPurchases(recipe, weighted(histories, weights), options),
  likelihood: paretoNbdLikelihood,
  logLikelihood,
  probabilityAlive,
  expectedPurchases,
  probabilityActive,
  newClientExpectedPurchases,
  purchaseCountProbabilities,
  posterior,
  drawFuture: (params, history, future) => drawPurchaseTimes(posterior(params, history), future),
}
