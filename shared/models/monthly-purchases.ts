/**
 * Expected purchases at the end of months 1..H for many clients under one set of parameters.
 *
 * For BG/NBD and MBG/NBD, expected purchases given alive depend on a client only through x and z = h / (α + T). So
 * G(z) / ln(1 + z) is tabulated once per x as a Chebyshev series in ln(1 + z), where it is analytic in a strip of
 * half-width π, and every client and month then costs a few dozen multiplications. NBD and Pareto/NBD have closed
 * forms. Differs from `expectedPurchases` by less than 1e-9 relative; measured, with the time, in
 * tests/shared/models/monthly-purchases.test.ts.
 */
import { DAYS_PER_MONTH } from '#shared/kernel/day'
import { adaptiveSeries, valueOfSeries } from '#shared/numeric/chebyshev'
import { purchasesWhileAlive, type BetaGeometricParams } from './beta-geometric.ts'
import { readBetaGeometric } from './beta-geometric-likelihood.ts'
import type { Params } from './fit.ts'
import { purchasesWhileAlive as purchasesWhileStaying, readParetoNbd } from './pareto-nbd.ts'
import type { PurchaseHistory } from './purchase-history.ts'
import type { PurchaseModelName } from './purchase-model.ts'
import { purchaseModels } from './purchase-models.ts'

/** What to forecast with and how far. */
export interface MonthlyForecastOptions {
  readonly model: PurchaseModelName
  readonly params: Params
  /** H, whole months ≥ 1. */
  readonly months: number
  /** Length of a month in the unit of the histories; a mean month in days unless given. */
  readonly monthLength?: number
}

/** Cumulative expected purchases of a client at the end of months 1..H; written into `into` when given. */
export type MonthlyForecast = (history: PurchaseHistory, into?: Float64Array) => Float64Array

/** A forecaster for many clients under one set of parameters. */
export function createMonthlyForecast(options: MonthlyForecastOptions): MonthlyForecast {
  const { model, params, months, monthLength = DAYS_PER_MONTH } = options
  if (model === 'bg-nbd' || model === 'mbg-nbd') return betaGeometricForecast(options)
  const { probabilityAlive, expectedPurchases } = purchaseModels[model]
  const own = readParetoNbd(params)
  const whileAlive = (history: PurchaseHistory, horizon: number): number =>
    model === 'pareto-nbd'
      ? purchasesWhileStaying(own, history, horizon)
      : expectedPurchases(params, history, horizon)
  return (history, into = new Float64Array(months)) => {
    const alive = probabilityAlive(params, history)
    for (let month = 1; month <= months; month++)
      into[month - 1] = alive * whileAlive(history, month * monthLength)
    return into
  }
}

/** Of the largest value; the values over the horizon differ by less than a factor of 1e4. */
const TOLERANCE = 1e-13

function betaGeometricForecast({
  model,
  params,
  months,
  monthLength = DAYS_PER_MONTH,
}: MonthlyForecastOptions): MonthlyForecast {
  const { probabilityAlive } = purchaseModels[model]
  const own = readBetaGeometric(params)
  const chancesAtStart = model === 'mbg-nbd' ? 1 : 0
  const longest = Math.log1p((months * monthLength) / own.alpha)
  const known = new Map<number, LogGrowthRate>()
  const rateOf = (x: number): LogGrowthRate => {
    const rate = known.get(x) ?? rateWhileAlive(own, { x, chances: x + chancesAtStart }, longest)
    known.set(x, rate)
    return rate
  }
  return (history, into = new Float64Array(months)) => {
    const alive = probabilityAlive(params, history)
    const rate = rateOf(history.x)
    const step = monthLength / (own.alpha + history.T)
    for (let month = 1; month <= months; month++) {
      const logGrowth = Math.log1p(month * step)
      into[month - 1] = alive * logGrowth * rate(logGrowth)
    }
    return into
  }
}

/** G(z) / ln(1 + z) as a function of ln(1 + z). */
type LogGrowthRate = (logGrowth: number) => number

/** The rate up to `longest` as a table; computed directly where it is too steep for one (purchases and leaving all at once). */
function rateWhileAlive(
  params: BetaGeometricParams,
  { x, chances }: { x: number; chances: number },
  longest: number,
): LogGrowthRate {
  const anyone = { x, chances, tx: 0, T: 0 }
  const rate = (logGrowth: number): number => {
    const z = Math.expm1(logGrowth)
    return purchasesWhileAlive(params, anyone, z) / logGrowth
  }
  const table = adaptiveSeries(rate, { from: 0, to: longest * (1 + 1e-12), tolerance: TOLERANCE })
  return table ? (logGrowth) => valueOfSeries(table, logGrowth) : rate
}
