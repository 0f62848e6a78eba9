/** Everything the dashboard draws beside its headline, as a function of a snapshot and a filter. */
import { statuses } from '#shared/client/facts'
import { addDays } from '#shared/kernel/day'
import { withheld } from '#shared/kernel/figure.schema'
import { channelsOf } from './channel-rows.ts'
import type { ChartsView } from './charts-view.schema.ts'
import { cohortsOf, survivalOf } from './cohort-charts.ts'
import { filterOfQuery, periodOf } from './dashboard.ts'
import type { DashboardQuery } from './dashboard-view.schema.ts'
import { revenueForecast } from './forecast.ts'
import { flowAt, slotOf } from './kpis.ts'
import { lossViews } from './churn-charts.ts'
import { fullRevenue } from './monthly-revenue.ts'
import type { CellFilter, Snapshot } from './snapshot.ts'
import { tiersOf } from './tiers.ts'

/** The charts of a snapshot. */
export function chartsView(
  snapshot: Snapshot,
  query: DashboardQuery,
): Omit<ChartsView, 'currency' | 'runId'> {
  const filter = filterOfQuery(query)
  return {
    asOf: snapshot.asOf,
    bridge: bridgeOf(snapshot, query, filter),
    tiers: tiersOf(snapshot, filter),
    channels: channelsOf(snapshot, filter),
    cohorts: cohortsOf(snapshot, filter),
    survival: survivalOf(snapshot, filter),
    losses: {
      from: addDays(snapshot.asOf, 1 - snapshot.context.settings.churnHorizonDays),
      to: snapshot.asOf,
      ...lossViews(snapshot, filter),
    },
    transitions: transitionsOf(snapshot, query, filter),
    backtest: backtestOf(snapshot, filter),
  }
}

function bridgeOf(snapshot: Snapshot, query: DashboardQuery, filter: CellFilter): ChartsView['bridge'] {
  const { now, previous } = periodOf(snapshot, query.period)
  const flow = flowAt(snapshot, slotOf(query.period, 'now'), filter)
  const changes = [
    ['revenue-new', 'New', flow.revenueNew],
    ['revenue-returned', 'Returned', flow.revenueReturned],
    ['revenue-expanded', 'Expansion', flow.revenueExpanded],
    ['revenue-contracted', 'Contraction', flow.revenueContracted],
    ['revenue-lost', 'Lost', flow.revenueLost],
  ] as const
  const moved = changes.reduce((sum, [, , cents]) => sum + cents, 0)
  const start = flow.revenue - moved
  const bar = (name: string, title: string, cents: number) => ({
    name,
    title,
    cents,
    trace: { metric: name, question: {} },
  })
  return {
    from: now.from,
    to: now.to,
    against: `${previous.from} to ${previous.to}`,
    bars: [
      bar('revenue-start', 'Start', start),
      ...changes.map(([name, title, cents]) => bar(name, title, cents)),
      bar('revenue', 'End', flow.revenue),
    ],
    residual: flow.revenue - start - moved,
  }
}

/** Clients by status at the start of the period and at its end; the rows add up to who was known at the end. */
function transitionsOf(
  snapshot: Snapshot,
  query: DashboardQuery,
  filter: CellFilter,
): ChartsView['transitions'] {
  return statuses
    .filter((from) => filter.status === undefined || filter.status === from)
    .map((from) => {
      const flow = flowAt(snapshot, slotOf(query.period, 'now'), { ...filter, status: from })
      const ends = [flow.endProspect, flow.endActive, flow.endDormant, flow.endRestricted, flow.endClosed]
      return {
        from,
        total: ends.reduce((sum, count) => sum + count, 0),
        to: statuses.map((status, index) => ({ status, count: ends[index] ?? 0 })),
      }
    })
    .filter(({ total }) => total > 0)
}

const BACKTEST_MONTHS = 12

/** What the forecast would have said 12 months ago, beside what happened since. */
function backtestOf(snapshot: Snapshot, filter: CellFilter): ChartsView['backtest'] {
  const all = fullRevenue(snapshot, filter)
  const actual = all.slice(-BACKTEST_MONTHS)
  const { forecast, reason } = revenueForecast(all.slice(0, -BACKTEST_MONTHS))
  if (forecast.length === 0)
    return {
      error: withheld('share', reason ?? 'There are too few months to hold any back.'),
      months: [],
    }
  const months = actual.map(({ month, cents }, index) => ({
    month,
    cents,
    forecastCents: forecast[index]?.cents ?? 0,
  }))
  const sum = months.reduce((total, { cents }) => total + Math.abs(cents), 0)
  const off = months.reduce((total, one) => total + Math.abs(one.cents - one.forecastCents), 0)
  return {
    error:
      sum > 0
        ? { value: off / sum, unit: 'share', n: months.length }
        : withheld('share', 'There was no revenue in the last 12 full months.'),
    months,
  }
}
