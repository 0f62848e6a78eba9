/** What clients won in some months are worth, and what winning them cost: cohort-matched, by channel. */
import { type Figure, withheld } from '#shared/kernel/figure.schema'
import { fullMonthsBefore } from './compiled-days.ts'
import { drawKey, keyParts } from './contribution.ts'
import { ENOUGH_VALUED, spread, unvalued } from './kpis.ts'
import { cohortRow, ofCohorts, type Selection } from './selection.ts'
import type { Snapshot } from './snapshot.ts'

/** Value and cost of the clients won in one month through one channel. */
export interface Win {
  readonly month: string
  readonly channel: string
  readonly clients: number
  readonly realisedCents: number
  readonly restCents: number
  /** Spend of the channel in the month; undefined where none is known. */
  readonly spentCents: number | undefined
  readonly costCents: number
  /** Whether what the clients are worth and what they cost are both known. */
  readonly isKnown: boolean
}

/** Clients won in the given months, by month and channel; of one channel where one is named. */
export function wins(snapshot: Snapshot, months: readonly string[], channel?: string): Win[] {
  const spent = new Map(snapshot.spend.map((one) => [`${one.month}|${one.channel}`, one.amountCents]))
  return Object.entries(snapshot.sums).flatMap(([key, amounts]) => {
    const [table, month = '', from = ''] = keyParts(key)
    if (table !== 'cohort' || !months.includes(month)) return []
    if (channel !== undefined && channel !== from) return []
    const { head, margin } = cohortRow(amounts)
    const spentCents = spent.get(`${month}|${from}`)
    const costCents = spentCents ?? head.acquisitionCost
    return [
      {
        month,
        channel: from,
        clients: head.clients,
        realisedCents: margin.reduce((sum, one) => sum + one, 0),
        restCents: head.predictedRest,
        spentCents,
        costCents,
        isKnown: costCents > 0 && head.valued >= ENOUGH_VALUED * head.clients,
      },
    ]
  })
}

/** What a CLV:CAC is asked for. */
export interface CostQuestion {
  /** Months of acquisition; the last 12 full months unless given. */
  readonly months?: readonly string[]
  readonly channel?: string | undefined
}

/** Value of the clients won in the last 12 full months over what winning them cost, cohort-matched. */
export function valueToCost(snapshot: Snapshot, question: CostQuestion = {}): Figure {
  const { months = fullMonthsBefore(snapshot.asOf), channel } = question
  const all = wins(snapshot, months, channel)
  const known = all.filter((win) => win.isKnown)
  if (known.length === 0) return withheld('ratio', noCostBecause(snapshot, all))
  const cost = sumOf(known, 'costCents')
  const certain = sumOf(known, 'realisedCents')
  return {
    value: (certain + sumOf(known, 'restCents')) / cost,
    unit: 'ratio',
    n: sumOf(known, 'clients'),
    // Futures are kept for the last 12 full months together.
    ...(question.months
      ? {}
      : spread(futuresOf(snapshot, known, all), (future) => (certain + future) / cost)),
  }
}

/** Why there is no cost per client won. */
export function noCostBecause(snapshot: Snapshot, all: readonly Win[]): string {
  if (all.length === 0) return 'No client was won in the last 12 full months.'
  return all.some((win) => win.costCents > 0)
    ? unvalued(snapshot, sumOf(all, 'clients'))
    : 'No acquisition spend is known: import acquisition spend.'
}

/** Sum of one measure over wins. */
export function sumOf(
  list: readonly Win[],
  measure: 'clients' | 'realisedCents' | 'restCents' | 'costCents',
): number {
  return list.reduce((sum, one) => sum + one[measure], 0)
}

/** The months and channels that count, as a reading of the cohorts. */
export function ofWins(known: readonly Win[], amount: Parameters<typeof ofCohorts>[1]): Selection {
  const counted = new Set(known.map(({ month, channel }) => `${month}|${channel}`))
  return ofCohorts((month, channel) => counted.has(`${month}|${channel}`), amount)
}

/** Simulated rests of the channels counted, scaled to the months counted. */
function futuresOf(snapshot: Snapshot, known: readonly Win[], all: readonly Win[]): number[] {
  const sums: number[] = []
  for (const channel of new Set(known.map((win) => win.channel))) {
    const futures = snapshot.sums[drawKey(`acquired:${channel}`)]
    const whole = sumOf(
      all.filter((win) => win.channel === channel),
      'restCents',
    )
    const counted = sumOf(
      known.filter((win) => win.channel === channel),
      'restCents',
    )
    if (!futures || whole <= 0) continue
    futures.forEach((future, draw) => (sums[draw] = (sums[draw] ?? 0) + (future * counted) / whole))
  }
  return sums
}
