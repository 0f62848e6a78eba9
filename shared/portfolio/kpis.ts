/** The headline figures as functions of a snapshot and a filter: formula and interval in one place each. */
import type { CivilDay } from '#shared/kernel/day'
import { type Figure, withheld } from '#shared/kernel/figure.schema'
import { quantileOfSorted } from '#shared/numeric/quantile'
import { wilsonInterval } from '#shared/numeric/wilson'
import { drawKey, flowMeasures, stateMeasures } from './contribution.ts'
import type { PeriodName } from './period-names.ts'
import { type CellFilter, slice, type Snapshot } from './snapshot.ts'

/** Below this share of clients that could be valued, an average would speak for others than it counts. */
export const ENOUGH_VALUED = 0.9

/** The measures of a state by name. */
export const stateAt = (snapshot: Snapshot, day: CivilDay, filter: CellFilter = {}) =>
  named(stateMeasures, slice(snapshot, { table: 'state', when: day, filter }))
/** The measures of a flow by name. */
export const flowAt = (snapshot: Snapshot, when: string, filter: CellFilter = {}) =>
  named(flowMeasures, slice(snapshot, { table: 'flow', when, filter }))

function named<Name extends string>(
  names: readonly Name[],
  amounts: readonly number[],
): Record<Name, number> {
  // Every name gets its number -- because the measures and the amounts have the same order.
  return Object.fromEntries(names.map((name, index) => [name, amounts[index] ?? 0])) as Record<Name, number>
}

/** Which part of the CLV of active clients an average is of. */
export type ClvPart = 'total' | 'historic' | 'predicted'

/** Mean CLV of the clients active at the end of a day; the interval only at the as-of day. */
export function averageActive(
  snapshot: Snapshot,
  day: CivilDay,
  { filter = {}, part = 'total' }: { filter?: CellFilter; part?: ClvPart } = {},
): Figure {
  const { active, activeValued, activeValuedHistoric, activePredicted } = stateAt(snapshot, day, filter)
  if (active === 0) return withheld('cents', 'No client was active on this day.')
  if (activeValued < ENOUGH_VALUED * active)
    return withheld('cents', unvalued(snapshot, active - activeValued))
  const certain = part === 'predicted' ? 0 : activeValuedHistoric
  const mean = (predicted: number) => Math.round((certain + predicted) / activeValued)
  const isEstimate = part !== 'historic' && day === snapshot.asOf
  return {
    value: mean(part === 'historic' ? 0 : activePredicted),
    unit: 'cents',
    n: activeValued,
    ...(isEstimate ? spreadOf(snapshot, { prefix: '', all: 'all:active', filter }, mean) : {}),
  }
}

/** Mean total CLV of all clients ever acquired that could be valued. */
export function averageEver(snapshot: Snapshot, filter: CellFilter = {}): Figure {
  const { clients, valued, valuedHistoric, predicted } = stateAt(snapshot, snapshot.asOf, filter)
  if (clients === 0) return withheld('cents', 'No client was ever acquired.')
  if (valued === 0) return withheld('cents', unvalued(snapshot, clients))
  const mean = (future: number) => Math.round((valuedHistoric + future) / valued)
  const isWhole = groupOf(filter) === 'all'
  return {
    value: mean(predicted),
    unit: 'cents',
    n: valued,
    ...(isWhole ? spread(snapshot.sums[drawKey('all:ever')], mean) : {}),
  }
}

/** CLV at risk of the clients active at the end of a day; the interval only at the as-of day. */
export function clvAtRisk(snapshot: Snapshot, day: CivilDay, filter: CellFilter = {}): Figure {
  const { active, activeValued, atRisk } = stateAt(snapshot, day, filter)
  if (active === 0) return withheld('cents', 'No client was active on this day.')
  if (activeValued < ENOUGH_VALUED * active)
    return withheld('cents', unvalued(snapshot, active - activeValued))
  const same = (amount: number) => Math.round(amount)
  const isToday = day === snapshot.asOf
  return {
    value: atRisk,
    unit: 'cents',
    n: activeValued,
    ...(isToday ? spreadOf(snapshot, { prefix: 'risk:', all: 'risk:all', filter }, same) : {}),
  }
}

/** Why clients could not be valued. */
export function unvalued({ context: { models } }: Snapshot, clients: number): string {
  const reason =
    models.accountsWithheld ?? models.purchasesWithheld ?? 'There is nothing to predict from yet.'
  return `${clients} clients could not be valued. ${reason}`
}

/** The group a filter stands for where intervals exist: the whole, one segment, one channel or one status. */
export function groupOf(filter: CellFilter): string | undefined {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined)
  if (given.length === 0) return 'all'
  const [[part, value] = []] = given
  return given.length === 1 ? `${part}:${value}` : undefined
}

/** What is said where a figure has no interval under a filter. */
export const NO_CROSSED_INTERVAL =
  'Intervals are kept for the whole portfolio and for one segment, channel or status, not for combinations.'

interface Draws {
  readonly prefix: string
  readonly all: string
  readonly filter: CellFilter
}

function spreadOf(snapshot: Snapshot, { prefix, all, filter }: Draws, figure: (drawn: number) => number) {
  const group = groupOf(filter)
  if (group === undefined) return { reason: NO_CROSSED_INTERVAL }
  return spread(snapshot.sums[drawKey(group === 'all' ? all : `${prefix}${group}`)], figure)
}

/** The 80 and 95 % intervals of a figure from its draws; nothing without draws. */
export function spread(
  draws: readonly number[] | undefined,
  figure: (drawn: number) => number,
): Partial<Figure> {
  if (!draws || draws.length === 0) return {}
  const sorted = [...draws].sort((left, right) => left - right)
  const at = (share: number) => figure(quantileOfSorted(sorted, share))
  return { low80: at(0.1), high80: at(0.9), low95: at(0.025), high95: at(0.975) }
}

/** Share of the clients active at the start of a period that are active at its end. */
export function retention(snapshot: Snapshot, when: string, filter: CellFilter = {}): Figure {
  const { activeAtStart, retained } = flowAt(snapshot, when, filter)
  return shareFigure(retained, activeAtStart, NOBODY_AT_START)
}

/** Share of the clients active at the start of a period that are not active at its end: 1 - retention, exactly. */
export function churn(snapshot: Snapshot, when: string, filter: CellFilter = {}): Figure {
  const { activeAtStart, lost } = flowAt(snapshot, when, filter)
  return shareFigure(lost, activeAtStart, NOBODY_AT_START)
}

const NOBODY_AT_START = 'No client was active at the start of the period.'

/** A share with its Wilson intervals; withheld where there is no whole. */
export function shareFigure(part: number, whole: number, reason: string): Figure {
  if (whole === 0) return withheld('share', reason)
  const narrow = wilsonInterval(part, whole, 0.8)
  const wide = wilsonInterval(part, whole, 0.95)
  return {
    value: part / whole,
    unit: 'share',
    n: whole,
    low80: narrow.low,
    high80: narrow.high,
    low95: wide.low,
    high95: wide.high,
  }
}

/** The monthly churn that compounds to a 12-month churn: 1 - r^(1/12). */
export function monthlyEquivalent(yearly: Figure): Figure {
  if (yearly.value === null) return yearly
  const monthly = (rate: number) => 1 - (1 - rate) ** (1 / 12)
  const bound = (rate: number | undefined) => (rate === undefined ? 0 : monthly(rate))
  return {
    ...yearly,
    value: monthly(yearly.value),
    low80: bound(yearly.low80),
    high80: bound(yearly.high80),
    low95: bound(yearly.low95),
    high95: bound(yearly.high95),
  }
}

/** The slot of a flow. */
export const slotOf = (period: PeriodName, slot: 'now' | 'previous' | 'year-before'): string =>
  `${period}:${slot}`
