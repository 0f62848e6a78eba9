/**
 * How far headline figures move when affected clients are taken out of a run's sum or put in as they would be: contributions
 * subtracted and added under the run's own context, so exact with model and cut-offs held (decisions.md 25).
 */
import type { ClientWithFacts } from '#shared/client/client'
import type { Figure } from '#shared/kernel/figure.schema'
import type { Context } from '#shared/portfolio/context'
import { add, addInto, type Contribution, flowMeasures, subtract } from '#shared/portfolio/contribution'
import { averageActive, averageEver, churn, retention, slotOf } from '#shared/portfolio/kpis'
import { slice, type Snapshot, sumsOf } from '#shared/portfolio/snapshot'
import { value } from '#shared/portfolio/value'
import type { KpiMove } from './quality-view.schema.ts'

const YEAR = slotOf('12-months', 'now')

const isNeeded = (key: string, asOf: string): boolean =>
  key.startsWith(`state|${asOf}|`) || key.startsWith(`flow|${YEAR}|`)

/** A snapshot with the sums that the headline figures of an effect rest on, and no others. */
export function miniature(snapshot: Snapshot): Snapshot {
  const sums = Object.entries(snapshot.sums).filter(([key]) => isNeeded(key, snapshot.asOf))
  return { ...snapshot, sums: Object.fromEntries(sums) }
}

/** What clients add to the sums that the headline figures rest on. */
export function contributionOf(clients: readonly ClientWithFacts[], context: Context): Contribution {
  const sum: Contribution = new Map()
  for (const client of clients) {
    const needed = [...value(client, context).contribution].filter(([key]) => isNeeded(key, context.asOf))
    addInto(sum, new Map(needed))
  }
  return sum
}

/** The headline figures of a snapshot. Retention and churn are those of 12 months, revenue that of the same months. */
export function headlines(snapshot: Snapshot): Record<KpiMove['kpi'], number | null> {
  const revenue = slice(snapshot, { table: 'flow', when: YEAR })[flowMeasures.indexOf('revenue')] ?? 0
  const of = ({ value: figure }: Figure) => figure
  return {
    'average-clv': of(averageActive(snapshot, snapshot.asOf)),
    'average-clv-ever': of(averageEver(snapshot)),
    churn: of(churn(snapshot, YEAR)),
    retention: of(retention(snapshot, YEAR)),
    'revenue-12': revenue,
  }
}

const titles = {
  'average-clv': ['Average CLV', 'cents'],
  'average-clv-ever': ['Average CLV per client ever acquired', 'cents'],
  churn: ['Churn, 12 months', 'share'],
  retention: ['Retention, 12 months', 'share'],
  'revenue-12': ['Revenue, 12 months', 'cents'],
} as const

/** How every headline figure moves when contributions leave a sum and others take their place. */
export function movesOf(
  snapshot: Snapshot,
  { leaving, coming }: { leaving: Contribution; coming: Contribution },
): KpiMove[] {
  const sums = add(
    subtract(new Map(Object.entries(snapshot.sums).map(([key, sum]) => [key, [...sum]])), leaving),
    coming,
  )
  const now = headlines(snapshot)
  const then = headlines({ ...snapshot, sums: sumsOf(sums) })
  return (Object.keys(titles) as KpiMove['kpi'][]).map((kpi) => {
    const [title, unit] = titles[kpi]
    return { kpi, title, unit, now: now[kpi], then: then[kpi] }
  })
}
