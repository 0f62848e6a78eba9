/**
 * Kaplan-Meier: the survival curve the data show by themselves, no model assumed.
 *
 * Assumes only that a client no longer watched would have behaved like the others (censoring says nothing about
 * leaving). Bands: Greenwood's variance on the log-log scale, so they stay inside [0, 1] (Kalbfleisch & Prentice
 * 2002, 1.4). Exact; tests/shared/models/kaplan-meier.test.ts.
 */
import { normalQuantile } from '#shared/numeric/normal'
import type { ContractLifetime } from './contract-lifetimes.ts'

/** One step of the curve, at an age at which somebody was lost. */
export interface SurvivalStep {
  readonly age: number
  readonly atRisk: number
  readonly lost: number
  readonly survival: number
  /** Band at the level asked for; equal to the survival where it is 0 or 1. */
  readonly low: number
  readonly high: number
}

/** The curve as steps in ascending age; a client censored at an age was at risk at that age. */
export function survivalCurve(lifetimes: readonly ContractLifetime[], level = 0.95): SurvivalStep[] {
  const z = normalQuantile((1 + level) / 2)
  const ordered = [...lifetimes].sort((left, right) => left.age - right.age)
  let atRisk = ordered.reduce((sum, { lost, survived }) => sum + lost + survived, 0)
  let survival = 1
  let greenwood = 0
  const steps: SurvivalStep[] = []
  for (let start = 0; start < ordered.length;) {
    const age = ordered[start]?.age ?? 0
    let lost = 0
    let gone = 0
    let next = start
    for (; ordered[next]?.age === age; next++) {
      lost += ordered[next]?.lost ?? 0
      gone += (ordered[next]?.lost ?? 0) + (ordered[next]?.survived ?? 0)
    }
    start = next
    if (lost > 0) {
      survival *= 1 - lost / atRisk
      greenwood += atRisk > lost ? lost / (atRisk * (atRisk - lost)) : Infinity
      steps.push({ age, atRisk, lost, survival, ...band(survival, greenwood, z) })
    }
    atRisk -= gone
  }
  return steps
}

/** Probability of surviving beyond an age: the last step at or before it; 1 before the first. */
export function survivalAt(curve: readonly SurvivalStep[], age: number): number {
  return curve.findLast((step) => step.age <= age)?.survival ?? 1
}

function band(survival: number, greenwood: number, z: number): { low: number; high: number } {
  const logSurvival = Math.log(survival)
  if (survival <= 0 || survival >= 1 || !Number.isFinite(greenwood)) return { low: survival, high: survival }
  const half = (z * Math.sqrt(greenwood)) / Math.abs(logSurvival)
  return { low: Math.exp(logSurvival * Math.exp(half)), high: Math.exp(logSurvival * Math.exp(-half)) }
}
