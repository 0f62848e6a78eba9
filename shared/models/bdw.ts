/**
 * Beta-discrete-Weibull: how long contracts last when clients differ and the chance to leave changes with age.
 *
 * Assumes: a client survives t periods with probability (1 − θ)^(t^c); θ ~ Beta(α, β) across clients. c < 1: the
 * chance falls with age for everybody, c > 1: it rises; c = 1 is the shifted beta-geometric (sbg.ts). The
 * retention of a cohort rises over time either way, because those likely to leave go first. S(t) = B(α, β + t^c) /
 * B(α, β).
 * Source: Fader, Hardie, Liu, Davin & Steenburgh (2018), "How to Project Customer Retention" Revisited, JIM 43.
 * Accuracy: 1e-12 relative for S; fits against retenmod and foretell in tests/shared/models/bdw.test.ts.
 */
import { digamma, lgammaDifference } from '#shared/numeric/log-gamma'
import type { ContractLifetime } from './contract-lifetimes.ts'
import type { Diagnosis, Fit } from './fit.ts'
import { maximumLikelihood, type Likelihood } from './maximum-likelihood.ts'

/** Population parameters, all > 0; they have no unit but count periods. */
export type BdwParams = { readonly alpha: number; readonly beta: number; readonly c: number }

/** Probability that a client survives t periods; t ≥ 0, S(0) = 1. */
export function survival({ alpha, beta, c }: BdwParams, t: number): number {
  return Math.exp(logSurvival({ alpha, beta, c }, t).value)
}

/** Retention in period t: share of those that survived t − 1 periods who survive t; t ≥ 1. */
export function retention(params: BdwParams, t: number): number {
  return Math.exp(logSurvival(params, t).value - logSurvival(params, t - 1).value)
}

/**
 * Discounted expected residual lifetime of a client after n renewals, in periods, the coming renewal first and
 * undiscounted.
 *
 * @param discountRate  per period, > 0; Infinity is returned for 0 or less, where the sum may not converge
 */
export function residualLifetime(params: BdwParams, renewals: number, discountRate: number): number {
  if (!(discountRate > 0)) return Infinity
  const base = logSurvival(params, renewals).value
  const factor = 1 / (1 + discountRate)
  let sum = 0
  let weight = 1
  for (let k = 1; k <= 100_000; k++) {
    const surviving = Math.exp(logSurvival(params, renewals + k).value - base)
    sum += weight * surviving
    weight *= factor
    // Survival only falls, so the rest is at most a geometric series.
    if (weight * surviving < 1e-14 * sum * (1 - factor)) break
  }
  return sum
}

/** The fit to lifetimes; degenerate data give a diagnosis, never an exception. */
export function fit(lifetimes: readonly ContractLifetime[]): Fit<BdwParams> {
  const result = fitLifetimes(lifetimes, { model: 'bdw' })
  const { alpha = 1, beta = 1, c = 1 } = result.params
  return { ...result, params: { alpha, beta, c } }
}

/** The common fit of BdW and, with the shape fixed at 1, sBG. */
export function fitLifetimes(
  lifetimes: readonly ContractLifetime[],
  { model, shape }: { readonly model: string; readonly shape?: number },
): Fit {
  const likelihood = lifetimeLikelihood(lifetimes, shape)
  const losses = lifetimes.reduce((sum, { lost }) => sum + lost, 0)
  const thin = losses < FEWEST_LOSSES || losses === likelihood.clients
  const estimate = maximumLikelihood(likelihood, {
    starts: [
      { alpha: 1, beta: 2, c: 1 },
      { alpha: 0.3, beta: 1, c: 1.5 },
      { alpha: 3, beta: 10, c: 0.8 },
    ],
    ...(thin ? { priorSd: 1.1 } : {}),
  })
  const parameters = likelihood.names.length
  const diagnosis = lifetimeDiagnosis(estimate, {
    losses,
    clients: likelihood.clients,
    geometric: geometricLogLikelihood(lifetimes),
  })
  return {
    model,
    ...estimate,
    clients: likelihood.clients,
    aic: 2 * parameters - 2 * estimate.logLikelihood,
    bic: parameters * Math.log(Math.max(1, likelihood.clients)) - 2 * estimate.logLikelihood,
    ...(diagnosis ? { diagnosis } : {}),
  }
}

const FEWEST_LOSSES = 10

/** ln S(t) and its derivatives in α, β, c. */
function logSurvival({ alpha, beta, c }: BdwParams, t: number) {
  if (t === 0) return { value: 0, alpha: 0, beta: 0, c: 0 }
  const steps = Math.exp(c * Math.log(t))
  const total = digamma(alpha + beta) - digamma(alpha + beta + steps)
  return {
    value: lgammaDifference(beta, steps) - lgammaDifference(alpha + beta, steps),
    alpha: total,
    beta: digamma(beta + steps) - digamma(beta) + total,
    c: steps * Math.log(t) * (digamma(beta + steps) - digamma(alpha + beta + steps)),
  }
}

function lifetimeLikelihood(lifetimes: readonly ContractLifetime[], shape?: number): Likelihood {
  return {
    names: shape === undefined ? ['alpha', 'beta', 'c'] : ['alpha', 'beta'],
    clients: lifetimes.reduce((sum, { lost, survived }) => sum + lost + survived, 0),
    scales: {},
    offset: 0,
    value(logParams, gradient) {
      const [alpha = 1, beta = 1, free = 1] = logParams.map(Math.exp)
      const c = shape ?? free
      const sum = { value: 0, alpha: 0, beta: 0, c: 0 }
      const add = (
        weight: number,
        value: number,
        slopes: { alpha: number; beta: number; c: number },
      ): void => {
        sum.value += weight * value
        sum.alpha += weight * slopes.alpha
        sum.beta += weight * slopes.beta
        sum.c += weight * slopes.c
      }
      for (const { age, lost, survived } of lifetimes) {
        const until = logSurvival({ alpha, beta, c }, age)
        if (survived > 0) add(survived, until.value, until)
        if (lost <= 0) continue
        const before = logSurvival({ alpha, beta, c }, age - 1)
        const kept = Math.exp(until.value - before.value)
        const left = -Math.expm1(until.value - before.value)
        add(lost, before.value + Math.log(left), {
          alpha: (before.alpha - kept * until.alpha) / left,
          beta: (before.beta - kept * until.beta) / left,
          c: (before.c - kept * until.c) / left,
        })
      }
      gradient[0] = sum.alpha * alpha
      gradient[1] = sum.beta * beta
      if (shape === undefined) gradient[2] = sum.c * c
      return sum.value
    },
  }
}

/** Log-likelihood if everybody had the same chance to leave in every period. */
function geometricLogLikelihood(lifetimes: readonly ContractLifetime[]): number {
  let losses = 0
  let renewals = 0
  for (const { age, lost, survived } of lifetimes) {
    losses += lost
    renewals += lost * (age - 1) + survived * age
  }
  const rate = losses / Math.max(1, losses + renewals)
  return (losses > 0 ? losses * Math.log(rate) : 0) + (renewals > 0 ? renewals * Math.log1p(-rate) : 0)
}

/** Twice the log-likelihood that differing clients must gain over equal ones: 5 % point of the 50:50 mixture of 0 and χ²(1). */
const LEAST_GAIN = 2.71

function lifetimeDiagnosis(
  { converged, logLikelihood }: { readonly converged: boolean; readonly logLikelihood: number },
  { losses, clients, geometric }: { losses: number; clients: number; geometric: number },
): Diagnosis | undefined {
  const instead = {
    withheld: ['retentionForecast', 'residualLifetime'],
    shownInstead: 'the observed survival curve',
  }
  if (clients === 0)
    return { code: 'fit.no-clients', sentence: 'There is no relationship to learn from yet.', ...instead }
  if (losses === 0) return { code: 'fit.no-losses', sentence: 'No client has been lost yet.', ...instead }
  if (losses < FEWEST_LOSSES)
    return {
      code: 'fit.too-few-losses',
      sentence: `Only ${losses} clients were lost; ${FEWEST_LOSSES} are needed.`,
      ...instead,
    }
  if (!converged)
    return {
      code: 'fit.not-converged',
      sentence: 'The search for the best parameters did not settle.',
      ...instead,
    }
  if (2 * (logLikelihood - geometric) >= LEAST_GAIN) return undefined
  return {
    code: 'fit.no-decreasing-hazard',
    sentence: 'Those who stay longer do not leave less: the data do not show that clients differ.',
    ...instead,
  }
}
