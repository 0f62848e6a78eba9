import type { ClientWithFacts } from '#shared/client/client'
import { dayNumber } from '#shared/kernel/day'
import { purchaseModels } from '#shared/models/purchase-models'
import type { Context } from './context.ts'
import { timelineOf } from './timeline.ts'
import { compiled, purchasesAt, spendPerPurchase } from './valuation.ts'

/** What the purchase model of a run says of one client within a horizon; null where it says nothing. */
export interface ClientPrediction {
  readonly id: string
  readonly x: number
  readonly txDays: number
  readonly TDays: number
  readonly chance: number | null
  readonly expectedPurchases: number | null
  readonly spendPerPurchaseCents: number | null
  readonly expectedSpendCents: number | null
}

/**
 * Prediction of one client by the run's own purchase model, unrounded; undefined for clients without a purchase by its day.
 *
 * @param horizonDays  > 0
 */
export function predictionOf(
  client: ClientWithFacts,
  context: Context,
  horizonDays: number,
): ClientPrediction | undefined {
  const at = compiled(context)
  const purchases = purchasesAt(timelineOf(client, context), dayNumber(context.asOf))
  if (!purchases) return undefined
  const { history } = purchases
  const base = { id: client.client.id, x: history.x, txDays: history.tx, TDays: history.T }
  const fitted = context.models.purchases
  if (!fitted)
    return {
      ...base,
      chance: null,
      expectedPurchases: null,
      spendPerPurchaseCents: null,
      expectedSpendCents: null,
    }
  const model = purchaseModels[fitted.model]
  const expected = model.expectedPurchases(fitted.params, history, horizonDays)
  const spend = spendPerPurchase(at, purchases.spend) ?? null
  return {
    ...base,
    chance: model.probabilityAlive(fitted.params, history),
    expectedPurchases: expected,
    spendPerPurchaseCents: spend,
    expectedSpendCents: spend === null ? null : expected * spend,
  }
}
