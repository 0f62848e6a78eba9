/**
 * What the relationships of a client are worth: margin per month × chance that the client is still one, discounted monthly
 * (`product.md` 9.1 row 2). The chance is the loss model's; the margin per month is the mean of the last 12 months.
 */
import { DAYS_PER_MONTH } from '#shared/kernel/day'
import { type Cents, roundHalfAway } from '#shared/kernel/money'
import { hazard, type HazardModel } from '#shared/models/hazard-loss'
import { laterState, lossFeatures, type LossState } from '#shared/models/loss-features'
import type { Random } from '#shared/numeric/random'
import type { FittedLoss, Settings } from './context.ts'
import { lossStateAt } from './relations.ts'
import { lastOwnDay, statusAt, sumBetween, type Timeline } from './timeline.ts'

/** A fitted loss model with the discount weights of the horizon. */
export interface CompiledLoss {
  readonly model: HazardModel
  readonly refits: readonly HazardModel[]
  readonly weights: Float64Array
}

/** Months whose margin says what a month brings. */
const MARGIN_MONTHS = 12

/** The loss model of a context, ready for use. */
export function compiledLoss(loss: FittedLoss, weights: Float64Array): CompiledLoss {
  return { model: loss.model, refits: loss.refits, weights }
}

interface Subject {
  readonly loss: CompiledLoss
  readonly settings: Settings
}

/** What the loss model reads of a client at the end of a day. */
export function stateOf(timeline: Timeline, day: number, settings: Settings): LossState {
  return lossStateAt(timeline.relations, day, {
    lastOwnDay: lastOwnDay(timeline, day),
    isRestricted: statusAt(timeline, day, settings) === 'restricted',
    dormantAfterDays: settings.dormantAfterDays,
  })
}

/** Chances of still being a client after months 1 to the horizon, by the client as it is. */
export function survivalAt(timeline: Timeline, day: number, { loss, settings }: Subject): Float64Array {
  return survivalUnder(loss.model, stateOf(timeline, day, settings), loss.weights.length)
}

const refitPaths = new WeakMap<Timeline, { readonly day: number; readonly paths: readonly Float64Array[] }>()

/** The same chances under each refit of the loss model: how far they could be off. Kept for the day last asked about. */
export function survivalsByRefit(
  timeline: Timeline,
  day: number,
  { loss, settings }: Subject,
): readonly Float64Array[] {
  const known = refitPaths.get(timeline)
  if (known?.day === day) return known.paths
  const state = stateOf(timeline, day, settings)
  const paths = loss.refits.map((model) => survivalUnder(model, state, loss.weights.length))
  refitPaths.set(timeline, { day, paths })
  return paths
}

/** Chances of still being a client after months 1 to `months` under a loss model. */
export function survivalUnder(model: HazardModel, state: LossState, months: number): Float64Array {
  const path = new Float64Array(months)
  let surviving = 1
  for (let month = 0; month < months; month++) {
    surviving *= 1 - hazard(model, lossFeatures(laterState(state, month)))
    path[month] = surviving
  }
  return path
}

/** Mean margin per month of the relationships over the last 12 months, or since they began; never less than 0. */
export function marginPerMonth(timeline: Timeline, day: number): number {
  const months = marginMonths(timeline, day)
  const from = day - Math.round(months * DAYS_PER_MONTH) + 1
  return Math.max(0, sumBetween(timeline, timeline.accountMarginSums, { from, to: day }) / months)
}

function marginMonths(timeline: Timeline, day: number): number {
  return Math.min(MARGIN_MONTHS, Math.max(1, (day - timeline.accountFrom + 1) / DAYS_PER_MONTH))
}

/** Predicted value of the relationships within `months`, in minor units. */
export function accountValue(
  timeline: Timeline,
  day: number,
  { loss, months, settings }: Subject & { months: number },
): Cents {
  const margin = marginPerMonth(timeline, day)
  if (margin === 0) return 0
  const surviving = survivalAt(timeline, day, { loss, settings })
  let sum = 0
  for (let month = 0; month < Math.min(months, surviving.length); month++)
    sum += (surviving[month] ?? 0) * (loss.weights[month] ?? 0)
  return roundHalfAway(margin * sum)
}

/**
 * Possible values of the relationships, one per refit of the loss model: the month of loss is drawn from the hazard, the
 * margin per month from the client's own months drawn with replacement. `onValue` is told each month's part, from 1.
 */
export function accountFutures(
  timeline: Timeline,
  day: number,
  {
    loss,
    settings,
    random,
    draws,
    onValue,
  }: Subject & {
    random: Random
    draws: number
    onValue?: ((draw: number, month: number, value: number) => void) | undefined
  },
): number[] {
  const state = stateOf(timeline, day, settings)
  const count = Math.max(1, Math.floor(marginMonths(timeline, day)))
  const margins = Array.from({ length: count }, (_, index) => {
    const to = day - Math.round(index * DAYS_PER_MONTH)
    const from = day - Math.round((index + 1) * DAYS_PER_MONTH) + 1
    return sumBetween(timeline, timeline.accountMarginSums, { from, to })
  })
  const paths = survivalsByRefit(timeline, day, { loss, settings })
  const certain = survivalUnder(loss.model, state, loss.weights.length)
  return Array.from({ length: draws }, (_, draw) => {
    const path = paths[draw % Math.max(1, paths.length)] ?? certain
    const still = random.next()
    let drawn = 0
    for (let index = 0; index < count; index++) drawn += margins[random.integer(count)] ?? 0
    const perMonth = Math.max(0, drawn) / count
    let sum = 0
    for (let month = 0; month < path.length && (path[month] ?? 0) >= still; month++) {
      sum += loss.weights[month] ?? 0
      onValue?.(draw, month + 1, perMonth * (loss.weights[month] ?? 0))
    }
    return perMonth * sum
  })
}
