/**
 * Expected purchases at the end of months 1..H for many clients under one set of parameters.
 *
 * For BG/NBD and MBG/NBD, expected purchases given alive depend on a client only through x and z = h / (α + T). So G(z)/z is
 * tabulated once per x as a Chebyshev series in ln(1 + z), where it is analytic in a strip of half-width π, and every client and
 * month then costs a few dozen multiplications. NBD and Pareto/NBD have closed forms. Differs from `expectedPurchases` by
 * less than 1e-9 relative; measured, with the time, in tests/shared/models/monthly-purchases.test.ts.
 */
import { DAYS_PER_MONTH } from '#shared/kernel/day'
import { chebyshevSeries, valueOfSeries, type ChebyshevSeries } from '#shared/numeric/chebyshev'
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

/** Leaves 1e-12 even where α is a thousandth of the horizon. */
const DEGREE = 24

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
  const series = new Map<number, ChebyshevSeries>()
  const seriesOf = (x: number): ChebyshevSeries => {
    const known = series.get(x)
    if (known) return known
    const created = ratesWhileAlive(own, { x, chances: x + chancesAtStart }, longest)
    series.set(x, created)
    return created
  }
  return (history, into = new Float64Array(months)) => {
    const alive = probabilityAlive(params, history)
    const ofX = seriesOf(history.x)
    const step = monthLength / (own.alpha + history.T)
    for (let month = 1; month <= months; month++) {
      const z = month * step
      into[month - 1] = alive * z * valueOfSeries(ofX, Math.log1p(z))
    }
    return into
  }
}

/** G(z)/z as a series in ln(1 + z) up to `longest`. */
function ratesWhileAlive(
  params: BetaGeometricParams,
  { x, chances }: { x: number; chances: number },
  longest: number,
): ChebyshevSeries {
  const anyone = { x, chances, tx: 0, T: 0 }
  const rate = (logGrowth: number): number => {
    const z = Math.expm1(logGrowth)
    return purchasesWhileAlive(params, anyone, z) / z
  }
  return chebyshevSeries(rate, { from: 0, to: longest * (1 + 1e-12), degree: DEGREE })
}
