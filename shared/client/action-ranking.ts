/**
 * Which retention action is worth most: the CLV at risk it is expected to keep, less what it costs. The effect is measured
 * on closed actions where there are enough of them, assumed otherwise, and it always says which.
 */
import { roundHalfAway } from '#shared/kernel/money'
import { wilsonInterval } from '#shared/numeric/wilson'
import type { Play } from './action-settings.ts'

/** Days after a decision when it is looked at whether the client was kept. */
export const OUTCOME_DAYS = 90
/** Fewest outcomes of each kind (done, not done) before an effect counts as measured. */
export const FEWEST_OUTCOMES = 20

/** A decided action whose outcome is known. */
export interface ActionOutcome {
  readonly play: string
  readonly isDone: boolean
  readonly isKept: boolean
}

/** What is known of an action's effect among similar clients. */
export interface Evidence {
  readonly done: { readonly n: number; readonly kept: number }
  readonly notDone: { readonly n: number; readonly kept: number }
  /** Share kept when done less share kept when not, with its 95 % interval; null without both kinds. */
  readonly difference: { readonly value: number; readonly low: number; readonly high: number } | null
  /** Share of the loss that doing it prevents, at least 0; null while there are too few outcomes. */
  readonly effect: number | null
}

/**
 * Compares clients for whom an action was done with those for whom it was not. Not an experiment: who got it was chosen.
 * Interval of the difference: Newcombe (1998), method 10, from the two Wilson intervals.
 */
export function evidenceOf(outcomes: readonly ActionOutcome[], play: string): Evidence {
  const count = (isDone: boolean) => {
    const some = outcomes.filter((one) => one.play === play && one.isDone === isDone)
    return { n: some.length, kept: some.filter(({ isKept }) => isKept).length }
  }
  const [done, notDone] = [count(true), count(false)]
  if (done.n === 0 || notDone.n === 0) return { done, notDone, difference: null, effect: null }
  const [p, q] = [done.kept / done.n, notDone.kept / notDone.n]
  const [ofDone, ofNot] = [wilsonInterval(done.kept, done.n), wilsonInterval(notDone.kept, notDone.n)]
  const value = p - q
  const difference = {
    value,
    low: value - Math.hypot(p - ofDone.low, ofNot.high - q),
    high: value + Math.hypot(ofDone.high - p, q - ofNot.low),
  }
  const isEnough = done.n >= FEWEST_OUTCOMES && notDone.n >= FEWEST_OUTCOMES
  const effect = isEnough && q < 1 ? Math.max(0, Math.min(1, value / (1 - q))) : null
  return { done, notDone, difference, effect }
}

/** An action proposed for a client. */
export interface Proposal {
  readonly play: Play
  readonly evidence: Evidence
  readonly isMeasured: boolean
  readonly effect: number
  /** CLV at risk kept, less the cost, in minor units; may be negative. */
  readonly gainCents: number
}

/** What decides which plays apply to a client. */
export interface ActionNeeds {
  readonly atRiskCents: number
  readonly isAccountBased: boolean
  /** Kinds of events of the last 180 days. */
  readonly events: readonly string[]
}

/** The plays that apply to a client, best first; equal gains in the order of the catalogue. */
export function rankedActions(
  plays: readonly Play[],
  needs: ActionNeeds,
  outcomes: readonly ActionOutcome[],
): Proposal[] {
  const applies = ({ when }: Play) =>
    when === 'always' || (when === 'account' ? needs.isAccountBased : needs.events.includes(when))
  return plays
    .filter(applies)
    .map((play) => {
      const evidence = evidenceOf(outcomes, play.id)
      const effect = evidence.effect ?? play.assumedEffect
      return {
        play,
        evidence,
        isMeasured: evidence.effect !== null,
        effect,
        gainCents: roundHalfAway(needs.atRiskCents * effect) - play.costCents,
      }
    })
    .sort((left, right) => right.gainCents - left.gainCents)
}
