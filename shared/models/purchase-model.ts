import type { Random } from '#shared/numeric/random'
import type { Fit, Params } from './fit.ts'
import type { Likelihood } from './maximum-likelihood.ts'
import type { PurchaseHistory, WeightedHistories } from './purchase-history.ts'

/** The transaction models of the product. */
export type PurchaseModelName = 'bg-nbd' | 'mbg-nbd' | 'pareto-nbd' | 'nbd'

/**
 * What is known about one client under given parameters: chance it is still there, its purchase rate and, given it
 * is still there, how it may leave. Everything a simulated future needs.
 */
export interface Posterior {
  readonly alive: number
  /** The rate is Gamma(shape, rate): purchases per unit of time. */
  readonly rateShape: number
  readonly rateRate: number
  readonly leaving: Leaving
}

/** How a client leaves: after a purchase with a Beta chance, at a Gamma-distributed constant rate, or never. */
export type Leaving =
  | { readonly kind: 'after-purchase'; readonly a: number; readonly b: number }
  | { readonly kind: 'at-rate'; readonly shape: number; readonly rate: number }
  | { readonly kind: 'never' }

/** Choices of a fit. */
export interface FitOptions {
  /** Parameters to start from, for instance yesterday's. */
  readonly start?: Params
  /** Only the parameters: no standard errors, no diagnosis, looser tolerance. For refits by the hundred. */
  readonly isQuick?: boolean
}

/** A model of how often clients buy and whether they are still there. All functions are pure. */
export interface PurchaseModel<P extends Params = Params> {
  readonly name: PurchaseModelName
  readonly parameterNames: readonly string[]
  /** Parameters of a portfolio; degenerate data give a diagnosis, never an exception. */
  fit(histories: readonly PurchaseHistory[], weights?: readonly number[], options?: FitOptions): Fit<P>
  /** The log-likelihood of a portfolio as a function of log-parameters, for repeated fits with other weights. */
  likelihood(portfolio: WeightedHistories): Likelihood
  /** Log-likelihood of one history. */
  logLikelihood(params: P, history: PurchaseHistory): number
  /** Probability that the client is still there at T, in [0, 1]. */
  probabilityAlive(params: P, history: PurchaseHistory): number
  /** Expected purchases in (T, T + horizon]; horizon ≥ 0 in the unit of the histories. */
  expectedPurchases(params: P, history: PurchaseHistory, horizon: number): number
  /** Probability of at least one purchase in (T, T + horizon]. */
  probabilityActive(params: P, history: PurchaseHistory, horizon: number): number
  /** Expected repeat purchases of a client in the time t after its first purchase. */
  newClientExpectedPurchases(params: P, t: number): number
  /** Probabilities of 0, 1, … `most` repeat purchases in the time t after a client's first purchase. */
  purchaseCountProbabilities(params: P, t: number, most: number): number[]
  /** What is known about one client, for simulation. */
  posterior(params: P, history: PurchaseHistory): Posterior
  /** One possible future: purchase times in (0, horizon] after T, ascending. */
  drawFuture(params: P, history: PurchaseHistory, future: { horizon: number; random: Random }): number[]
}
