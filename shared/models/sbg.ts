/**
 * Shifted beta-geometric: how long contracts last when each client leaves with a probability of its own at every
 * renewal.
 *
 * Assumes: a client leaves with the same probability θ at each renewal; θ ~ Beta(α, β) across clients. Retention
 * of a cohort rises over time because those likely to leave go first. It is the beta-discrete-Weibull (bdw.ts)
 * with c = 1, and computed by it.
 * Source: Fader & Hardie (2007), How to Project Customer Retention, JIM 21(1); (2010), Customer-Base Valuation in
 * a Contractual Setting, Marketing Science 29(1). Accuracy: published tables to their digits,
 * tests/shared/models/sbg.test.ts.
 */
import {
  fitLifetimes,
  residualLifetime as residualLifetimeOfBdw,
  retention as retentionOfBdw,
  survival as survivalOfBdw,
} from './bdw.ts'
import type { ContractLifetime } from './contract-lifetimes.ts'
import type { Fit } from './fit.ts'

/** Population parameters, both > 0. */
export type SbgParams = { readonly alpha: number; readonly beta: number }

/** Probability that a client survives t periods; S(t) = B(α, β + t) / B(α, β). */
export function survival(params: SbgParams, t: number): number {
  return survivalOfBdw({ ...params, c: 1 }, t)
}

/** Retention in period t ≥ 1: (β + t − 1) / (α + β + t − 1). */
export function retention(params: SbgParams, t: number): number {
  return retentionOfBdw({ ...params, c: 1 }, t)
}

/** Discounted expected residual lifetime after n renewals, in periods (DERL of the source); discount rate per period, > 0. */
export function residualLifetime(params: SbgParams, renewals: number, discountRate: number): number {
  return residualLifetimeOfBdw({ ...params, c: 1 }, renewals, discountRate)
}

/** The fit to lifetimes; degenerate data give a diagnosis, never an exception. */
export function fit(lifetimes: readonly ContractLifetime[]): Fit<SbgParams> {
  const result = fitLifetimes(lifetimes, { model: 'sbg', shape: 1 })
  const { alpha = 1, beta = 1 } = result.params
  return { ...result, params: { alpha, beta } }
}
