/**
 * What one client is worth at the end of one day, under the models of a context. Purchase-based clients are valued by
 * expected purchases × expected spend × margin, discounted monthly (`decisions.md` 6); what has no model carries the reason.
 */

import { DAYS_PER_MONTH } from '#shared/kernel/day'
import { type Cents, roundHalfAway } from '#shared/kernel/money'
import { expectedSpend, type GammaGammaParams, type Spend } from '#shared/models/gamma-gamma'
import { discountWeights, monthlyRate } from '#shared/models/lifetime-value'
import { createMonthlyForecast, type MonthlyForecast } from '#shared/models/monthly-purchases'
import type { PurchaseHistory } from '#shared/models/purchase-history'
import { purchaseModels } from '#shared/models/purchase-models'
import { createFutureDraw, type FutureDraw } from '#shared/models/simulate'
import { type CompiledDays, compiledDays } from './compiled-days.ts'
import { accountValue, type CompiledLoss, compiledLoss, survivalAt } from './account-valuation.ts'
import type { Context, FittedModels } from './context.ts'
import {
  countUpTo,
  isAccountBased,
  isActiveAt,
  marginRateAt,
  statusAt,
  sumUpTo,
  type Timeline,
} from './timeline.ts'

/** A context with what can be prepared once for all clients. */
export interface CompiledContext {
  readonly context: Context
  readonly days: CompiledDays
  readonly weights: Float64Array
  readonly forecast?: MonthlyForecast
  readonly spend?: GammaGammaParams
  readonly draws: readonly FutureDraw[]
  readonly loss?: CompiledLoss
  /** Cumulative discounted expected purchases at the end of months 0..H, by history. */
  readonly discounted: Map<string, Float64Array>
}

const compiledContexts = new WeakMap<Context, CompiledContext>()
// Beyond so many unique histories the memory costs more than computing again.
const MOST_MEMORISED = 200_000

/** The compiled form of a context; the same context gives the same object. */
export function compiled(context: Context): CompiledContext {
  const known = compiledContexts.get(context)
  if (known) return known
  const { settings, models } = context
  const weights = discountWeights(settings.horizonMonths, monthlyRate(settings.discountRatePerYear))
  // Parameters were stored by the fit of this very model -- because `FittedModels` is written by the fit step only.
  const spend = models.spend?.params as GammaGammaParams | undefined
  const made: CompiledContext = {
    context,
    days: compiledDays(context),
    weights,
    ...(models.purchases
      ? { forecast: createMonthlyForecast({ ...models.purchases, months: settings.horizonMonths }) }
      : {}),
    ...(spend ? { spend } : {}),
    draws: drawsOf(context, weights),
    ...(models.loss ? { loss: compiledLoss(models.loss, weights) } : {}),
    discounted: new Map(),
  }
  compiledContexts.set(context, made)
  return made
}

function drawsOf({ models, draws }: Context, weights: Float64Array): FutureDraw[] {
  const { purchases } = models
  if (!purchases || (!models.spend && models.meanSpendCents === undefined)) return []
  return draws.map(({ purchases: params, spend }) =>
    createFutureDraw({
      model: purchases.model,
      params,
      weights,
      ...(spend ? { spend: spend as GammaGammaParams } : {}), // -- because draws are refits of the spend model
    }),
  )
}

/** What the purchases up to a day say: history, spend so far; undefined before the first purchase. */
export function purchasesAt(
  timeline: Timeline,
  day: number,
): { history: PurchaseHistory; spend: Spend } | undefined {
  const count = countUpTo(timeline.purchaseDays, day)
  const first = timeline.purchaseDays[0]
  const last = timeline.purchaseDays[count - 1]
  if (first === undefined || last === undefined) return undefined
  const x = count - 1
  const repeatSpend = (timeline.spendSums[count] ?? 0) - (timeline.spendSums[1] ?? 0)
  const mean = x > 0 ? repeatSpend / x : 0
  return {
    history: { x, tx: last - first, T: day - first },
    spend: mean > 0 ? { x, mean } : { x: 0, mean: 0 },
  }
}

/** Expected spend per purchase of a client, in minor units; undefined where no spend is known at all. */
export function spendPerPurchase(at: CompiledContext, spend: Spend): number | undefined {
  return at.spend ? expectedSpend(at.spend, spend) : at.context.models.meanSpendCents
}

/** Cumulative discounted expected purchases at the end of months 0..H after the history's T. */
export function discountedByMonth(at: CompiledContext, history: PurchaseHistory): Float64Array | undefined {
  if (!at.forecast) return undefined
  const key = `${history.x},${history.tx},${history.T}`
  const known = at.discounted.get(key)
  if (known) return known
  const sums = discountedSums(at.forecast(history), at.weights)
  if (at.discounted.size < MOST_MEMORISED) at.discounted.set(key, sums)
  return sums
}

/** Expected purchases by month, cumulative, as discounted sums at the end of months 0..H. */
export function discountedSums(cumulative: ArrayLike<number>, weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(cumulative.length + 1)
  let before = 0
  for (let month = 0; month < cumulative.length; month++) {
    const until = cumulative[month] ?? before
    sums[month + 1] = (sums[month] ?? 0) + Math.max(0, until - before) * (weights[month] ?? 0)
    before = until
  }
  return sums
}

/** A value withheld with its reason, or the cents. */
export type Predicted =
  { readonly cents: Cents; readonly reason?: undefined } | { readonly cents: null; readonly reason: string }

/** What a client is worth at the end of a day. */
export interface Valuation {
  readonly historicCents: Cents
  readonly predicted: Predicted
}

/** Historic and predicted CLV at the end of a day (a day number). A closed client has nothing ahead. */
export function valuationAt(timeline: Timeline, day: number, at: CompiledContext): Valuation {
  const historicCents = sumUpTo(timeline, timeline.marginSums, day)
  return { historicCents, predicted: predictedWithin(timeline, day, { at, months: at.weights.length }) }
}

/** Predicted CLV of the next `months` months, at most the horizon; a client with accounts and purchases is the sum. */
export function predictedWithin(
  timeline: Timeline,
  day: number,
  { at, months }: { at: CompiledContext; months: number },
): Predicted {
  const { models, settings } = at.context
  if (statusAt(timeline, day, settings) === 'closed') return { cents: 0 }
  const purchases = purchasesAt(timeline, day)
  const account = isAccountBased(timeline, day)
    ? at.loss && accountValue(timeline, day, { loss: at.loss, months, settings })
    : 0
  if (account === undefined) return { cents: null, reason: models.accountsWithheld ?? NO_LOSS_MODEL }
  if (!purchases)
    return isAccountBased(timeline, day)
      ? { cents: account }
      : { cents: null, reason: 'No purchase yet: there is nothing to predict from.' }
  const discounted = discountedByMonth(at, purchases.history)
  const spend = spendPerPurchase(at, purchases.spend)
  if (!discounted || spend === undefined) return { cents: null, reason: withheldBecause(models) }
  const count = discounted[Math.min(months, discounted.length - 1)] ?? 0
  return { cents: account + roundHalfAway(count * spend * marginRateAt(timeline, day, settings)) }
}

/** What is said where the loss model is missing. */
export const NO_LOSS_MODEL = 'The loss model of clients with accounts could not be fitted.'

/** Why predicted figures of purchase-based clients are withheld. */
export function withheldBecause(models: FittedModels): string {
  return models.purchasesWithheld ?? 'No purchase model could be fitted.'
}

/** Probability that the client is still there at the end of a day; undefined where no model says. */
export function chanceAt(timeline: Timeline, day: number, { models, settings }: Context): number | undefined {
  if (statusAt(timeline, day, settings) === 'closed') return 0
  const purchases = purchasesAt(timeline, day)
  if (isAccountBased(timeline, day) || !purchases || !models.chance) return undefined
  const { model, params } = models.chance
  return purchaseModels[model].probabilityAlive(params, purchases.history)
}

/**
 * Probability of losing the client within the churn horizon: a relationship ends, or no own transaction is made. Undefined
 * for clients not active on the day and where no model says.
 */
export function churnAt(timeline: Timeline, day: number, at: CompiledContext): number | undefined {
  const { models, settings } = at.context
  if (!isActiveAt(timeline, day) || statusAt(timeline, day, settings) === 'closed') return undefined
  if (isAccountBased(timeline, day)) {
    const survival = at.loss && survivalAt(timeline, day, { loss: at.loss, settings })
    const months = Math.max(1, Math.round(settings.churnHorizonDays / DAYS_PER_MONTH))
    return survival && 1 - (survival[months - 1] ?? 0)
  }
  const purchases = purchasesAt(timeline, day)
  // Under NBD nobody leaves for good, yet the chance of no purchase within the horizon is known.
  const found = models.chance ?? (models.purchases?.model === 'nbd' ? models.purchases : undefined)
  if (!purchases || !found) return undefined
  const { model, params } = found
  return 1 - purchaseModels[model].probabilityActive(params, purchases.history, settings.churnHorizonDays)
}
