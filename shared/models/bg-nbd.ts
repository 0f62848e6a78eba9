/**
 * BG/NBD: how often a client buys again, and whether it is still there.
 *
 * Assumes: while alive, purchases are Poisson with rate λ; after each repeat purchase the client leaves with
 * probability p; λ ~ Gamma(r, rate α) and p ~ Beta(a, b) across clients, independent. A client without a repeat
 * purchase is alive by assumption, which is why its P(alive) is no churn score. Time is in any one unit, carried
 * by α; the product uses days.
 * Source: Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2); notes 021,
 * 027, 039.
 * Accuracy: 1e-9 (likelihood, P(alive)) and 1e-8 (expectations) relative, tests/shared/models/bg-nbd.test.ts.
 */
import type { BetaGeometricParams } from './beta-geometric.ts'
import * as family from './beta-geometric.ts'
import {
  betaGeometricLikelihood,
  betaGeometricStarts,
  readBetaGeometric,
} from './beta-geometric-likelihood.ts'
import { drawPurchaseTimes } from './future.ts'
import type { Likelihood } from './maximum-likelihood.ts'
import { nbd } from './nbd.ts'
import { fitDiagnosis } from './purchase-diagnosis.ts'
import { fitPurchases, weighted, type FitRecipe } from './purchase-fit.ts'
import type { PurchaseHistory, WeightedHistories } from './purchase-history.ts'
import type { Posterior, PurchaseModel } from './purchase-model.ts'

/** Population parameters, all > 0; α in the unit of the histories it was fitted on. */
export type BgNbdParams = BetaGeometricParams

/** Each repeat purchase was a chance to leave. */
function withChances({ x, tx, T }: PurchaseHistory): family.HistoryWithChances {
  return { x, tx, T, chances: x }
}

/** Log-likelihood of one history. */
export function logLikelihood(params: BgNbdParams, history: PurchaseHistory): number {
  return family.logLikelihood(params, withChances(history))
}

/** Probability that the client is still there at T, in [0, 1]. Note 021. */
export function probabilityAlive(params: BgNbdParams, history: PurchaseHistory): number {
  return family.probabilityAlive(params, withChances(history))
}

/** Expected purchases in (T, T + horizon]; horizon in the unit of the history. Eq. (10) of the source. */
export function expectedPurchases(params: BgNbdParams, history: PurchaseHistory, horizon: number): number {
  return family.expectedPurchases(params, withChances(history), horizon)
}

/** Probability of at least one purchase in (T, T + horizon]. */
export function probabilityActive(params: BgNbdParams, history: PurchaseHistory, horizon: number): number {
  return family.probabilityActive(params, withChances(history), horizon)
}

const newClient: PurchaseHistory = { x: 0, tx: 0, T: 0 }

/** Expected repeat purchases in the time t after a first purchase. */
export function newClientExpectedPurchases(params: BgNbdParams, t: number): number {
  return expectedPurchases(params, newClient, t)
}

/** Probabilities of 0, 1, … `most` repeat purchases in the time t after a first purchase. */
export function purchaseCountProbabilities(params: BgNbdParams, t: number, most: number): number[] {
  return family.purchaseCountProbabilities(params, t, { most, first: 0 })
}

/** What is known about one client. Given it is still there, p ~ Beta(a, b + x). */
export function posterior(params: BgNbdParams, history: PurchaseHistory): Posterior {
  return {
    alive: probabilityAlive(params, history),
    rateShape: params.r + history.x,
    rateRate: params.alpha + history.T,
    leaving: { kind: 'after-purchase', a: params.a, b: params.b + withChances(history).chances },
  }
}

/** The log-likelihood of a portfolio and its gradient in log-parameters. */
export function likelihood(portfolio: WeightedHistories): Likelihood {
  return betaGeometricLikelihood(portfolio, 0)
}

const recipe: FitRecipe<BgNbdParams> = {
  model: 'bg-nbd',
  likelihood,
  starts: betaGeometricStarts,
  read: readBetaGeometric,
  diagnose: (fit, { histories, weights }) =>
    fitDiagnosis(fit, nbd.fit(histories, weights, { isQuick: true })),
}

/** BG/NBD under the common contract of the transaction models. */
export const bgNbd: PurchaseModel<BgNbdParams> = {
  name: 'bg-nbd',
  parameterNames: ['r', 'alpha', 'a', 'b'],
  fit: (histories, weights, options) => fitPurchases(recipe, weighted(histories, weights), options),
  likelihood,
  logLikelihood,
  probabilityAlive,
  expectedPurchases,
  probabilityActive,
  newClientExpectedPurchases,
  purchaseCountProbabilities,
  posterior,
  drawFuture: (params, history, future) => drawPurchaseTimes(posterior(params, history), future),
}
