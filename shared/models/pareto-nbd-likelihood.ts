import { digamma, lgammaDifference } from '#shared/numeric/log-gamma'
import { logistic, softplus } from '#shared/numeric/log-sum-exp'
import { columnsOf } from './histories-by-frequency.ts'
import type { Likelihood } from './maximum-likelihood.ts'
import { leavingIntegral } from './pareto-nbd-integral.ts'
import { timeScale } from './purchase-fit.ts'
import type { WeightedHistories } from './purchase-history.ts'

/** The log-likelihood of a portfolio under Pareto/NBD and its gradient in ln r, ln α, ln s, ln β. */
export function paretoNbdLikelihood(portfolio: WeightedHistories): Likelihood {
  const scale = timeScale(portfolio)
  const { frequencies, clientsOf, startOf, tx, T, weights, clients, purchases } = columnsOf(portfolio, scale)
  return {
    names: ['r', 'alpha', 's', 'beta'],
    clients,
    scales: { alpha: scale, beta: scale },
    offset: -purchases * Math.log(scale),
    value(logParams, gradient) {
      const [r = 1, alpha = 1, s = 1, beta = 1] = logParams.map(Math.exp)
      const sum = { value: 0, r: 0, alpha: 0, s: 0, beta: 0 }
      for (let group = 0; group < frequencies.length; group++) {
        const x = frequencies[group] ?? 0
        const size = clientsOf[group] ?? 0
        sum.value += size * (lgammaDifference(r, x) - x * Math.log(alpha))
        sum.r += size * (digamma(r + x) - digamma(r))
        sum.alpha += (size * r) / alpha
        for (let row = startOf[group] ?? 0; row < (startOf[group + 1] ?? 0); row++) {
          const weight = weights[row] ?? 0
          const end = T[row] ?? 0
          const left = leavingIntegral({ r, alpha, s, beta }, { x, tx: tx[row] ?? 0, T: end })
          const chance = logistic(left.logOdds)
          const logGrowth = Math.log1p(end / alpha)
          const logAge = Math.log1p(end / beta)
          sum.value += weight * (softplus(left.logOdds) - (r + x) * logGrowth - s * logAge)
          sum.r += weight * (chance * left.r - logGrowth)
          sum.alpha += weight * (chance * left.alpha - (r + x) / (alpha + end))
          sum.s += weight * (chance * left.s - logAge)
          sum.beta += weight * (chance * left.beta + s / beta - s / (beta + end))
        }
      }
      gradient[0] = sum.r * r
      gradient[1] = sum.alpha * alpha
      gradient[2] = sum.s * s
      gradient[3] = sum.beta * beta
      return sum.value
    },
  }
}
