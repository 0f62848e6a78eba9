/**
 * Hazard of losing a client in the next month, for clients with a relationship that is open or closed.
 *
 * Assumes: given the features at the start of a month, a client is lost in that month with probability 1 / (1 +
 * e^−η), η linear in the features; months are independent given the features. Fitted by ridge logistic regression
 * on client-months at risk, where a month after the loss is no row, so censoring is respected (Singer & Willett
 * 1993; Allison 1982). Calibration: an intercept and a slope learned on later months than the fit (Cox 1958).
 * Explanation: hazard-explanation.ts.
 * Accuracy: the fit recovers generated truth within its standard errors, tests/shared/models/hazard-loss.test.ts.
 */
import { logistic } from '#shared/numeric/log-sum-exp'
import { logisticRegression, logOddsOf, type OutcomeTable } from '#shared/numeric/logistic-regression'
import type { Diagnosis } from './fit.ts'

/** A fitted hazard: log-odds of loss in a month = intercept + Σ coefficient · feature. Plain data, storable as JSON. */
export interface HazardModel {
  readonly names: readonly string[]
  readonly intercept: number
  readonly coefficients: readonly number[]
  /** Of each feature over the client-months of the fit; stands in for a value that is unknown. */
  readonly means: readonly number[]
}

/** The result of a fit, with what it was fitted on. */
export interface HazardFit extends HazardModel {
  readonly standardErrors: readonly number[]
  readonly logLikelihood: number
  readonly iterations: number
  readonly converged: boolean
  readonly clientMonths: number
  readonly losses: number
  readonly diagnosis?: Diagnosis
}

/** Correction of a model's log-odds learned out of time: calibrated = intercept + slope · predicted. */
export interface Calibration {
  readonly intercept: number
  readonly slope: number
}

/** Fewest losses from which effects of features are estimated; below, every client gets the common rate. */
export const FEWEST_LOSSES = 10

/** The hazard fitted on client-months at risk; degenerate data give the common rate and a diagnosis, never an exception. */
export function fitHazard(table: OutcomeTable, options: { readonly ridge?: number } = {}): HazardFit {
  const { names, outcomes, weights } = table
  let clientMonths = 0
  let losses = 0
  for (let row = 0; row < outcomes.length; row++) {
    clientMonths += weights?.[row] ?? 1
    losses += (weights?.[row] ?? 1) * (outcomes[row] ?? 0)
  }
  const problem = lossDiagnosis(losses, clientMonths - losses)
  if (problem) return { ...commonRate(names, losses, clientMonths), clientMonths, losses, diagnosis: problem }
  const fit = logisticRegression(table, options)
  return { names, ...fit, clientMonths, losses, ...(fit.converged ? {} : { diagnosis: notConverged }) }
}

/** Probability of loss in one month, in (0, 1). */
export function hazard(model: HazardModel, features: ArrayLike<number>): number {
  return logistic(logOddsOf(model, features))
}

/**
 * Probabilities of still being a client after months 1..H.
 *
 * @param featuresInMonth  the features at the start of month k = 1..H from now, so that tenure and recency can
 * advance
 */
export function survivalPath(
  model: HazardModel,
  featuresInMonth: (month: number) => ArrayLike<number>,
  months: number,
): Float64Array {
  let surviving = 1
  return Float64Array.from({ length: months }, (_, index) => {
    surviving *= 1 - hazard(model, featuresInMonth(index + 1))
    return surviving
  })
}

/** Intercept and slope that calibrate a model on client-months it has not seen; (0, 1) where there is too little to learn from. */
export function calibrationOn(model: HazardModel, table: OutcomeTable): Calibration {
  const size = table.names.length
  const rows = table.outcomes.length
  const predicted = Float64Array.from({ length: rows }, (_, row) =>
    logOddsOf(model, table.values.subarray(row * size, (row + 1) * size)),
  )
  let losses = 0
  for (let row = 0; row < rows; row++) losses += (table.outcomes[row] ?? 0) * (table.weights?.[row] ?? 1)
  if (losses < FEWEST_LOSSES) return { intercept: 0, slope: 1 }
  const { intercept, coefficients, converged } = logisticRegression(
    { ...table, names: ['predicted'], values: predicted },
    { ridge: 1e-9 },
  )
  const slope = coefficients[0] ?? 0
  return converged && slope > 0 ? { intercept, slope } : { intercept: 0, slope: 1 }
}

/** The model whose log-odds are intercept + slope · those of the given model. */
export function calibrated<Model extends HazardModel>(
  model: Model,
  { intercept, slope }: Calibration,
): Model {
  return {
    ...model,
    intercept: intercept + slope * model.intercept,
    coefficients: model.coefficients.map((coefficient) => slope * coefficient),
  }
}

function commonRate(names: readonly string[], losses: number, clientMonths: number) {
  const rate = (losses + 0.5) / (clientMonths + 1)
  const zeros = names.map(() => 0)
  const logLikelihood = losses * Math.log(rate) + (clientMonths - losses) * Math.log1p(-rate)
  const intercept = Math.log(rate / (1 - rate))
  return {
    names,
    intercept,
    coefficients: zeros,
    standardErrors: zeros,
    means: zeros,
    logLikelihood,
    iterations: 0,
    converged: true,
  }
}

function lossDiagnosis(losses: number, kept: number): Diagnosis | undefined {
  const withheld = { withheld: ['churnExplanation'], shownInstead: 'the common rate of all clients' }
  if (losses === 0) return { code: 'fit.no-losses', sentence: 'No client has been lost yet.', ...withheld }
  if (losses < FEWEST_LOSSES || kept < FEWEST_LOSSES)
    return {
      code: 'fit.too-few-losses',
      sentence: `Only ${Math.min(losses, kept)} cases to learn from; ${FEWEST_LOSSES} are needed to tell clients apart.`,
      ...withheld,
    }
  return undefined
}

const notConverged: Diagnosis = {
  code: 'fit.not-converged',
  sentence: 'The search for the best parameters did not settle, so its figures are not reliable.',
  withheld: ['churnProbability', 'churnExplanation'],
  shownInstead: 'the common rate of all clients',
}
