/**
 * Which transaction model the product uses, by one stated rule.
 *
 * The rule: (1) fits that did not settle are out. (2) If no model with leaving is identified, the model without
 * leaving is used, and P(alive) is withheld. (3) Of the identified ones the lowest hold-out RMSE wins; models
 * within 1 % of it count as equal and the lowest BIC decides. Without a hold-out BIC decides alone. BG/NBD is used
 * for expectations only: its P(alive) is 1 for every client with one purchase, so P(alive) is always taken from
 * the best of MBG/NBD and Pareto/NBD.
 */
import type { Fit } from './fit.ts'
import type { PurchaseModelName } from './purchase-model.ts'
import type { HoldoutErrors } from './report-card.ts'

/** A fitted model that may be chosen. */
export interface Candidate {
  readonly name: PurchaseModelName
  readonly fit: Fit
  readonly holdout?: HoldoutErrors
}

/** What was chosen and why. */
export interface ModelChoice {
  /** For expected purchases and values; absent when no fit settled. */
  readonly expectations?: PurchaseModelName
  /** For the chance that a client is still there; absent when leaving is not identified. */
  readonly alive?: PurchaseModelName
  readonly reason: string
}

/** RMSE within this share of the best counts as equal: less than its own sampling error on any portfolio seen. */
const EQUAL_WITHIN = 0.01

/** The choice among fitted models by the rule of this file. */
export function chooseModel(candidates: readonly Candidate[]): ModelChoice {
  const settled = candidates.filter(({ fit }) => fit.converged && fit.diagnosis?.code !== 'fit.not-converged')
  const leaving = settled.filter(({ name, fit }) => name !== 'nbd' && fit.diagnosis === undefined)
  const best = bestOf(leaving)
  if (!best) {
    const plain = settled.find(({ name }) => name === 'nbd') ?? settled[0]
    if (!plain) return { reason: 'No model could be fitted to these purchases.' }
    return {
      expectations: plain.name,
      reason:
        plain.fit.diagnosis?.sentence ??
        'The purchases do not show that clients leave, so no leaving is assumed.',
    }
  }
  const alive = bestOf(leaving.filter(({ name }) => name === 'mbg-nbd' || name === 'pareto-nbd'))
  return {
    expectations: best.name,
    ...(alive ? { alive: alive.name } : {}),
    reason: reasonFor(best, leaving),
  }
}

function reasonFor(best: Candidate, leaving: readonly Candidate[]): string {
  if (leaving.length === 1) return `${best.name} is the only model that shows clients leaving.`
  const isTested = leaving.every(({ holdout }) => holdout !== undefined)
  const error = best.holdout?.rmse ?? Infinity
  const isLeast = leaving.every(({ holdout }) => error <= (holdout?.rmse ?? Infinity))
  const by = !isTested
    ? 'has the best fit for its number of parameters'
    : isLeast
      ? 'has the smallest error on purchases it had not seen'
      : 'is within 1% of the smallest error on purchases it had not seen, and fits best for its number of parameters'
  return `Of ${leaving.length} models with leaving, ${best.name} ${by}.`
}

function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  const byBic = candidates.toSorted((left, right) => left.fit.bic - right.fit.bic)
  if (candidates.some(({ holdout }) => holdout === undefined)) return byBic[0]
  const least = Math.min(...candidates.map(({ holdout }) => holdout?.rmse ?? Infinity))
  return byBic.find(({ holdout }) => (holdout?.rmse ?? Infinity) <= least * (1 + EQUAL_WITHIN))
}
