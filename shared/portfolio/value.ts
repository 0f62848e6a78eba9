/**
 * The one function behind every number: what a client is worth under a context, and what it adds to the whole. Lists,
 * dashboard, trace, time machine, what-if and issue effects all call it, with other clients or another context.
 */
import type { ClientWithFacts, Score } from '#shared/client/client'
import { addMonths, dayNumber, dayOf, firstDayOf, lastDayOf, monthNumber, monthOf } from '#shared/kernel/day'
import { roundHalfAway } from '#shared/kernel/money'
import { atRiskAt } from './at-risk.ts'
import { cellOf } from './cell.ts'
import type { CompiledDays } from './compiled-days.ts'
import type { Context } from './context.ts'
import {
  addTo,
  type Cell,
  cohortKey,
  cohortMeasures,
  type Contribution,
  drawKey,
  flowKeyOf,
  LIFE_MONTHS,
  stateKey,
  valueBin,
  valueBinKey,
} from './contribution.ts'
import { flowBetween } from './flow-between.ts'
import { addChurnPanels } from './churn-contribution.ts'
import { addEngagement } from './engagement-sums.ts'
import { simulatedFutures } from './futures.ts'
import { healthOf } from './health-of.ts'
import { addLosses } from './loss-bins.ts'
import { scored } from './score.ts'
import { addRisk } from './risk-sums.ts'
import { isActiveAt, sumBetween, type Timeline, timelineOf } from './timeline.ts'
import { compiled, type CompiledContext, predictedWithin, valuationAt } from './valuation.ts'

/** A client's score and what it adds to the portfolio. */
export interface Valued {
  readonly score: Score
  readonly contribution: Contribution
}

/**
 * The score and contribution of one client under a context: pure, and the same whatever else happens.
 *
 * @returns contribution: integers (minor units, counts, micro-probabilities) under the closed vocabulary
 */
export function value(client: ClientWithFacts, context: Context): Valued {
  const at = compiled(context)
  const timeline = timelineOf(client, context)
  const channel = client.client.channelKey
  const cells = new Map<number, Cell>()
  const cellAt = (day: number): Cell => {
    const cell = cells.get(day) ?? cellOf(timeline, day, { context, channel })
    cells.set(day, cell)
    return cell
  }
  const contribution: Contribution = new Map()
  const { asOf } = at.days
  for (const state of at.days.states) addState(contribution, state, { timeline, at, cellAt })
  addFlows(contribution, { timeline, at, cellAt })
  addCohort(contribution, { client, timeline, at })
  const cell = cellAt(asOf)
  addSimulated(contribution, { client, timeline, at, cell })
  const health = healthOf(timeline, asOf, at)
  addLosses(contribution, { timeline, at, cell, health })
  addChurnPanels(contribution, { client, timeline, at, cellAt })
  addEngagement(contribution, { client, day: asOf, segment: cell.segment })
  const { score, exact } = scored(timeline, asOf, { at, cell, health })
  // The band of the stored, rounded probability: lists and sums agree on it.
  if (timeline.acquired !== undefined && timeline.acquired <= asOf) addRisk(contribution, cell, exact)
  return { score, contribution }
}

interface Subject {
  readonly timeline: Timeline
  readonly at: CompiledContext
  readonly cellAt: (day: number) => Cell
}

function addState(
  contribution: Contribution,
  { civil, day, yearFrom }: CompiledDays['states'][number],
  { timeline, at, cellAt }: Subject,
): void {
  if (timeline.acquired === undefined || timeline.acquired > day) return
  const cell = cellAt(day)
  const { historicCents, predicted } = valuationAt(timeline, day, at)
  const isActive = isActiveAt(timeline, day) ? 1 : 0
  const isValued = predicted.cents === null ? 0 : 1
  const year = { from: yearFrom, to: day }
  addTo(contribution, stateKey(civil, cell), [
    1,
    isActive,
    isValued,
    sumBetween(timeline, timeline.revenueSums, year),
    sumBetween(timeline, timeline.marginSums, year),
    historicCents,
    predicted.cents ?? 0,
    isValued === 1 ? historicCents : 0,
    isActive * isValued,
    isActive * isValued === 1 ? historicCents : 0,
    isActive === 1 ? (predicted.cents ?? 0) : 0,
    atRiskAt(timeline, day, at) ?? 0,
  ])
  if (day === at.days.asOf && isActive && predicted.cents !== null)
    addTo(contribution, valueBinKey(valueBin(historicCents + predicted.cents), cell), [
      1,
      historicCents + predicted.cents,
    ])
}

function addFlows(contribution: Contribution, { timeline, at, cellAt }: Subject): void {
  const { settings } = at.context
  const known = Math.min(timeline.acquired ?? Infinity, timeline.days[0] ?? Infinity)
  for (const { when, stretch, before } of at.days.flows) {
    if (known > stretch.to) continue
    const flow = flowBetween(timeline, { stretch, before, settings })
    if (flow.some((amount) => amount !== 0))
      addTo(contribution, flowKeyOf(when, cellAt(stretch.from - 1)), flow)
  }
}

interface CohortSubject {
  readonly client: ClientWithFacts
  readonly timeline: Timeline
  readonly at: CompiledContext
}

/** The month of acquisition's row: who is still active, and margin by life month, in months up to the as-of day. */
function addCohort(contribution: Contribution, { client, timeline, at }: CohortSubject): void {
  const { asOf } = at.context
  const asOfDay = dayNumber(asOf)
  if (timeline.acquired === undefined || timeline.acquired > asOfDay) return
  const month = monthOf(dayOf(timeline.acquired))
  const age = monthNumber(monthOf(asOf)) - monthNumber(month)
  const active: number[] = []
  const margin: number[] = []
  for (let life = 0; life < LIFE_MONTHS; life++) {
    const to = life <= age ? Math.min(asOfDay, dayNumber(lastDayOf(addMonths(month, life)))) : -1
    const from = life <= age ? dayNumber(firstDayOf(addMonths(month, life))) : 0
    active.push(life <= age && isActiveWithin(timeline, { from, to }) ? 1 : 0)
    margin.push(life <= age ? sumBetween(timeline, timeline.marginSums, { from, to }) : 0)
  }
  const rest = predictedWithin(timeline, asOfDay, { at, months: Math.max(0, LIFE_MONTHS - 1 - age) })
  const head = [
    1,
    client.client.profile.acquisitionCostCents ?? 0,
    rest.cents ?? 0,
    rest.cents === null ? 0 : 1,
  ]
  if (head.length !== cohortMeasures.length) throw new Error('Impossible: cohort measures differ')
  addTo(contribution, cohortKey(month, client.client.channelKey), [...head, ...active, ...margin])
}

function isActiveWithin(timeline: Timeline, { from, to }: { from: number; to: number }): boolean {
  return timeline.spells.some((spell) => spell.from <= to && spell.to > from)
}

interface SimulationSubject extends CohortSubject {
  readonly cell: Cell
}

/** One possible future of the client under each draw: summed, they give the spread of the portfolio's value. */
function addSimulated(contribution: Contribution, { client, timeline, at, cell }: SimulationSubject): void {
  const day = dayNumber(at.context.asOf)
  const futures = simulatedFutures(client, { timeline, day, at })
  if (!futures) return
  addTo(contribution, drawKey('all:ever'), futures)
  addAcquired(contribution, futures, { client, timeline, at })
  if (!isActiveAt(timeline, day)) return
  addTo(contribution, drawKey('all:active'), futures)
  addTo(contribution, drawKey(`segment:${cell.segment}`), futures)
  addTo(contribution, drawKey(`channel:${cell.channel}`), futures)
  addTo(contribution, drawKey(`status:${cell.status}`), futures)
}

/** The futures of clients won in the last 12 full months, cut to what is left of their first 36 months. */
function addAcquired(
  contribution: Contribution,
  futures: readonly number[],
  { client, timeline, at }: CohortSubject,
) {
  const { asOf } = at.context
  if (timeline.acquired === undefined) return
  const month = monthOf(dayOf(timeline.acquired))
  if (!at.days.fullMonths.includes(month)) return
  const age = monthNumber(monthOf(asOf)) - monthNumber(month)
  const day = dayNumber(asOf)
  const rest = predictedWithin(timeline, day, { at, months: LIFE_MONTHS - 1 - age }).cents ?? 0
  const whole = predictedWithin(timeline, day, { at, months: at.weights.length }).cents ?? 0
  if (whole <= 0) return
  const cut = futures.map((cents) => roundHalfAway((cents * rest) / whole))
  addTo(contribution, drawKey(`acquired:${client.client.channelKey}`), cut)
}
