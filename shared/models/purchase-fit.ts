import type { Diagnosis, Fit, Params } from './fit.ts'
import { maximumLikelihood, type Likelihood } from './maximum-likelihood.ts'
import { dataDiagnosis } from './purchase-diagnosis.ts'
import type { PurchaseHistory, WeightedHistories } from './purchase-history.ts'
import type { FitOptions } from './purchase-model.ts'

/** What one model brings to the common fit. */
export interface FitRecipe<P extends Params> {
  readonly model: string
  likelihood(portfolio: WeightedHistories): Likelihood
  /** Starting points in the unit of the data. */
  starts(portfolio: WeightedHistories): readonly P[]
  /** The parameters as this model's type. */
  read(params: Params): P
  /** What is the matter with a finished fit. */
  diagnose(fit: Fit<P>, portfolio: WeightedHistories): Diagnosis | undefined
}

/** Spread of log-parameters around the start when data are too thin to speak for themselves: a factor of 3 either way. */
const THIN_DATA_PRIOR_SD = 1.1

/** The common fit of the transaction models: thin data get finite parameters and a diagnosis. */
export function fitPurchases<P extends Params>(
  recipe: FitRecipe<P>,
  portfolio: WeightedHistories,
  options: FitOptions = {},
): Fit<P> {
  const dataProblem = dataDiagnosis(portfolio)
  const likelihood = recipe.likelihood(portfolio)
  const estimate = maximumLikelihood(likelihood, {
    starts: [...(options.start && !dataProblem ? [options.start] : []), ...recipe.starts(portfolio)],
    isQuick: options.isQuick ?? false,
    ...(dataProblem ? { priorSd: THIN_DATA_PRIOR_SD } : {}),
  })
  const parameters = likelihood.names.length
  const { clients } = likelihood
  const fit: Fit<P> = {
    model: recipe.model,
    params: recipe.read(estimate.params),
    standardErrors: dataProblem ? {} : estimate.standardErrors,
    logLikelihood: estimate.logLikelihood,
    aic: 2 * parameters - 2 * estimate.logLikelihood,
    bic: parameters * Math.log(Math.max(1, clients)) - 2 * estimate.logLikelihood,
    iterations: estimate.iterations,
    converged: estimate.converged,
    clients,
    boundary: estimate.boundary,
  }
  const diagnosis = dataProblem ?? (options.isQuick ? undefined : recipe.diagnose(fit, portfolio))
  return diagnosis ? { ...fit, diagnosis } : fit
}

/** Histories with their weights; every history counts once where no weights are given. */
export function weighted(
  histories: readonly PurchaseHistory[],
  weights?: readonly number[],
): WeightedHistories {
  return { histories, weights: weights ?? histories.map(() => 1) }
}

/** The natural time scale of a portfolio: the mean time watched, at least one unit. */
export function timeScale({ histories, weights }: WeightedHistories): number {
  let time = 0
  let clients = 0
  histories.forEach(({ T }, index) => {
    time += T * (weights[index] ?? 0)
    clients += weights[index] ?? 0
  })
  return time > 0 ? time / clients : 1
}

/** Mean repeat purchases per unit of time over a portfolio; a small positive number when there were none. */
export function meanRate({ histories, weights }: WeightedHistories): number {
  let time = 0
  let purchases = 0
  histories.forEach(({ x, T }, index) => {
    time += T * (weights[index] ?? 0)
    purchases += x * (weights[index] ?? 0)
  })
  return (purchases + 0.5) / (time > 0 ? time : 1)
}
