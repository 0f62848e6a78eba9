/**
 * CLV at risk of one client: what it would be worth if it stayed active through the churn horizon, less what it is worth
 * (`decisions.md` 10). Its sum over clients is what perfect retention of one horizon could win, never more.
 */
import { DAYS_PER_MONTH } from '#shared/kernel/day'
import { type Cents, roundHalfAway } from '#shared/kernel/money'
import { purchaseModels } from '#shared/models/purchase-models'
import { marginPerMonth, survivalAt } from './account-valuation.ts'
import { isAccountBased, isActiveAt, marginRateAt, statusAt, type Timeline } from './timeline.ts'
import { type CompiledContext, discountedByMonth, purchasesAt, spendPerPurchase } from './valuation.ts'

/** CLV at risk in minor units, ≥ 0; undefined for clients not active on the day and where no model says. */
export function atRiskAt(timeline: Timeline, day: number, at: CompiledContext): Cents | undefined {
  if (!isActiveAt(timeline, day) || statusAt(timeline, day, at.context.settings) === 'closed')
    return undefined
  return isAccountBased(timeline, day) ? accountAtRisk(timeline, day, at) : purchasesAtRisk(timeline, day, at)
}

/** Months of the churn horizon, at least one. */
function horizonMonths({ context }: CompiledContext): number {
  return Math.max(1, Math.round(context.settings.churnHorizonDays / DAYS_PER_MONTH))
}

/** Surviving the horizon for certain, and as before given that: S(k) / S(h) beyond h, 1 until then. */
function accountAtRisk(timeline: Timeline, day: number, at: CompiledContext): Cents | undefined {
  if (!at.loss) return undefined
  const survival = survivalAt(timeline, day, { loss: at.loss, settings: at.context.settings })
  const months = horizonMonths(at)
  const reached = survival[months - 1] ?? 0
  if (reached <= 0) return undefined
  let gain = 0
  for (let month = 0; month < survival.length; month++) {
    const now = survival[month] ?? 0
    const kept = month < months ? 1 : now / reached
    gain += (kept - now) * (at.weights[month] ?? 0)
  }
  return roundHalfAway(marginPerMonth(timeline, day) * gain)
}

/**
 * Total expectation: V = P(active) · V(active) + P(silent) · V(silent), where a client silent through the horizon is one with
 * the same purchases watched that much longer; so V(active) − V follows without simulating.
 */
function purchasesAtRisk(timeline: Timeline, day: number, at: CompiledContext): Cents | undefined {
  const purchases = purchasesAt(timeline, day)
  const fitted = at.context.models.purchases
  if (!purchases || !fitted) return undefined
  const spend = spendPerPurchase(at, purchases.spend)
  const months = horizonMonths(at)
  const { history } = purchases
  const silent = { ...history, T: history.T + at.context.settings.churnHorizonDays }
  const whole = discountedByMonth(at, history)
  const rest = discountedByMonth(at, silent)
  if (!whole || !rest || spend === undefined) return undefined
  const model = purchaseModels[fitted.model]
  const active = model.probabilityActive(fitted.params, history, at.context.settings.churnHorizonDays)
  if (active <= 0) return undefined
  const now = whole[whole.length - 1] ?? 0
  const ifSilent = (rest[rest.length - 1 - months] ?? 0) * (at.weights[months - 1] ?? 0)
  const ifActive = (now - (1 - active) * ifSilent) / active
  return roundHalfAway(Math.max(0, ifActive - now) * spend * marginRateAt(timeline, day, at.context.settings))
}
