/**
 * Exponential smoothing with an additive, damped or no trend, and the Theta method: forecasts of one series
 * without season.
 *
 * Innovations form: ŷ = l + φ b, l' = ŷ + α e, b' = φ b + β e (Hyndman, Koehler, Ord & Snyder 2008, ETS(A,N,N),
 * (A,A,N), (A,Ad,N)). Smoothing parameters and initial states minimise the mean squared one-step error by downhill
 * simplex within the usual bounds (0 < β < α < 1, .8 ≤ φ ≤ .98). Variance of a forecast h ahead: σ² (1 + Σ c_j²),
 * c_j = α + β (φ + … + φ^j).
 * Theta (Assimakopoulos & Nikolopoulos 2000) in the form of Hyndman & Billah (2003): simple smoothing with drift.
 * Accuracy: the weekly M4 benchmarks to 0.002 in tests/shared/models/exponential-smoothing.test.ts.
 */
import { minimiseWithoutGradient } from '#shared/numeric/nelder-mead'

/** Kind of trend. */
export type Trend = 'none' | 'linear' | 'damped'

/** A fitted smoother: parameters and the state at the end of the series. */
export interface Smoother {
  readonly trend: Trend
  readonly alpha: number
  readonly beta: number
  readonly phi: number
  readonly level: number
  readonly slope: number
  /** Mean squared one-step error over the series. */
  readonly meanSquare: number
  /** One-step errors divided by degrees of freedom: σ² of the intervals. */
  readonly variance: number
  readonly observations: number
}

/** Limits of the smoothing parameters. */
export interface SmoothingBounds {
  /** Largest damping factor; .98 unless given, because .99 and 1 cannot be told apart. */
  readonly largestPhi?: number
}

/** The smoother with the smallest mean squared one-step error; the series needs two or more finite values. */
export function smooth(
  series: readonly number[],
  trend: Trend,
  { largestPhi = 0.98 }: SmoothingBounds = {},
): Smoother {
  const y = Float64Array.from(series)
  const start = startingPoint(series, trend, largestPhi)
  const objective = (at: readonly number[]): number => {
    const state = stateAt(at, trend)
    return isAllowed(state, trend, largestPhi) ? run(y, state).squares / y.length : Infinity
  }
  // The tolerance is R's, the square root of a double's precision, so that published benchmarks are reproduced.
  const found = minimiseWithoutGradient(objective, start, { tolerance: Math.sqrt(Number.EPSILON) })
  const state = stateAt(found.at, trend)
  const end = run(y, state)
  return {
    ...state,
    trend,
    level: end.level,
    slope: end.slope,
    meanSquare: end.squares / y.length,
    variance: end.squares / Math.max(1, y.length - start.length),
    observations: y.length,
  }
}

/** Forecasts 1..horizon ahead. */
export function smoothedForecast({ level, slope, phi }: Smoother, horizon: number): number[] {
  let reach = 0
  return Array.from({ length: horizon }, (_, step) => {
    reach += phi ** (step + 1)
    return level + reach * slope
  })
}

/** Standard deviations of the forecasts 1..horizon ahead. */
export function forecastDeviations({ alpha, beta, phi, variance }: Smoother, horizon: number): number[] {
  let share = 1
  let reach = 0
  return Array.from({ length: horizon }, (_, step) => {
    if (step > 0) {
      reach += phi ** step
      share += (alpha + beta * reach) ** 2
    }
    return Math.sqrt(variance * share)
  })
}

/** Theta forecasts 1..horizon ahead, with their standard deviations: simple smoothing with half the slope of the series as drift. */
export function thetaForecast(
  series: readonly number[],
  horizon: number,
): { mean: number[]; deviations: number[] } {
  const smoother = smooth(series, 'none')
  const drift = lineThrough(series).slope / 2
  const lag = (1 - (1 - smoother.alpha) ** series.length) / smoother.alpha
  const mean = Array.from({ length: horizon }, (_, step) => smoother.level + drift * (step + lag))
  return { mean, deviations: forecastDeviations(smoother, horizon) }
}

interface SmoothingState {
  readonly alpha: number
  readonly beta: number
  readonly phi: number
  readonly level: number
  readonly slope: number
}

const LEAST = 1e-4
const MOST = 0.9999
const LEAST_PHI = 0.8

/** α, β, φ, level, slope as far as the trend has them: where the search starts. */
function startingPoint(series: readonly number[], trend: Trend, largestPhi: number): number[] {
  const first = series.slice(0, 10)
  const alpha = LEAST + 0.2 * (MOST - LEAST)
  if (trend === 'none') return [alpha, first.reduce((sum, value) => sum + value, 0) / first.length]
  const { level, slope } = lineThrough(first)
  const beta = LEAST + 0.1 * (alpha - LEAST)
  if (trend === 'linear') return [alpha, beta, level, slope]
  return [alpha, beta, LEAST_PHI + 0.99 * (largestPhi - LEAST_PHI), level, slope]
}

function stateAt([alpha = 0, ...rest]: readonly number[], trend: Trend): SmoothingState {
  if (trend === 'none') return { alpha, beta: 0, phi: 1, level: rest[0] ?? 0, slope: 0 }
  const [beta = 0, ...others] = rest
  const [phi, level = 0, slope = 0] = trend === 'damped' ? others : [1, ...others]
  return { alpha, beta, phi: phi ?? 1, level, slope }
}

function isAllowed({ alpha, beta, phi }: SmoothingState, trend: Trend, largestPhi: number): boolean {
  if (alpha < LEAST || alpha > MOST) return false
  if (trend === 'none') return true
  if (beta < LEAST || beta > alpha) return false
  return trend === 'linear' || (phi >= LEAST_PHI && phi <= largestPhi)
}

function run(y: Float64Array, { alpha, beta, phi, level, slope }: SmoothingState) {
  let squares = 0
  let l = level
  let b = slope
  for (let t = 0; t < y.length; t++) {
    const damped = phi * b
    const error = (y[t] ?? 0) - l - damped
    squares += error * error
    l += damped + alpha * error
    b = damped + beta * error
  }
  return { squares, level: l, slope: b }
}

/** Least-squares line over t = 1, 2, …; its value at t = 0 and its slope. */
export function lineThrough(series: readonly number[]): { level: number; slope: number } {
  const n = series.length
  const meanT = (n + 1) / 2
  const mean = series.reduce((sum, value) => sum + value, 0) / Math.max(1, n)
  let both = 0
  let squares = 0
  series.forEach((value, index) => {
    both += (index + 1 - meanT) * (value - mean)
    squares += (index + 1 - meanT) ** 2
  })
  const slope = squares > 0 ? both / squares : 0
  return { level: mean - slope * meanT, slope }
}
