/**
 * Maximum-likelihood estimation of positive parameters, shared by every model of this folder.
 *
 * The search runs over logarithms of the parameters, on the mean log-likelihood per client, with BFGS and an
 * analytic gradient, from each start until one converges. Outside |ln θ| > 8 of the natural scale a weak quadratic
 * penalty keeps flat likelihoods finite. Standard errors come from the Hessian of the logarithms (central
 * differences of the gradient) by the delta method, which at the maximum equals the Hessian of the parameters
 * themselves.
 */
import { minimise, type Minimum } from '#shared/numeric/bfgs'
import { inverse } from '#shared/numeric/linear-algebra'
import { minimiseWithoutGradient } from '#shared/numeric/nelder-mead'

/** A log-likelihood as a function of log-parameters; adds its gradient to nothing: it overwrites `gradient`. */
export interface Likelihood {
  readonly names: readonly string[]
  /** Clients the log-likelihood adds up. */
  readonly clients: number
  /** Factor from the parameter inside to the one outside (internal time or money scaling), by name. */
  readonly scales: Readonly<Record<string, number>>
  /** Added to the log-likelihood inside to give the one outside. */
  readonly offset: number
  value(logParams: Float64Array, gradient: Float64Array): number
}

/** Where the likelihood is highest. */
export interface Estimate {
  readonly params: Readonly<Record<string, number>>
  readonly standardErrors: Readonly<Record<string, number>>
  readonly logLikelihood: number
  readonly iterations: number
  readonly converged: boolean
  readonly boundary: readonly string[]
}

/** How to search. */
export interface EstimateOptions {
  /** Outside parameters to start from, tried in turn until one converges. */
  readonly starts: readonly Readonly<Record<string, number>>[]
  /** Leaves the standard errors out, for refits by the hundred. */
  readonly isQuick?: boolean
  /** Pulls each log-parameter towards the first start with this standard deviation; for data too thin to fit alone. */
  readonly priorSd?: number
}

/** |ln θ| beyond which the penalty starts: a factor of 3,000, where a distribution is as good as a single value. */
const RANGE = 8
const EDGE = 7.5
const PENALTY = 0.01
/** Of the mean log-likelihood per client: far below anything a parameter's fifth digit can show. */
const GRADIENT_TOLERANCE = 1e-8
/** A search stopped by rounding at this gradient is as good as converged. */
const ROUNDING_TOLERANCE = 1e-5

/** The parameters with the highest likelihood. */
export function maximumLikelihood(likelihood: Likelihood, options: EstimateOptions): Estimate {
  const { names, scales } = likelihood
  const starts = options.starts.map((start) =>
    names.map((name) => Math.log((start[name] ?? 1) / (scales[name] ?? 1))),
  )
  const objective = penalisedObjective(likelihood, starts[0] ?? [], options.priorSd)
  let best: Minimum | undefined
  let iterations = 0
  for (const start of starts) {
    const found = minimise(objective, start, {
      gradientTolerance: options.isQuick ? 1e-6 : GRADIENT_TOLERANCE,
    })
    iterations += found.iterations
    if (!best || found.value < best.value || !Number.isFinite(best.value)) best = found
    if (hasSettled(found)) break
  }
  if (!best || (!hasSettled(best) && !options.isQuick))
    best = rescued(objective, best?.at ?? new Float64Array(names.length))
  return estimateAt(likelihood, objective, { minimum: best, iterations, isQuick: options.isQuick ?? false })
}

type PenalisedObjective = (at: Float64Array, gradient: Float64Array) => number

function hasSettled(minimum: Minimum): boolean {
  return (
    Number.isFinite(minimum.value) && minimum.gradient.every((slope) => Math.abs(slope) < ROUNDING_TOLERANCE)
  )
}

function penalisedObjective(
  likelihood: Likelihood,
  centre: readonly number[],
  priorSd?: number,
): PenalisedObjective {
  const share = 1 / Math.max(1, likelihood.clients)
  return (at, gradient) => {
    let value = -share * likelihood.value(at, gradient)
    for (let index = 0; index < at.length; index++) {
      const coordinate = at[index] ?? 0
      const excess = Math.max(0, Math.abs(coordinate) - RANGE)
      let slope = -share * (gradient[index] ?? 0) + PENALTY * excess * Math.sign(coordinate)
      value += 0.5 * PENALTY * excess * excess
      if (priorSd !== undefined) {
        const pull = (coordinate - (centre[index] ?? 0)) / priorSd
        value += 0.5 * share * pull * pull
        slope += (share * pull) / priorSd
      }
      gradient[index] = slope
    }
    return value
  }
}

/** Downhill simplex from the best point, then BFGS once more. */
function rescued(objective: PenalisedObjective, from: Float64Array): Minimum {
  const scratch = new Float64Array(from.length)
  const start = [...from].every(Number.isFinite) ? [...from] : [...from].map(() => 0)
  const simplex = minimiseWithoutGradient((at) => objective(Float64Array.from(at), scratch), start, {
    maxEvaluations: 600,
  })
  return minimise(objective, simplex.at, { gradientTolerance: GRADIENT_TOLERANCE })
}

function estimateAt(
  likelihood: Likelihood,
  objective: PenalisedObjective,
  { minimum, iterations, isQuick }: { minimum: Minimum; iterations: number; isQuick: boolean },
): Estimate {
  const { names, scales, clients, offset } = likelihood
  const value = likelihood.value(minimum.at, new Float64Array(names.length))
  const entries = names.map(
    (name, index) => [name, Math.exp(minimum.at[index] ?? 0) * (scales[name] ?? 1)] as const,
  )
  const errors = isQuick ? [] : logStandardErrors(objective, minimum.at, clients)
  return {
    params: Object.fromEntries(entries),
    standardErrors: Object.fromEntries(
      entries.flatMap(([name, parameter], index) => {
        const error = errors[index]
        return error !== undefined && Number.isFinite(error) ? [[name, parameter * error]] : []
      }),
    ),
    logLikelihood: value + offset,
    iterations,
    converged: hasSettled(minimum),
    boundary: names.filter((_, index) => Math.abs(minimum.at[index] ?? 0) > EDGE),
  }
}

/** Standard errors of the log-parameters; empty when the Hessian is not positive definite. */
function logStandardErrors(objective: PenalisedObjective, at: Float64Array, clients: number): number[] {
  const step = 1e-4
  const n = at.length
  const slopes = (axis: number, shift: number): Float64Array => {
    const gradient = new Float64Array(n)
    objective(
      at.map((value, index) => (index === axis ? value + shift : value)),
      gradient,
    )
    return gradient
  }
  const columns = Array.from({ length: n }, (_, axis) => {
    const above = slopes(axis, step)
    const below = slopes(axis, -step)
    return above.map((slope, index) => ((slope - (below[index] ?? 0)) * clients) / (2 * step))
  })
  const hessian = columns.map((column, i) =>
    [...column].map((value, j) => (value + (columns[j]?.[i] ?? value)) / 2),
  )
  const covariance = inverse(hessian)
  return covariance ? covariance.map((row, index) => Math.sqrt(row[index] ?? Number.NaN)) : []
}
