/**
 * Why a client's churn probability is what it is: base rate + signed contributions = the shown probability, exactly.
 *
 * The base rate is the mean probability of up to 100 active clients of the same kind, drawn evenly by the run. Contributions
 * are Shapley values of the model's own probability: with accounts over the groups of the loss model; for clients who only
 * buy over purchases so far, the days over which they were made, and the days of silence since. Where a factor has not
 * joined, its value is that of a background client. Without a background the client is its own, and nothing contributes.
 */
import { DAYS_PER_MONTH } from '#shared/kernel/day'
import { createLossExplanation, type LossExplanation } from '#shared/models/hazard-explanation'
import { laterState, lossFeatureGroups, lossFeatures, type LossState } from '#shared/models/loss-features'
import type { PurchaseHistory } from '#shared/models/purchase-history'
import { purchaseModels } from '#shared/models/purchase-models'
import { shapleyValues } from '#shared/numeric/shapley'
import { stateOf } from './account-valuation.ts'
import type { Peers } from './peers.ts'
import { isAccountBased, isActiveAt, statusAt, type Timeline } from './timeline.ts'
import { type CompiledContext, purchasesAt } from './valuation.ts'

/** The clients a probability is explained against. */
export type Background = Pick<Peers, 'accounts' | 'purchases'>

/** Factors of clients who only buy, in order. */
export const purchaseFactors = ['purchases', 'span', 'silence'] as const

/** Explanation of the churn probability at the end of a day; undefined where there is none. */
export function explainRisk(
  timeline: Timeline,
  day: number,
  { at, background }: { at: CompiledContext; background: Background },
): LossExplanation | undefined {
  const { settings, models } = at.context
  if (!isActiveAt(timeline, day) || statusAt(timeline, day, settings) === 'closed') return undefined
  if (isAccountBased(timeline, day))
    return (
      at.loss && explainAccount(stateOf(timeline, day, settings), { at, background: background.accounts })
    )
  const bought = purchasesAt(timeline, day)
  if (!bought || !models.chance) return undefined
  return explainPurchases(bought.history, { at, background: background.purchases })
}

function explainAccount(
  state: LossState,
  { at, background }: { at: CompiledContext; background: readonly LossState[] },
): LossExplanation | undefined {
  if (!at.loss) return undefined
  const months = Math.max(1, Math.round(at.context.settings.churnHorizonDays / DAYS_PER_MONTH))
  const ahead = (one: LossState) =>
    Array.from({ length: months }, (_, month) => lossFeatures(laterState(one, month)))
  return createLossExplanation(at.loss.model, lossFeatureGroups, background.map(ahead))(ahead(state))
}

/** Silence and span mixed from two clients; somebody who bought once has been silent ever since. */
function mixed(own: PurchaseHistory, other: PurchaseHistory, joined: number): PurchaseHistory {
  const from = (factor: number) => ((joined & (1 << factor)) !== 0 ? own : other)
  const { x } = from(0)
  const span = from(1).tx
  const silence = from(2).T - from(2).tx
  return x === 0 ? { x, tx: 0, T: span + silence } : { x, tx: span, T: span + silence }
}

function explainPurchases(
  own: PurchaseHistory,
  { at, background }: { at: CompiledContext; background: readonly PurchaseHistory[] },
): LossExplanation | undefined {
  const { models, settings } = at.context
  if (!models.chance) return undefined
  const { model, params } = models.chance
  const churn = (history: PurchaseHistory) =>
    1 - purchaseModels[model].probabilityActive(params, history, settings.churnHorizonDays)
  const others = background.length > 0 ? background : [own]
  const everybody = 2 ** purchaseFactors.length - 1
  const mean = (joined: number) =>
    joined === everybody
      ? churn(own)
      : others.reduce((sum, other) => sum + churn(mixed(own, other, joined)), 0) / others.length
  const shares = shapleyValues(purchaseFactors.length, mean)
  return {
    baseRate: mean(0),
    contributions: Object.fromEntries(purchaseFactors.map((name, index) => [name, shares[index] ?? 0])),
    probability: churn(own),
  }
}
