import { behaviour, lossModel } from './parameters.ts'

/** What an account client's chance to close depends on, at the start of a month. */
export interface LossState {
  readonly tenureMonths: number
  /** Months since the last own activity, 0 when it was in the month before. */
  readonly recency: number
  readonly isDisengaged: boolean
  /** 1 to 3 months since a complaint; 0 when there was none. */
  readonly complaintAge: number
  readonly holdings: number
  /** Engagement level of the client, 0 to 1. */
  readonly level: number
}

/** Engagement of a client in a month: its level, or a fraction of it while disengaged. */
export function engagementOf(level: number, isDisengaged: boolean): number {
  return isDisengaged ? level * behaviour.disengagedShare : level
}

/** True chance that an account client closes within the month. */
export function lossHazard(state: LossState): number {
  const logit =
    lossModel.intercept +
    lossModel.logTenure * Math.log1p(state.tenureMonths) +
    lossModel.recency * state.recency +
    lossModel.engagement * engagementOf(state.level, state.isDisengaged) +
    lossModel.furtherHoldings * Math.max(0, Math.min(5, state.holdings - 1)) +
    (state.complaintAge > 0 ? lossModel.recentComplaint : 0)
  return 1 / (1 + Math.exp(-logit))
}

/** True chance of own activity within a month. */
export function activityChance(level: number, isDisengaged: boolean): number {
  const { base, slope, disengaged } = behaviour.activity
  return isDisengaged ? disengaged : base + slope * level
}

/** True chance to be disengaged in a month, given the month before. */
export function disengagedChance(wasDisengaged: boolean): number {
  return wasDisengaged ? 1 - behaviour.reengagePerMonth : behaviour.disengagePerMonth
}

/** Months since the complaint at the start of the next month; 0 when it no longer counts. */
export function nextComplaintAge(age: number, isComplaining: boolean): number {
  if (isComplaining) return 1
  return age === 0 || age === behaviour.monthsOfComplaint ? 0 : age + 1
}
