/** The headline figures as functions of a snapshot: definition, formula and interval in one place each. */
import { addMonths, type CivilDay, lastDayOf, monthOf } from '#shared/kernel/day'
import { type Figure, withheld } from '#shared/kernel/figure.schema'
import { quantileOfSorted } from '#shared/numeric/quantile'
import { wilsonInterval } from '#shared/numeric/wilson'
import {
  cohortMeasures,
  drawKey,
  flowMeasures,
  keyParts,
  LIFE_MONTHS,
  stateMeasures,
} from './contribution.ts'
import type { PeriodName } from './dashboard-view.schema.ts'
import { slice, type Snapshot } from './snapshot.ts'

/** Below this share of clients that could be valued, an average would speak for others than it counts. */
const ENOUGH_VALUED = 0.9

const stateAt = (snapshot: Snapshot, day: CivilDay) =>
  named(stateMeasures, slice(snapshot, { table: 'state', when: day }))
const flowAt = (snapshot: Snapshot, when: string) =>
  named(flowMeasures, slice(snapshot, { table: 'flow', when }))

function named<Name extends string>(
  names: readonly Name[],
  amounts: readonly number[],
): Record<Name, number> {
  // Every name gets its number -- because the measures and the amounts have the same order.
  return Object.fromEntries(names.map((name, index) => [name, amounts[index] ?? 0])) as Record<Name, number>
}

/** Mean total CLV of the clients active at the end of a day; the interval only at the as-of day. */
export function averageActive(snapshot: Snapshot, day: CivilDay): Figure {
  const { active, activeValued, activeValuedHistoric, activePredicted } = stateAt(snapshot, day)
  if (active === 0) return withheld('cents', 'No client was active on this day.')
  if (activeValued < ENOUGH_VALUED * active)
    return withheld('cents', unvalued(snapshot, active - activeValued))
  const value = Math.round((activeValuedHistoric + activePredicted) / activeValued)
  const futures = day === snapshot.asOf ? snapshot.sums[drawKey('all:active')] : undefined
  return {
    value,
    unit: 'cents',
    n: activeValued,
    ...spread(futures, (future) => Math.round((activeValuedHistoric + future) / activeValued)),
  }
}

/** Mean total CLV of all clients ever acquired that could be valued. */
export function averageEver(snapshot: Snapshot): Figure {
  const { clients, valued, valuedHistoric, predicted } = stateAt(snapshot, snapshot.asOf)
  if (valued === 0) return withheld('cents', unvalued(snapshot, clients))
  const futures = snapshot.sums[drawKey('all:ever')]
  return {
    value: Math.round((valuedHistoric + predicted) / valued),
    unit: 'cents',
    n: valued,
    ...spread(futures, (future) => Math.round((valuedHistoric + future) / valued)),
  }
}

function unvalued({ context: { models } }: Snapshot, clients: number): string {
  const reason =
    models.accountsWithheld ?? models.purchasesWithheld ?? 'There is nothing to predict from yet.'
  return `${clients} clients could not be valued. ${reason}`
}

function spread(futures: readonly number[] | undefined, figure: (future: number) => number): Partial<Figure> {
  if (!futures || futures.length === 0) return {}
  const sorted = [...futures].sort((left, right) => left - right)
  const at = (share: number) => figure(quantileOfSorted(sorted, share))
  return { low80: at(0.1), high80: at(0.9), low95: at(0.025), high95: at(0.975) }
}

/** Share of the clients active at the start of a period that are active at its end. */
export function retention(snapshot: Snapshot, when: string): Figure {
  const { activeAtStart, retained } = flowAt(snapshot, when)
  return share(retained, activeAtStart, 'No client was active at the start of the period.')
}

/** Share of the clients active at the start of a period that are not active at its end: 1 - retention, exactly. */
export function churn(snapshot: Snapshot, when: string): Figure {
  const { activeAtStart, lost } = flowAt(snapshot, when)
  return share(lost, activeAtStart, 'No client was active at the start of the period.')
}

function share(part: number, whole: number, reason: string): Figure {
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

/** Value and cost of the clients won in some months through one channel. */
export interface ChannelWin {
  readonly channel: string
  readonly clients: number
  readonly realisedCents: number
  readonly restCents: number
  readonly costCents: number
  /** Whether what the clients are worth and what they cost are both known. */
  readonly isKnown: boolean
}

/** Clients won in the given months by channel: margin of their first 36 months (realised and predicted) and cost. */
export function wins(snapshot: Snapshot, months: readonly string[]): ChannelWin[] {
  const byChannel = new Map<string, ChannelWin>()
  const spent = new Map(snapshot.spend.map((one) => [`${one.month}|${one.channel}`, one.amountCents]))
  for (const [key, amounts] of Object.entries(snapshot.sums)) {
    const [table, month = '', channel = ''] = keyParts(key)
    if (table !== 'cohort' || !months.includes(month)) continue
    const head = named(cohortMeasures, amounts)
    const margins = amounts.slice(cohortMeasures.length + LIFE_MONTHS)
    const costCents = spent.get(`${month}|${channel}`) ?? head.acquisitionCost
    const isKnown = costCents > 0 && head.valued >= ENOUGH_VALUED * head.clients
    const slot = `${channel}|${isKnown}`
    const held = byChannel.get(slot)
    byChannel.set(slot, {
      channel,
      isKnown,
      clients: (held?.clients ?? 0) + head.clients,
      realisedCents: (held?.realisedCents ?? 0) + margins.reduce((sum, margin) => sum + margin, 0),
      restCents: (held?.restCents ?? 0) + head.predictedRest,
      costCents: (held?.costCents ?? 0) + costCents,
    })
  }
  return [...byChannel.values()]
}

/** The 12 full months before a day. */
export function fullMonthsBefore(day: CivilDay): string[] {
  const isMonthEnd = lastDayOf(monthOf(day)) === day
  const last = isMonthEnd ? monthOf(day) : addMonths(monthOf(day), -1)
  return Array.from({ length: 12 }, (_, index) => addMonths(last, index - 11))
}

/** Value of the clients won in the last 12 full months over what winning them cost, cohort-matched. */
export function valueToCost(snapshot: Snapshot, months = fullMonthsBefore(snapshot.asOf)): Figure {
  const all = wins(snapshot, months)
  if (all.length === 0) return withheld('ratio', 'No client was won in the last 12 full months.')
  const known = all.filter((win) => win.isKnown)
  if (known.length === 0)
    return withheld(
      'ratio',
      all.some((win) => win.costCents > 0)
        ? unvalued(snapshot, sumOf(all, 'clients'))
        : 'No acquisition spend is known: import acquisition spend.',
    )
  const cost = sumOf(known, 'costCents')
  const certain = sumOf(known, 'realisedCents')
  const rest = sumOf(known, 'restCents')
  return {
    value: (certain + rest) / cost,
    unit: 'ratio',
    n: sumOf(known, 'clients'),
    ...spread(futuresOf(snapshot, known, all), (future) => (certain + future) / cost),
  }
}

function sumOf(
  list: readonly ChannelWin[],
  measure: 'clients' | 'realisedCents' | 'restCents' | 'costCents',
) {
  return list.reduce((sum, one) => sum + one[measure], 0)
}

/** Simulated rests of the channels counted, scaled to the months counted. */
function futuresOf(snapshot: Snapshot, known: readonly ChannelWin[], all: readonly ChannelWin[]) {
  const sums: number[] = []
  for (const win of known) {
    const futures = snapshot.sums[drawKey(`acquired:${win.channel}`)]
    const whole = all
      .filter(({ channel }) => channel === win.channel)
      .reduce((sum, one) => sum + one.restCents, 0)
    if (!futures || whole <= 0) continue
    futures.forEach((future, draw) => (sums[draw] = (sums[draw] ?? 0) + (future * win.restCents) / whole))
  }
  return sums
}

/** The slot of a flow. */
export const slotOf = (period: PeriodName, slot: 'now' | 'previous' | 'year-before'): string =>
  `${period}:${slot}`
