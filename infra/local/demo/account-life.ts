import type { CivilDay } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'
import { dayBetween } from './calendar.ts'
import type { HistoryMonth } from './calendar.ts'
import type { PlannedHolding } from './holdings-plan.ts'
import { activityChance, disengagedChance, lossHazard, nextComplaintAge } from './loss.ts'
import type { LossState } from './loss.ts'
import { behaviour } from './parameters.ts'

/** A month of an account client's life, while it is a client. */
export interface LivedMonth {
  readonly month: HistoryMonth
  readonly isDisengaged: boolean
}

/** What happened to an account client. */
export interface AccountLife {
  readonly closedOn?: CivilDay
  readonly lived: readonly LivedMonth[]
  readonly activeDays: readonly CivilDay[]
  readonly complaintDays: readonly CivilDay[]
  /** At today. */
  readonly state: LossState
  /** Sum of the chances to close that the client lived through: closures expected. */
  readonly expectedClosures: number
}

/** What an account client starts from. */
export interface Start {
  readonly joinedOn: CivilDay
  readonly level: number
  readonly planned: readonly PlannedHolding[]
  readonly months: readonly HistoryMonth[]
}

/** Lives an account client month by month: it may close, else it may turn away or return, act, and complain. */
export function liveAccount(random: Random, start: Start): AccountLife {
  const months = start.months.filter((month) => month.lastDay >= start.joinedOn)
  const lived: LivedMonth[] = []
  const activeDays: CivilDay[] = []
  const complaintDays: CivilDay[] = []
  let state: LossState = {
    tenureMonths: 0,
    recency: 0,
    isDisengaged: false,
    complaintAge: 0,
    holdings: 1,
    level: start.level,
  }
  let expectedClosures = 0
  for (const month of months) {
    const isFirst = lived.length === 0
    state = { ...state, tenureMonths: lived.length, holdings: openCount(start.planned, month.firstDay) }
    const hazard = isFirst ? 0 : 1 - (1 - lossHazard(state)) ** month.passed
    expectedClosures += hazard
    if (random.next() < hazard) {
      const closedOn = dayBetween(random, month.firstDay, month.lastDay)
      return { closedOn, lived, activeDays, complaintDays, state, expectedClosures }
    }
    const from = isFirst ? start.joinedOn : month.firstDay
    const isDisengaged = !isFirst && random.next() < disengagedChance(state.isDisengaged)
    const acts = random.next() < activityChance(start.level, isDisengaged) * month.passed
    const complains = random.next() < behaviour.complaintPerMonth * month.passed
    if (acts) activeDays.push(dayBetween(random, from, month.lastDay))
    if (complains) complaintDays.push(dayBetween(random, from, month.lastDay))
    lived.push({ month, isDisengaged })
    state = {
      ...state,
      isDisengaged,
      recency: acts ? 0 : Math.min(behaviour.longestRecency, state.recency + 1),
      complaintAge: nextComplaintAge(state.complaintAge, complains),
    }
  }
  return { lived, activeDays, complaintDays, state, expectedClosures }
}

/** Account products open at the start of a day. */
export function openCount(planned: readonly PlannedHolding[], day: CivilDay): number {
  return planned.filter((holding) => isOpen(holding, day)).length
}

/** Whether a planned holding is open on a day. */
export function isOpen(holding: PlannedHolding, day: CivilDay): boolean {
  return holding.openedOn <= day && (holding.closedOn === undefined || holding.closedOn > day)
}
