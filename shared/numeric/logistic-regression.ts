/**
 * Logistic regression with a ridge penalty, by iteratively reweighted least squares.
 *
 * Features are standardised inside (mean 0, deviation 1), so one penalty suits all of them; the intercept is not
 * penalised. Steps are halved until the penalised likelihood rises, so separated data converge too. A value that
 * is not finite counts as the mean.
 * Source: Hastie, Tibshirani & Friedman (2009) 4.4.1 and 3.4.1. Tested in
 * tests/shared/numeric/logistic-regression.test.ts.
 */
import { cholesky, inverse, solveFactored } from './linear-algebra.ts'
import { logistic, softplus } from './log-sum-exp.ts'

/** Rows of features, stored one after another, and what happened in each. */
export interface OutcomeTable {
  readonly names: readonly string[]
  /** rows × names. */
  readonly values: Float64Array
  /** 1 where it happened, else 0. */
  readonly outcomes: ArrayLike<number>
  /** How often each row counts; once when absent. */
  readonly weights?: ArrayLike<number>
}

/** Log-odds = intercept + Σ coefficient · feature, on the features' own scales. */
export interface LogisticRegression {
  readonly intercept: number
  readonly coefficients: readonly number[]
  /** Of each coefficient; 0 for a feature that never varies. */
  readonly standardErrors: readonly number[]
  readonly means: readonly number[]
  /** Without the penalty. */
  readonly logLikelihood: number
  readonly iterations: number
  readonly converged: boolean
}

const MOST_ITERATIONS = 50

/** The regression with the highest penalised likelihood; `ridge` is the precision of a standardised coefficient. */
export function logisticRegression(
  table: OutcomeTable,
  { ridge = 1 }: { ridge?: number } = {},
): LogisticRegression {
  const size = table.names.length
  const { means, scales, total, happened } = momentsOf(table)
  const design = standardised(table, means, scales)
  let beta = new Array<number>(size + 1).fill(0)
  beta[0] = Math.log((happened + 0.5) / (total - happened + 0.5))
  let state = curvatureAt(design, table, { beta, ridge })
  let converged = false
  let iterations = 0
  while (!converged && iterations < MOST_ITERATIONS) {
    iterations += 1
    const lower = cholesky(state.hessian)
    if (!lower) break
    const step = solveFactored(lower, state.gradient)
    const next = risen(design, table, { beta, step, ridge, value: state.value })
    if (!next) break
    const gain = next.state.value - state.value
    beta = next.beta
    state = next.state
    converged = Math.max(...step.map(Math.abs)) < 1e-8 || gain < 1e-12 * Math.abs(state.value)
  }
  const coefficients = means.map((_, index) =>
    (scales[index] ?? 0) > 0 ? (beta[index + 1] ?? 0) / (scales[index] ?? 1) : 0,
  )
  const shift = coefficients.reduce((sum, coefficient, index) => sum + coefficient * (means[index] ?? 0), 0)
  const covariance = inverse(state.hessian)
  const standardErrors = means.map((_, index) => {
    const scale = scales[index] ?? 0
    return scale > 0 ? Math.sqrt(covariance?.[index + 1]?.[index + 1] ?? 0) / scale : 0
  })
  const penalty = beta.slice(1).reduce((sum, value) => sum + 0.5 * ridge * value * value, 0)
  return {
    intercept: (beta[0] ?? 0) - shift,
    coefficients,
    standardErrors,
    means,
    logLikelihood: state.value + penalty,
    iterations,
    converged,
  }
}

/** Log-odds of one row of features; a value that is not finite counts as the mean of the fit. */
export function logOddsOf(
  { intercept, coefficients, means }: Pick<LogisticRegression, 'intercept' | 'coefficients' | 'means'>,
  features: ArrayLike<number>,
): number {
  let sum = intercept
  for (let index = 0; index < coefficients.length; index++) {
    const value = features[index] ?? Number.NaN
    sum += (coefficients[index] ?? 0) * (Number.isFinite(value) ? value : (means[index] ?? 0))
  }
  return sum
}

function momentsOf({ names, values, outcomes, weights }: OutcomeTable) {
  const size = names.length
  const means = new Array<number>(size).fill(0)
  const squares = new Array<number>(size).fill(0)
  const counts = new Array<number>(size).fill(0)
  let total = 0
  let happened = 0
  for (let row = 0; row < outcomes.length; row++) {
    const weight = weights?.[row] ?? 1
    total += weight
    happened += weight * (outcomes[row] ?? 0)
    for (let index = 0; index < size; index++) {
      const value = values[row * size + index] ?? Number.NaN
      if (!Number.isFinite(value) || weight === 0) continue
      const count = (counts[index] ?? 0) + weight
      const delta = value - (means[index] ?? 0)
      counts[index] = count
      means[index] = (means[index] ?? 0) + (weight / count) * delta
      squares[index] = (squares[index] ?? 0) + weight * delta * (value - (means[index] ?? 0))
    }
  }
  const scales = squares.map((square, index) => {
    const deviation = Math.sqrt(square / Math.max(1, counts[index] ?? 0))
    return deviation > 1e-9 * Math.max(1e-300, Math.abs(means[index] ?? 0)) ? deviation : 0
  })
  return { means, scales, total, happened }
}

function standardised(
  { names, values }: OutcomeTable,
  means: readonly number[],
  scales: readonly number[],
): Float64Array {
  const size = names.length
  return values.map((value, position) => {
    const index = position % size
    const scale = scales[index] ?? 0
    return scale > 0 && Number.isFinite(value) ? (value - (means[index] ?? 0)) / scale : 0
  })
}

type Place = { readonly beta: readonly number[]; readonly ridge: number }

/** Penalised log-likelihood with its gradient and negative Hessian. */
function curvatureAt(
  design: Float64Array,
  { names, outcomes, weights }: OutcomeTable,
  { beta, ridge }: Place,
) {
  const size = names.length
  const gradient = new Float64Array(size + 1)
  const packed = new Float64Array((size + 1) * (size + 1))
  const row = new Float64Array(size + 1).fill(1)
  const slopes = Float64Array.from(beta)
  let value = 0
  for (let index = 0; index < outcomes.length; index++) {
    const weight = weights?.[index] ?? 1
    let eta = slopes[0] ?? 0
    for (let j = 1; j <= size; j++) {
      const feature = design[index * size + j - 1] ?? 0
      row[j] = feature
      eta += (slopes[j] ?? 0) * feature
    }
    const chance = logistic(eta)
    const outcome = outcomes[index] ?? 0
    value += weight * (outcome * eta - softplus(eta))
    const residual = weight * (outcome - chance)
    const curvature = weight * chance * (1 - chance)
    for (let j = 0; j <= size; j++) {
      const scaled = curvature * (row[j] ?? 0)
      gradient[j] = (gradient[j] ?? 0) + residual * (row[j] ?? 0)
      const start = j * (size + 1)
      for (let k = 0; k <= j; k++) packed[start + k] = (packed[start + k] ?? 0) + scaled * (row[k] ?? 0)
    }
  }
  const hessian = Array.from({ length: size + 1 }, (_, j) =>
    Array.from({ length: size + 1 }, (__, k) => {
      const entry = packed[Math.max(j, k) * (size + 1) + Math.min(j, k)] ?? 0
      return j === k ? entry + (j > 0 ? ridge : 1e-12) : entry
    }),
  )
  const gradients = [...gradient].map((slope, j) => (j > 0 ? slope - ridge * (beta[j] ?? 0) : slope))
  const penalty = beta.slice(1).reduce((sum, coefficient) => sum + 0.5 * ridge * coefficient * coefficient, 0)
  return { value: value - penalty, gradient: gradients, hessian }
}

/** The first of the full, half, quarter … step that does not lower the penalised likelihood. */
function risen(
  design: Float64Array,
  table: OutcomeTable,
  { beta, step, ridge, value }: Place & { readonly step: readonly number[]; readonly value: number },
) {
  for (let share = 1; share > 1e-6; share /= 2) {
    const next = beta.map((coefficient, index) => coefficient + share * (step[index] ?? 0))
    const state = curvatureAt(design, table, { beta: next, ridge })
    if (state.value >= value - 1e-10 * Math.abs(value)) return { beta: next, state }
  }
  return undefined
}
