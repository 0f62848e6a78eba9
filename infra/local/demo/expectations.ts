import { DAYS_PER_MONTH } from '#shared/kernel/day'
import { activityChance, disengagedChance, lossHazard, nextComplaintAge } from './loss.ts'
import type { LossState } from './loss.ts'
import {
  DISCOUNT_PER_YEAR,
  HORIZON_MONTHS,
  LOSS_DAYS,
  REFUND_SHARE,
  behaviour,
  season,
  spendModel,
} from './parameters.ts'

const recencies = behaviour.longestRecency + 1
const ages = behaviour.monthsOfComplaint + 1

/** Present value of one unit, `month` months from today. */
export function discount(month: number): number {
  return (1 + DISCOUNT_PER_YEAR) ** (-month / 12)
}

/**
 * True chances that an account client is still one after 1, 2, … months, from its state today: the distribution over
 * (recency, disengaged, complaint) moved month by month. Its holdings stay as they are.
 */
export function accountSurvival(state: LossState): readonly number[] {
  let chances = new Float64Array(recencies * 2 * ages)
  chances[indexOf(state.recency, state.isDisengaged, state.complaintAge)] = 1
  return Array.from({ length: HORIZON_MONTHS }, (_, month) => {
    chances = nextMonth(chances, { ...state, tenureMonths: state.tenureMonths + 1 + month })
    return chances.reduce((sum, chance) => sum + chance, 0)
  })
}

function indexOf(recency: number, isDisengaged: boolean, complaintAge: number): number {
  return (recency * 2 + (isDisengaged ? 1 : 0)) * ages + complaintAge
}

function nextMonth(chances: Float64Array, state: LossState): Float64Array<ArrayBuffer> {
  const next = new Float64Array(chances.length)
  for (let recency = 0; recency < recencies; recency++)
    for (const isDisengaged of [false, true])
      for (let complaintAge = 0; complaintAge < ages; complaintAge++) {
        const chance = chances[indexOf(recency, isDisengaged, complaintAge)] ?? 0
        if (chance === 0) continue
        const from = { ...state, recency, isDisengaged, complaintAge }
        spread(next, from, chance * (1 - lossHazard(from)))
      }
  return next
}

function spread(next: Float64Array, from: LossState, chance: number): void {
  const turnsAway = disengagedChance(from.isDisengaged)
  const idle = Math.min(behaviour.longestRecency, from.recency + 1)
  for (const isDisengaged of [false, true]) {
    const moved = chance * (isDisengaged ? turnsAway : 1 - turnsAway)
    const acts = activityChance(from.level, isDisengaged)
    for (const complains of [false, true]) {
      const said = moved * (complains ? behaviour.complaintPerMonth : 1 - behaviour.complaintPerMonth)
      const age = nextComplaintAge(from.complaintAge, complains)
      const active = indexOf(0, isDisengaged, age)
      const quiet = indexOf(idle, isDisengaged, age)
      next[active] = (next[active] ?? 0) + said * acts
      next[quiet] = (next[quiet] ?? 0) + said * (1 - acts)
    }
  }
}

/** Chance to be lost within `LOSS_DAYS`, given the chances to survive whole months. */
export function accountLoss(survival: readonly number[]): number {
  const months = LOSS_DAYS / DAYS_PER_MONTH
  const whole = Math.floor(months)
  const before = survival[whole - 1] ?? 1
  const after = survival[whole] ?? before
  return 1 - before * (after / before) ** (months - whole)
}

/** Discounted margin of a monthly margin while the client survives. */
export function accountMargin(monthlyMarginCents: number, survival: readonly number[]): number {
  return survival.reduce((sum, alive, index) => sum + monthlyMarginCents * alive * discount(index + 1), 0)
}

/** What drives a client's purchases; times in months. */
export interface Buyer {
  readonly ratePerMonth: number
  /** Chance to be lost after a purchase. */
  readonly dropout: number
  /** Rate ν of the client's order values. */
  readonly spendRate: number
  readonly isAlive: boolean
}

/** Chance of no purchase within `LOSS_DAYS`. */
export function buyerLoss(buyer: Buyer): number {
  return buyer.isAlive ? Math.exp((-buyer.ratePerMonth * LOSS_DAYS) / DAYS_PER_MONTH) : 1
}

/** Discounted margin of a buyer's purchases; `stays` are chances that nothing else ends them, by month. */
export function buyerMargin(
  buyer: Buyer,
  market: { readonly ofYear: number; readonly marginRate: number },
  stays?: readonly number[],
): number {
  if (!buyer.isAlive) return 0
  const orderCents = (100 * spendModel.p * market.marginRate * (1 - REFUND_SHARE)) / buyer.spendRate
  const leaving = buyer.ratePerMonth * buyer.dropout
  let sum = 0
  for (let month = 1; month <= HORIZON_MONTHS; month++) {
    const orders = (Math.exp(-leaving * (month - 1)) - Math.exp(-leaving * month)) / buyer.dropout
    const factor = season[(market.ofYear + month) % 12] ?? 1
    sum += orders * orderCents * factor * (stays?.[month - 1] ?? 1) * discount(month)
  }
  return sum
}
