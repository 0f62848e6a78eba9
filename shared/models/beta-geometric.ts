/**
 * The maths BG/NBD and MBG/NBD share: a client leaves with probability p after each of its `chances` to leave.
 *
 * BG/NBD counts the repeat purchases as chances (x), MBG/NBD also the first purchase (x + 1); nothing else differs.
 * Notation: n = chances; A = α + T; z = h / A. While a client is alive, its expected purchases in the next h are
 * G(z) = E[(1 − (1 + p z)^−(r + x)) / p], p ~ Beta(a, b + n): Fader, Hardie & Lee (2005) eq. (10) without its pole
 * at a = 1, evaluated by the trapezoidal rule in log-odds. Accuracy: likelihood and P(alive) 1e-12, expectations
 * 1e-10 relative; tested on 40-digit vectors in tests/shared/models/bg-nbd.test.ts and mbg-nbd.test.ts.
 */
import { betaExpectation, betaRule, type BetaRule } from '#shared/numeric/beta-expectation'
import { lgamma, lgammaDifference } from '#shared/numeric/log-gamma'
import { logistic, softplus } from '#shared/numeric/log-sum-exp'
import type { PurchaseHistory } from './purchase-history.ts'

/** Population parameters, all > 0; α in the unit of the histories it was fitted on. */
export type BetaGeometricParams = {
  readonly r: number
  readonly alpha: number
  readonly a: number
  readonly b: number
}

/** A history with its number of chances to leave. */
export interface HistoryWithChances extends PurchaseHistory {
  readonly chances: number
}

/** Log-likelihood of one history, with the two cases "stayed" and "left at tx" added in logs (note 027, solution 2). */
export function logLikelihood(
  params: BetaGeometricParams,
  { x, tx, T, chances }: HistoryWithChances,
): number {
  const { r, alpha, a, b } = params
  const logPurchases = lgammaDifference(r, x) - x * Math.log(alpha + T) - r * Math.log1p(T / alpha)
  const logStayed = lgammaDifference(b, chances) - lgammaDifference(a + b, chances)
  return logPurchases + logStayed + softplus(logOddsLeft(params, { x, tx, T, chances }))
}

/** Log-odds that the client has left, −Infinity when it had no chance to. */
export function logOddsLeft({ r, alpha, a, b }: BetaGeometricParams, history: HistoryWithChances): number {
  const { x, tx, T, chances } = history
  if (chances === 0) return -Infinity
  return Math.log(a / (b + chances - 1)) + (r + x) * Math.log1p((T - tx) / (alpha + tx))
}

/** Probability that the client is still there at T, in [0, 1]. */
export function probabilityAlive(params: BetaGeometricParams, history: HistoryWithChances): number {
  return logistic(-logOddsLeft(params, history))
}

/** Expected purchases in (T, T + horizon]. */
export function expectedPurchases(
  params: BetaGeometricParams,
  history: HistoryWithChances,
  horizon: number,
): number {
  const alive = probabilityAlive(params, history)
  if (alive === 0 || horizon <= 0) return 0
  return alive * purchasesWhileAlive(params, history, horizon / (params.alpha + history.T))
}

/** G(z): expected purchases in the next z · (α + T), given alive; z ≥ 0. */
export function purchasesWhileAlive(
  params: BetaGeometricParams,
  history: HistoryWithChances,
  z: number,
): number {
  const shape = params.r + history.x
  return betaExpectation(rule(params, history.chances), (p) =>
    p > 0 ? -Math.expm1(-shape * Math.log1p(p * z)) / p : shape * z,
  )
}

/** Probability of at least one purchase in (T, T + horizon]. */
export function probabilityActive(
  params: BetaGeometricParams,
  history: HistoryWithChances,
  horizon: number,
): number {
  const logQuiet = -(params.r + history.x) * Math.log1p(horizon / (params.alpha + history.T))
  return probabilityAlive(params, history) * -Math.expm1(logQuiet)
}

/** Probabilities of 0, 1, … `most` repeat purchases in the time t after a first purchase; `first` chances at x = 0. */
export function purchaseCountProbabilities(
  { r, alpha, a, b }: BetaGeometricParams,
  t: number,
  { most, first }: { most: number; first: number },
): number[] {
  const logShare = Math.log(t / (alpha + t))
  let noMoreThanBefore = 0
  return Array.from({ length: most + 1 }, (_, x) => {
    const logTimes = x === 0 ? 0 : x * logShare
    const count = Math.exp(lgammaDifference(r, x) - lgamma(x + 1) - r * Math.log1p(t / alpha) + logTimes)
    const chances = x + first
    const stayed = Math.exp(lgammaDifference(b, chances) - lgammaDifference(a + b, chances))
    const leftNow =
      chances === 0
        ? 0
        : (a / (a + b + chances - 1)) *
          Math.exp(lgammaDifference(b, chances - 1) - lgammaDifference(a + b, chances - 1))
    const probability = stayed * count + leftNow * Math.max(0, 1 - noMoreThanBefore)
    noMoreThanBefore += count
    return probability
  })
}

const rulesOf = new WeakMap<BetaGeometricParams, Map<number, BetaRule>>()

/** The rule for Beta(a, b + chances), remembered as long as the parameters live: it depends on nothing else. */
function rule(params: BetaGeometricParams, chances: number): BetaRule {
  let rules = rulesOf.get(params)
  if (!rules) {
    rules = new Map()
    rulesOf.set(params, rules)
  }
  const known = rules.get(chances)
  if (known) return known
  const created = betaRule(params.a, params.b + chances)
  rules.set(chances, created)
  return created
}
