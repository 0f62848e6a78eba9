/**
 * Simulated futures of a portfolio: what its clients could be worth, not only what they are worth on average.
 *
 * One future per draw and client: the draw carries parameters (from the bootstrap), the client adds its own chance
 * of being there, rate, purchases and amounts. Adding clients within a draw gives the predictive distribution of
 * the total, in which uncertain parameters move all clients together. See CLVTools
 * issue 129 on why parameter spread alone is no prediction interval. Checked against closed forms in
 * tests/shared/models/simulate.test.ts.
 */
import { DAYS_PER_MONTH } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'
import type { Params } from './fit.ts'
import { simulatePurchases } from './future.ts'
import { drawSpend, type GammaGammaParams, type Spend } from './gamma-gamma.ts'
import type { PurchaseHistory } from './purchase-history.ts'
import type { PurchaseModelName } from './purchase-model.ts'
import { purchaseModels } from './purchase-models.ts'

/** One draw of the parameters behind a simulated future. */
export interface FutureTerms {
  readonly model: PurchaseModelName
  readonly params: Params
  /** Absent: every purchase counts 1. */
  readonly spend?: GammaGammaParams
  /** Weight of a purchase in months 1..H, for instance margin rate over (1 + i)ᵏ. */
  readonly weights: ArrayLike<number>
  /** Length of a month in the unit of the histories; a mean month in days unless given. */
  readonly monthLength?: number
}

/** A client as a simulation needs it. */
export interface SimulatedClient {
  readonly history: PurchaseHistory
  readonly spend?: Spend
}

/**
 * Draws the value of one client's future: Σ weight of the purchase's month × its amount. `onValue` is told each part with
 * its month, from 1.
 */
export type FutureDraw = (
  client: SimulatedClient,
  random: Random,
  onValue?: (month: number, value: number) => void,
) => number

/** A function that draws one future per call under the same parameters. */
export function createFutureDraw(terms: FutureTerms): FutureDraw {
  const { posterior } = purchaseModels[terms.model]
  const { params, weights, spend, monthLength = DAYS_PER_MONTH } = terms
  const horizon = weights.length * monthLength
  return (client, random, onValue) => {
    let value = 0
    let amount: (() => number) | undefined
    simulatePurchases(posterior(params, client.history), { horizon, random }, (time) => {
      if (spend) amount ??= drawSpend(spend, client.spend ?? { x: 0, mean: 0 }, random)
      const month = Math.min(weights.length, Math.max(1, Math.ceil(time / monthLength)))
      const part = (weights[month - 1] ?? 0) * (amount ? amount() : 1)
      value += part
      onValue?.(month, part)
    })
    return value
  }
}

/** Value of the whole portfolio in one simulated future. */
export function portfolioDraw(
  clients: readonly SimulatedClient[],
  terms: FutureTerms,
  random: Random,
): number {
  const draw = createFutureDraw(terms)
  let total = 0
  for (const client of clients) total += draw(client, random)
  return total
}
