/**
 * Gamma-Gamma: how much a client spends per purchase, given the mean of the few purchases seen.
 *
 * Assumes: amounts of one client are Gamma(p, rate ν); ν ~ Gamma(q, rate v) across clients; spend is independent
 * of how often a client buys (checked: a correlation beyond ±0.3 is reported). m is the mean over x repeat days;
 * amounts must be positive.
 * Notation: E[M | x, m] = p (v + x m) / (p x + q − 1); over all clients p v / (q − 1), which exists only for q >
 * 1. Where the likelihood wants q ≤ 1 or has no maximum, the parameters returned are anchored instead: q = 1.5 and
 * v such that the mean over clients is the observed mean, so an expected spend is always finite and positive, and
 * a diagnosis says so.
 * Source: Fader, Hardie & Lee (2005) "RFM and CLV"; Fader & Hardie (2013) note 025. Accuracy: 1e-9,
 * tests/shared/models/gamma-gamma.test.ts.
 */
import { digamma, lgammaDifference, lgamma } from '#shared/numeric/log-gamma'
import type { Random } from '#shared/numeric/random'
import type { Fit } from './fit.ts'
import { maximumLikelihood, type Likelihood } from './maximum-likelihood.ts'
import { spendDiagnosis, spendMoments, type SpendMoments } from './spend-diagnosis.ts'

/** Population parameters, all > 0; v in the money unit of the spends it was fitted on. */
export type GammaGammaParams = { readonly p: number; readonly q: number; readonly v: number }

/** Mean amount of x repeat days; x = 0 carries no information and any mean. */
export interface Spend {
  readonly x: number
  readonly mean: number
}

/** A spend shared by several clients. */
export interface WeightedSpend extends Spend {
  readonly weight?: number
}

/** Log-likelihood of one client's mean spend; x ≥ 1, mean > 0. Eq. (1a) of note 025. */
export function logLikelihood({ p, q, v }: GammaGammaParams, { x, mean }: Spend): number {
  const ratio = (x * mean) / v
  const shape = lgammaDifference(q, p * x) - lgamma(p * x)
  return shape + p * x * Math.log(ratio / (1 + ratio)) - q * Math.log1p(ratio) - Math.log(mean)
}

/** Expected amount per purchase of one client, in the unit of the spends; > 0 for parameters of `fit`. */
export function expectedSpend({ p, q, v }: GammaGammaParams, { x, mean }: Spend): number {
  if (x === 0) return (p * v) / (q - 1)
  return (p * (v + x * mean)) / (p * x + q - 1)
}

/** A draw of one client's amounts: each call of the result is one purchase. */
export function drawSpend({ p, q, v }: GammaGammaParams, { x, mean }: Spend, random: Random): () => number {
  const rate = random.gamma(q + p * x) / (v + (x === 0 ? 0 : x * mean))
  const scale = rate > 0 ? 1 / rate : 0
  return () => random.gamma(p) * scale
}

/**
 * Parameters of a portfolio from the mean spends of its clients with a repeat purchase; others are left out.
 *
 * Never throws: data that cannot be fitted give anchored parameters and a diagnosis.
 */
export function fit(
  spends: readonly WeightedSpend[],
  options: { start?: GammaGammaParams; isQuick?: boolean } = {},
): Fit<GammaGammaParams> {
  const usable = spends.filter(
    ({ x, mean, weight = 1 }) => x > 0 && mean > 0 && weight > 0 && Number.isFinite(mean),
  )
  const moments = spendMoments(usable)
  const before = spendDiagnosis(moments, { skipped: spends.filter(({ x }) => x > 0).length - usable.length })
  if (before && before.code !== 'fit.spend-depends-on-frequency')
    return { ...described(anchored(moments), usable, moments), converged: false, diagnosis: before }
  const estimate = maximumLikelihood(likelihood(usable, moments), {
    starts: [...(options.start ? [options.start] : []), ...starts(moments)],
    isQuick: options.isQuick ?? false,
  })
  const { p = 1, q = 2, v = moments.mean } = estimate.params
  const fitted = { ...described({ p, q, v }, usable, moments), ...estimate, params: { p, q, v } }
  if (estimate.converged && q > LEAST_Q) return before ? { ...fitted, diagnosis: before } : fitted
  return {
    ...described(anchored(moments), usable, moments),
    iterations: estimate.iterations,
    converged: estimate.converged,
    diagnosis: {
      code: estimate.converged ? 'fit.spend-has-no-mean' : 'fit.not-converged',
      sentence: 'A few clients spend so much more than the rest that the model has no average spend.',
      withheld: ['expectedSpendOfNewClients'],
      shownInstead: "each client's own mean, pulled towards the mean of all clients",
    },
  }
}

/** Below this the mean over clients is dominated by spends nobody has seen. */
const LEAST_Q = 1.05
const ANCHORED_Q = 1.5

function anchored({ mean, variation }: SpendMoments): GammaGammaParams {
  const p = Math.min(1_000, Math.max(0.5, 1 / Math.max(1e-3, variation * variation)))
  return { p, q: ANCHORED_Q, v: ((ANCHORED_Q - 1) * mean) / p }
}

function starts({ mean }: SpendMoments): GammaGammaParams[] {
  return [
    { p: 4, q: 4, v: (mean * 3) / 4 },
    { p: 1, q: 2, v: mean },
    { p: 20, q: 10, v: (mean * 9) / 20 },
  ]
}

function described(
  params: GammaGammaParams,
  spends: readonly WeightedSpend[],
  moments: SpendMoments,
): Fit<GammaGammaParams> {
  const value = spends.reduce((sum, spend) => sum + (spend.weight ?? 1) * logLikelihood(params, spend), 0)
  return {
    model: 'gamma-gamma',
    params,
    standardErrors: {},
    logLikelihood: value,
    aic: 6 - 2 * value,
    bic: 3 * Math.log(Math.max(1, moments.clients)) - 2 * value,
    iterations: 0,
    converged: true,
    clients: moments.clients,
    boundary: [],
  }
}

/** The log-likelihood of a portfolio and its gradient in ln p, ln q, ln v; amounts in units of their mean inside. */
function likelihood(spends: readonly WeightedSpend[], { mean: scale, clients }: SpendMoments): Likelihood {
  const groups = byFrequency(spends, scale)
  const logScales = spends.reduce((sum, { weight = 1 }) => sum + weight, 0) * Math.log(scale)
  return {
    names: ['p', 'q', 'v'],
    clients,
    scales: { v: scale },
    offset: -logScales,
    value(logParams, gradient) {
      const [p = 1, q = 1, v = 1] = logParams.map(Math.exp)
      const sum = { value: 0, p: 0, q: 0, v: 0 }
      for (const [x, { weights, means }] of groups) {
        const weightOfX = weights.reduce((total, weight) => total + weight, 0)
        const common = digamma(p * x + q)
        sum.value += weightOfX * (lgammaDifference(q, p * x) - lgamma(p * x))
        sum.p += weightOfX * x * (common - digamma(p * x))
        sum.q += weightOfX * (common - digamma(q))
        for (let row = 0; row < means.length; row++) {
          const weight = weights[row] ?? 0
          const mean = means[row] ?? 1
          const total = v + x * mean
          const logShare = Math.log((x * mean) / total)
          const logRest = Math.log(v / total)
          sum.value += weight * (p * x * logShare + q * logRest - Math.log(mean))
          sum.p += weight * x * logShare
          sum.q += weight * logRest
          sum.v += weight * (q / v - (p * x + q) / total)
        }
      }
      gradient[0] = sum.p * p
      gradient[1] = sum.q * q
      gradient[2] = sum.v * v
      return sum.value
    },
  }
}

function byFrequency(
  spends: readonly WeightedSpend[],
  scale: number,
): Map<number, { weights: number[]; means: number[] }> {
  const groups = new Map<number, { weights: number[]; means: number[] }>()
  for (const { x, mean, weight = 1 } of [...spends].sort(
    (left, right) => left.x - right.x || left.mean - right.mean,
  )) {
    const group = groups.get(x) ?? { weights: [], means: [] }
    group.weights.push(weight)
    group.means.push(mean / scale)
    groups.set(x, group)
  }
  return groups
}
