/**
 * The total of a portfolio predicted again and again: a quarter ahead, from up to twelve days spread evenly over what
 * is known, each time by the model fitted to what was known then. Each interval is widened by the model error learned
 * on quarters that were over before it began (`shared/models/interval-calibration.ts`).
 */
import { dayOf } from '#shared/kernel/day'
import { bootstrapFits } from '#shared/models/bootstrap'
import type { Params } from '#shared/models/fit'
import { learnedModelError, type Origin, withModelError } from '#shared/models/interval-calibration'
import { compress, type WeightedHistories } from '#shared/models/purchase-history'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import { ascending, quantileOfSorted } from '#shared/numeric/quantile'
import { createRandom, type Random } from '#shared/numeric/random'
import type { ClientDays } from './client-days.ts'
import { heldOut } from './holdout.ts'
import type { HoldoutCard } from './report-card-view.schema.ts'

/** Days predicted from each origin. */
export const ORIGIN_DAYS = 91
const MOST_ORIGINS = 12
const FEWEST_KNOWN_DAYS = 182
// Origins closer than this see nearly the same quarter.
const LEAST_STEP = 21
const MOST_CLIENTS = 5_000
const REFITS = 10
const FUTURES = 60
const LEVEL = 0.8

/** Origins in time order, what was learned from all of them, and how many do not overlap. */
export interface RollingOrigins {
  readonly origins: HoldoutCard['coverage']['origins']
  readonly modelError: number
}

/** The days after which a quarter is predicted, oldest first; none where less than nine months are known. */
export function originDays(first: number, asOf: number): number[] {
  const from = first + FEWEST_KNOWN_DAYS - 1
  const last = asOf - ORIGIN_DAYS
  if (last < from) return []
  const count = Math.min(MOST_ORIGINS, 1 + Math.floor((last - from) / LEAST_STEP))
  const step = count > 1 ? (last - from) / (count - 1) : 0
  return Array.from({ length: count }, (_, index) => Math.round(from + index * step))
}

/** Predicts the quarter after each origin; origins at which the model could not be fitted are left out. */
export function rollingOrigins(
  rows: readonly ClientDays[],
  { model, asOf, seed }: { model: PurchaseModelName; asOf: number; seed: number },
): RollingOrigins {
  const sample = [...rows].sort((left, right) => left.hash - right.hash).slice(0, MOST_CLIENTS)
  const first = sample.reduce((least, { days }) => Math.min(least, days[0] ?? Infinity), Infinity)
  const tried = (Number.isFinite(first) ? originDays(first, asOf) : []).flatMap((cut) => {
    const found = originAt(sample, { cut, model, seed })
    return found ? [{ cut, ...found }] : []
  })
  return {
    origins: tried.map(({ cut, clients, predicted, actual, low, middle, high }) => {
      const over = tried.filter((earlier) => earlier.cut + ORIGIN_DAYS <= cut)
      const modelError = learnedModelError(over, independentOf(over))
      const wide =
        low > 0 ? withModelError({ low, middle, high }, { modelError, level: LEVEL }) : { low, high }
      return {
        until: dayOf(cut),
        days: ORIGIN_DAYS,
        clients,
        predicted,
        actual,
        low80: low,
        high80: high,
        wideLow80: wide.low,
        wideHigh80: wide.high,
      }
    }),
    modelError: learnedModelError(tried, independentOf(tried)),
  }
}

/** How many quarters fit one after the other into the time the origins cover. */
function independentOf(origins: readonly { readonly cut: number }[]): number {
  const first = origins[0]?.cut ?? 0
  const last = origins.at(-1)?.cut ?? 0
  return 1 + Math.floor((last - first) / ORIGIN_DAYS)
}

interface Found extends Origin {
  readonly clients: number
  readonly low: number
  readonly middle: number
  readonly high: number
}

function originAt(
  rows: readonly ClientDays[],
  { cut, model, seed }: { cut: number; model: PurchaseModelName; seed: number },
): Found | undefined {
  const clients = heldOut(rows, { cut, days: ORIGIN_DAYS })
  const portfolio = compress(clients.map(({ history }) => history))
  const fit = purchaseModels[model].fit(portfolio.histories, portfolio.weights)
  if (!fit.converged || (fit.diagnosis && fit.diagnosis.code !== 'fit.dropout-not-identified'))
    return undefined
  const params = bootstrapFits(model, portfolio, { draws: REFITS, seed, start: fit.params })
  const random = createRandom(seed, cut)
  const totals = ascending(
    Array.from({ length: FUTURES }, (_, future) =>
      totalOf(portfolio, { model, params: params[future % REFITS] ?? fit.params, random }),
    ),
  )
  const expected = purchaseModels[model].expectedPurchases
  return {
    clients: clients.length,
    predicted: portfolio.histories.reduce(
      (sum, history, index) =>
        sum + (portfolio.weights[index] ?? 0) * expected(fit.params, history, ORIGIN_DAYS),
      0,
    ),
    actual: clients.reduce((sum, { later }) => sum + later, 0),
    spread: logSpread(totals),
    low: quantileOfSorted(totals, (1 - LEVEL) / 2),
    middle: quantileOfSorted(totals, 0.5),
    high: quantileOfSorted(totals, (1 + LEVEL) / 2),
  }
}

function totalOf(
  { histories, weights }: WeightedHistories,
  { model, params, random }: { model: PurchaseModelName; params: Params; random: Random },
): number {
  const { drawFuture } = purchaseModels[model]
  let total = 0
  for (const [index, history] of histories.entries())
    for (let client = 0; client < (weights[index] ?? 0); client++)
      total += drawFuture(params, history, { horizon: ORIGIN_DAYS, random }).length
  return total
}

function logSpread(totals: ArrayLike<number>): number {
  const logs = Array.from(totals, (total) => Math.log(Math.max(total, 0.5)))
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length
  return Math.sqrt(logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, logs.length - 1))
}
