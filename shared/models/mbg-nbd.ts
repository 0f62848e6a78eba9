/**
 * MBG/NBD: BG/NBD in which a client may also leave right after its first purchase.
 *
 * Assumes: while alive, purchases are Poisson with rate λ; after each purchase, the first included, the client
 * leaves with probability p; λ ~ Gamma(r, rate α) and p ~ Beta(a, b) across clients, independent. So P(alive) is
 * meaningful for clients with one purchase too. Time is in any one unit, carried by α; the product uses days.
 * Source: Batislam, Denizel & Filiztekin (2007), IJRM 24(3); Hoppe & Wagner (2007), Marketing JRM 29(2).
 * Accuracy: 1e-9 (likelihood, P(alive)) and 1e-8 (expectations) relative, tests/shared/models/mbg-nbd.test.ts.
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
export type MbgNbdParams = BetaGeometricParams

/** Each purchase was a chance to leave, the first included. */
function withChances({ x, tx, T }: PurchaseHistory): family.HistoryWithChances {
  return { x, tx, T, chances: x + 1 }
}

/** Log-likelihood of one history. */
export function logLikelihood(params: MbgNbdParams, history: PurchaseHistory): number {
  return family.logLikelihood(params, withChances(history))
}

/** Probability that the client is still there at T, in [0, 1]. */
export function probabilityAlive(params: MbgNbdParams, history: PurchaseHistory): number {
  return family.probabilityAlive(params, withChances(history))
}

/** Expected purchases in (T, T + horizon]; horizon in the unit of the history. */
export function expectedPurchases(params: MbgNbdParams, history: PurchaseHistory, horizon: number): number {
  return family.expectedPurchases(params, withChances(history), horizon)
}

/** Probability of at least one purchase in (T, T + horizon]. */
export function probabilityActive(params: MbgNbdParams, history: PurchaseHistory, horizon: number): number {
  return family.probabilityActive(params, withChances(history), horizon)
}

const newClient: PurchaseHistory = { x: 0, tx: 0, T: 0 }

/** Expected repeat purchases in the time t after a first purchase. */
export function newClientExpectedPurchases(params: MbgNbdParams, t: number): number {
  return expectedPurchases(params, newClient, t)
}

/** Probabilities of 0, 1, … `most` repeat purchases in the time t after a first purchase. */
export function purchaseCountProbabilities(params: MbgNbdParams, t: number, most: number): number[] {
  return family.purchaseCountProbabilities(params, t, { most, first: 1 })
}

/** What is known about one client. Given it is still there, p ~ Beta(a, b + x + 1). */
export function posterior(params: MbgNbdParams, history: PurchaseHistory): Posterior {
  return {
    alive: probabilityAlive(params, history),
    rateShape: params.r + history.x,
    rateRate: params.alpha + history.T,
    leaving: { kind: 'after-purchase', a: params.a, b: params.b + withChances(history).chances },
  }
}

/** The log-likelihood of a portfolio and its gradient in log-parameters. */
export function likelihood(portfolio: WeightedHistories): Likelihood {
  return betaGeometricLikelihood(portfolio, 1)
}

const recipe: FitRecipe<MbgNbdParams> = {
  model: 'mbg-nbd',
  likelihood,
  starts: betaGeometricStarts,
  read: readBetaGeometric,
  diagnose: (fit, { histories, weights }) =>
    fitDiagnosis(fit, nbd.fit(histories, weights, { isQuick: true })),
}

/** MBG/NBD under the common contract of the transaction models. */
export const mbgNbd: PurchaseModel<MbgNbdParams> = {
  name: 'mbg-nbd',
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
