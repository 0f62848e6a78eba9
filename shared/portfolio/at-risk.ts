/**
 * CLV at risk of one client: what it would be worth if it stayed active through the churn horizon, less what it is worth
 * (`decisions.md` 10). Its sum over clients is what perfect retention of one horizon could win, never more.
 */
import { DAYS_PER_MONTH } from '#shared/kernel/day'
import { type Cents, roundHalfAway } from '#shared/kernel/money'
import { expectedSpend, type GammaGammaParams } from '#shared/models/gamma-gamma'
import type { Params } from '#shared/models/fit'
import type { MonthlyForecast } from '#shared/models/monthly-purchases'
import type { PurchaseHistory } from '#shared/models/purchase-history'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import { marginPerMonth, survivalAt } from './account-valuation.ts'
import { isAccountBased, isActiveAt, marginRateAt, statusAt, type Timeline } from './timeline.ts'
import { type CompiledContext, discountedByMonth, discountedSums, purchasesAt } from './valuation.ts'

/** The models that CLV at risk is asked of: the fitted ones, or one of their refits. */
export interface AtRiskModels {
  readonly purchases?: {
    readonly model: PurchaseModelName
    readonly params: Params
    /** Absent: the context's own, which remembers histories. */
    readonly forecast?: MonthlyForecast
  }
  readonly spend?: GammaGammaParams
  /** Chances of still being a client after months 1 to the horizon. */
  readonly survival?: (timeline: Timeline, day: number) => ArrayLike<number>
}

/** CLV at risk in minor units, ≥ 0; undefined for clients not active on the day and where no model says. */
export function atRiskAt(timeline: Timeline, day: number, at: CompiledContext): Cents | undefined {
  if (!isActiveAt(timeline, day) || statusAt(timeline, day, at.context.settings) === 'closed')
    return undefined
  const { purchases } = at.context.models
  const { loss } = at
  return atRiskUnder(
    {
      ...(purchases ? { purchases } : {}),
      ...(at.spend ? { spend: at.spend } : {}),
      ...(loss ? { survival: () => survivalAt(timeline, day, { loss, settings: at.context.settings }) } : {}),
    },
    timeline,
    { day, at },
  )
}

interface Subject {
  readonly day: number
  readonly at: CompiledContext
}

/** The same under other models: what a refit says of it. */
export function atRiskUnder(models: AtRiskModels, timeline: Timeline, subject: Subject): Cents | undefined {
  return isAccountBased(timeline, subject.day)
    ? accountAtRisk(models, timeline, subject)
    : purchasesAtRisk(models, timeline, subject)
}

/** Months of the churn horizon, at least one. */
function horizonMonths({ context }: CompiledContext): number {
  return Math.max(1, Math.round(context.settings.churnHorizonDays / DAYS_PER_MONTH))
}

/** Surviving the horizon for certain, and as before given that: S(k) / S(h) beyond h, 1 until then. */
function accountAtRisk(models: AtRiskModels, timeline: Timeline, { day, at }: Subject): Cents | undefined {
  if (!models.survival) return undefined
  const survival = models.survival(timeline, day)
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
function purchasesAtRisk(models: AtRiskModels, timeline: Timeline, { day, at }: Subject): Cents | undefined {
  const bought = purchasesAt(timeline, day)
  const fitted = models.purchases
  if (!bought || !fitted) return undefined
  const spend = models.spend ? expectedSpend(models.spend, bought.spend) : at.context.models.meanSpendCents
  const months = horizonMonths(at)
  const { history } = bought
  const { forecast } = fitted
  const discounted = (of: PurchaseHistory) =>
    forecast ? discountedSums(forecast(of), at.weights) : discountedByMonth(at, of)
  const whole = discounted(history)
  const rest = discounted({ ...history, T: history.T + at.context.settings.churnHorizonDays })
  if (!whole || !rest || spend === undefined) return undefined
  const model = purchaseModels[fitted.model]
  const active = model.probabilityActive(fitted.params, history, at.context.settings.churnHorizonDays)
  if (active <= 0) return undefined
  const now = whole[whole.length - 1] ?? 0
  const ifSilent = (rest[rest.length - 1 - months] ?? 0) * (at.weights[months - 1] ?? 0)
  const ifActive = (now - (1 - active) * ifSilent) / active
  return roundHalfAway(Math.max(0, ifActive - now) * spend * marginRateAt(timeline, day, at.context.settings))
}
