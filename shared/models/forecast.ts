/**
 * The forecast of a monthly series: the method with the smallest rolling-origin error, its interval, and what was
 * compared.
 *
 * Methods: seasonal naive (a benchmark, never shown), damped trend, Theta; the latter two on the series without
 * its season where one is found. Under 24 values no season is assumed and only the damped trend is used; under 12
 * there is no forecast.
 * Choice: mean absolute scaled error over up to 12 rolling origins, forecasting `testHorizon` steps. Intervals:
 * normal, from the variance of the smoother (exponential-smoothing.ts), widened to the spread of the
 * rolling-origin errors where those are larger; never below 0 when the series never was. Source: Hyndman &
 * Athanasopoulos, FPP3, ch. 5 and 8. Tested in tests/shared/models/forecast.test.ts.
 */
import { normalQuantile } from '#shared/numeric/normal'
import { mase } from './forecast-errors.ts'
import { forecastDeviations, smooth, smoothedForecast, thetaForecast } from './exponential-smoothing.ts'
import { seasonalStretch, seasonOf, withoutSeason, withSeason, type Season } from './season.ts'

/** The methods compared. */
export type ForecastMethod = 'seasonal-naive' | 'damped-trend' | 'theta'

/** One step of a forecast with its 80 % and 95 % intervals. */
export interface ForecastStep {
  readonly mean: number
  readonly low80: number
  readonly high80: number
  readonly low95: number
  readonly high95: number
}

/** A forecast, or why there is none. */
export interface Forecast {
  /** Absent when the series is too short. */
  readonly method?: ForecastMethod
  readonly steps: readonly ForecastStep[]
  /** Rolling-origin error of each method tried; below 1 beats repeating last season. */
  readonly errors: Readonly<Partial<Record<ForecastMethod, number>>>
  readonly hasSeason: boolean
  /** Why there is no forecast, when there is none. */
  readonly reason?: string
}

/** What to forecast. */
export interface ForecastOptions {
  readonly horizon: number
  /** Steps in a season; 12 unless given. */
  readonly period?: number
}

const SHORTEST = 12
const SHORTEST_WITH_SEASON = 24
const MOST_ORIGINS = 12

/** The forecast of a series of finite values, oldest first. */
export function forecast(series: readonly number[], { horizon, period = 12 }: ForecastOptions): Forecast {
  if (series.length < SHORTEST)
    return {
      steps: [],
      errors: {},
      hasSeason: false,
      reason: `${series.length} full months are known; ${SHORTEST} are needed.`,
    }
  const isShort = series.length < SHORTEST_WITH_SEASON
  const assumedPeriod = isShort ? 1 : period
  const tried: ForecastMethod[] = isShort
    ? ['seasonal-naive', 'damped-trend']
    : ['seasonal-naive', 'damped-trend', 'theta']
  const trials = tried.map((method) => ({ method, ...rollingOrigins(series, method, assumedPeriod) }))
  const shown = trials.filter(({ method }) => method !== 'seasonal-naive')
  const best = shown.reduce(
    (least, trial) => (trial.error < least.error ? trial : least),
    shown[0] ?? neverTried,
  )
  const season = seasonOf(series, assumedPeriod)
  const { mean, deviations } = predicted(series, best.method, { season, horizon, period: assumedPeriod })
  const isNonNegative = series.every((value) => value >= 0)
  return {
    method: best.method,
    steps: mean.map((value, step) =>
      stepAround(value, Math.max(deviations[step] ?? 0, best.spread), isNonNegative),
    ),
    errors: Object.fromEntries(trials.map(({ method, error }) => [method, error])),
    hasSeason: season.kind !== 'none',
  }
}

const neverTried = { method: 'damped-trend' as const, error: Infinity, spread: 0 }

/** Relative growth of the next `steps.length` values over the same number of last values; absent where those are not positive. */
export function growth(series: readonly number[], steps: readonly ForecastStep[]): number | undefined {
  const last = series.slice(-steps.length).reduce((sum, value) => sum + value, 0)
  const next = steps.reduce((sum, { mean }) => sum + mean, 0)
  return last > 0 && steps.length > 0 && series.length >= steps.length ? next / last - 1 : undefined
}

function stepAround(mean: number, deviation: number, isNonNegative: boolean): ForecastStep {
  const floor = isNonNegative ? 0 : -Infinity
  const z80 = normalQuantile(0.9)
  const z95 = normalQuantile(0.975)
  const centre = Math.max(floor, mean)
  return {
    mean: centre,
    low80: Math.max(floor, mean - z80 * deviation),
    high80: Math.max(centre, mean + z80 * deviation),
    low95: Math.max(floor, mean - z95 * deviation),
    high95: Math.max(centre, mean + z95 * deviation),
  }
}

/** Mean scaled error over rolling origins, and the root mean square error of one step ahead. */
function rollingOrigins(series: readonly number[], method: ForecastMethod, period: number) {
  const testHorizon = Math.min(6, Math.floor(series.length / 4))
  const origins = Math.min(MOST_ORIGINS, series.length - Math.max(SHORTEST - 2, 2 * period) - testHorizon + 1)
  let error = 0
  let squares = 0
  let counted = 0
  for (let back = 0; back < origins; back++) {
    const end = series.length - testHorizon - back
    const training = series.slice(0, end)
    const actual = series.slice(end, end + testHorizon)
    const season = seasonOf(training, period)
    const { mean } = predicted(training, method, { season, horizon: testHorizon, period })
    const scaled = mase(actual, mean, { training, period })
    squares += ((actual[0] ?? 0) - (mean[0] ?? 0)) ** 2
    counted += 1
    error += Number.isFinite(scaled) ? scaled : 0
  }
  return { error: counted > 0 ? error / counted : 0, spread: counted > 1 ? Math.sqrt(squares / counted) : 0 }
}

function predicted(
  series: readonly number[],
  method: ForecastMethod,
  { season, horizon, period }: { readonly season: Season; readonly horizon: number; readonly period: number },
): { mean: number[]; deviations: number[] } {
  if (method === 'seasonal-naive')
    return {
      mean: Array.from(
        { length: horizon },
        (_, step) => series[series.length - period + (step % period)] ?? 0,
      ),
      deviations: [],
    }
  const plain = withoutSeason(series, season)
  const flat = method === 'theta' ? thetaForecast(plain, horizon) : dampedForecast(plain, horizon)
  return {
    mean: flat.mean.map((value, step) => withSeason(value, season, series.length + step)),
    deviations: flat.deviations.map((value, step) => value * seasonalStretch(season, series.length + step)),
  }
}

function dampedForecast(
  series: readonly number[],
  horizon: number,
): { mean: number[]; deviations: number[] } {
  const smoother = smooth(series, 'damped')
  return { mean: smoothedForecast(smoother, horizon), deviations: forecastDeviations(smoother, horizon) }
}
