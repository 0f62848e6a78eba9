/** What a predicted CLV is the product of, and how a change of it splits over them. */
import { shapleyValues } from '#shared/numeric/shapley'
import { marginPerMonth, survivalAt } from './account-valuation.ts'
import { isAccountBased, marginRateAt, statusAt, type Timeline } from './timeline.ts'
import { type CompiledContext, discountedByMonth, purchasesAt, spendPerPurchase } from './valuation.ts'

/** Inputs of a predicted CLV: purchases × spend × margin rate + margin per month × months still a client. */
export interface ValueInputs {
  /** Expected purchases to the horizon, discounted. */
  readonly purchases: number
  /** Minor units per purchase. */
  readonly spend: number
  readonly marginRate: number
  /** Minor units per month of the relationships. */
  readonly monthlyMargin: number
  /** Expected months still a client to the horizon, discounted. */
  readonly months: number
}

/** Names of the inputs, in order. */
export const valueInputNames = ['purchases', 'spend', 'marginRate', 'monthlyMargin', 'months'] as const
/** An input of a predicted CLV. */
export type ValueInputName = (typeof valueInputNames)[number]

const nothing: ValueInputs = { purchases: 0, spend: 0, marginRate: 0, monthlyMargin: 0, months: 0 }

/** The inputs at the end of a day; undefined where nothing is predicted for want of a model. */
export function valueInputsAt(timeline: Timeline, day: number, at: CompiledContext): ValueInputs | undefined {
  const { settings } = at.context
  if (statusAt(timeline, day, settings) === 'closed') return nothing
  const account = isAccountBased(timeline, day)
  const bought = purchasesAt(timeline, day)
  const counted = bought && discountedByMonth(at, bought.history)
  const spend = bought && spendPerPurchase(at, bought.spend)
  if (account ? !at.loss : !bought) return undefined
  if (bought && (!counted || spend === undefined)) return undefined
  let months = 0
  if (account && at.loss) {
    const survival = survivalAt(timeline, day, { loss: at.loss, settings })
    survival.forEach((surviving, month) => (months += surviving * (at.weights[month] ?? 0)))
  }
  return {
    purchases: counted?.at(-1) ?? 0,
    spend: spend ?? 0,
    marginRate: bought ? marginRateAt(timeline, day, settings) : 0,
    monthlyMargin: account ? marginPerMonth(timeline, day) : 0,
    months,
  }
}

/** Predicted CLV of some inputs, in minor units, unrounded. */
export function predictedOf({ purchases, spend, marginRate, monthlyMargin, months }: ValueInputs): number {
  return purchases * spend * marginRate + monthlyMargin * months
}

/** How a change of predicted CLV splits over its inputs: Shapley values, which add up to the change. */
export function valueShares(from: ValueInputs, to: ValueInputs): Record<ValueInputName, number> {
  const shares = shapleyValues(valueInputNames.length, (joined) => {
    const mixed = valueInputNames.map((name, index) => [
      name,
      ((joined & (1 << index)) !== 0 ? to : from)[name],
    ])
    return predictedOf(Object.fromEntries(mixed) as ValueInputs) // -- because every name has its entry
  })
  return Object.fromEntries(valueInputNames.map((name, index) => [name, shares[index] ?? 0])) as Record<
    ValueInputName,
    number
  > // -- because every name has its entry
}
