import { digamma, lgammaDifference } from '#shared/numeric/log-gamma'
import type { Params } from './fit.ts'
import type { BetaGeometricParams } from './beta-geometric.ts'
import { columnsOf, type HistoryColumns } from './histories-by-frequency.ts'
import type { Likelihood } from './maximum-likelihood.ts'
import { meanRate, timeScale } from './purchase-fit.ts'
import type { WeightedHistories } from './purchase-history.ts'

/**
 * The log-likelihood of a portfolio and its gradient in ln r, ln α, ln a, ln b.
 *
 * @param chancesAtStart  chances to leave before any repeat purchase: 0 for BG/NBD, 1 for MBG/NBD
 */
export function betaGeometricLikelihood(portfolio: WeightedHistories, chancesAtStart: number): Likelihood {
  const scale = timeScale(portfolio)
  const columns = columnsOf(portfolio, scale)
  return {
    names: ['r', 'alpha', 'a', 'b'],
    clients: columns.clients,
    scales: { alpha: scale },
    offset: -columns.purchases * Math.log(scale),
    value(logParams, gradient) {
      const [r = 1, alpha = 1, a = 1, b = 1] = logParams.map(Math.exp)
      const sum = { value: 0, r: 0, alpha: 0, a: 0, b: 0 }
      for (let group = 0; group < columns.frequencies.length; group++)
        addFrequency(sum, { r, alpha, a, b }, { columns, group, chancesAtStart })
      gradient[0] = sum.r * r
      gradient[1] = sum.alpha * alpha
      gradient[2] = sum.a * a
      gradient[3] = sum.b * b
      return sum.value
    },
  }
}

/** Starting points: purchases at the mean rate of the portfolio, leaving rarely or often. */
export function betaGeometricStarts(portfolio: WeightedHistories): BetaGeometricParams[] {
  const rate = meanRate(portfolio)
  return [
    { r: 0.5, alpha: 0.4 / rate, a: 1, b: 3 },
    { r: 1, alpha: 0.8 / rate, a: 0.3, b: 6 },
    { r: 2, alpha: 1 / rate, a: 2, b: 2 },
  ]
}

/** Stored parameters as this family's type. */
export function readBetaGeometric({ r = 1, alpha = 1, a = 1, b = 1 }: Params): BetaGeometricParams {
  return { r, alpha, a, b }
}

type Sums = { value: number; r: number; alpha: number; a: number; b: number }

/** Adds all clients with one number of repeat purchases. `left` is the probability that a client has left. */
function addFrequency(
  sum: Sums,
  { r, alpha, a, b }: BetaGeometricParams,
  { columns, group, chancesAtStart }: { columns: HistoryColumns; group: number; chancesAtStart: number },
): void {
  const x = columns.frequencies[group] ?? 0
  const size = columns.clientsOf[group] ?? 0
  const n = x + chancesAtStart
  const shape = r + x
  const logPriorOdds = n === 0 ? -Infinity : Math.log(a / (b + n - 1))
  const staysInTotal = digamma(a + b) - digamma(a + b + n)
  let value = 0
  let slopeR = 0
  let slopeAlpha = 0
  let leftClients = 0
  const end = columns.startOf[group + 1] ?? 0
  for (let row = columns.startOf[group] ?? 0; row < end; row++) {
    const weight = columns.weights[row] ?? 0
    const watched = alpha + (columns.T[row] ?? 0)
    const logGrowth = Math.log(watched / alpha)
    value -= weight * shape * logGrowth
    slopeR -= weight * logGrowth
    slopeAlpha -= (weight * shape) / watched
    if (n === 0) continue
    const lastBought = alpha + (columns.tx[row] ?? 0)
    const logSilence = Math.log(watched / lastBought)
    const odds = Math.exp(logPriorOdds + shape * logSilence)
    const left = odds < Infinity ? odds / (1 + odds) : 1
    value += weight * (odds < 1e300 ? Math.log1p(odds) : logPriorOdds + shape * logSilence)
    slopeR += weight * left * logSilence
    slopeAlpha += weight * left * shape * (1 / watched - 1 / lastBought)
    leftClients += weight * left
  }
  const logStays = lgammaDifference(b, n) - lgammaDifference(a + b, n)
  sum.value += value + size * (lgammaDifference(r, x) - x * Math.log(alpha) + logStays)
  sum.r += slopeR + size * (digamma(shape) - digamma(r))
  sum.alpha += slopeAlpha + (size * r) / alpha
  sum.a += size * staysInTotal + leftClients / a
  sum.b += size * (digamma(b + n) - digamma(b) + staysInTotal) - (n === 0 ? 0 : leftClients / (b + n - 1))
}
