/** The dashboard as a function of a snapshot and the live sums. */
import { statuses } from '#shared/client/facts'
import { DomainError } from '#shared/kernel/errors'
import type { Period } from './context.ts'
import { kpisOf } from './dashboard-kpis.ts'
import type { DashboardQuery, DashboardView } from './dashboard-view.schema.ts'
import { revenueForecast } from './forecast.ts'
import { stateAt } from './kpis.ts'
import { fullRevenue, monthlyRevenue } from './monthly-revenue.ts'
import { segments } from './segments.ts'
import { type CellFilter, type Snapshot, valuesOf } from './snapshot.ts'

/** The part of the dashboard that follows from the snapshot alone. */
export type SnapshotView = Pick<DashboardView, 'kpis' | 'revenue' | 'period' | 'channels' | 'isOnRevenue'> & {
  readonly bySegment: DashboardView['clients']['bySegment']
  readonly byStatus: DashboardView['clients']['byStatus']
}

/** Headline figures, revenue by month with forecast, and segments of a snapshot. */
export function snapshotView(snapshot: Snapshot, query: DashboardQuery): SnapshotView {
  const period = periodOf(snapshot, query.period)
  const stretch = query.compare === 'previous' ? period.previous : period.yearBefore
  const filter = filterOfQuery(query)
  return {
    period: {
      name: query.period,
      from: period.now.from,
      to: period.now.to,
      against: `${stretch.from} to ${stretch.to}`,
    },
    kpis: kpisOf(snapshot, { query, filter, from: period.now.from }),
    revenue: revenueOf(snapshot, filter),
    bySegment: bySegment(snapshot, filter),
    byStatus: byStatus(snapshot, filter),
    channels: valuesOf(snapshot, { table: 'state', when: snapshot.asOf, part: 'channel' }),
    isOnRevenue: snapshot.isOnRevenue,
  }
}

/** A period of a snapshot by name. */
export function periodOf({ context }: Snapshot, wanted: DashboardQuery['period']): Period {
  const period = context.periods.find(({ name }) => name === wanted)
  if (!period) throw noSuchPeriod(wanted)
  return period
}

function noSuchPeriod(period: string): DomainError {
  return new DomainError(
    'invalid',
    'period.not-in-run',
    'This run holds no figures of that range. Start a study of it, or choose a listed period.',
    { details: { period } },
  )
}

/** The cells a query takes. */
export function filterOfQuery({ segment, channel, status }: DashboardQuery): CellFilter {
  return {
    ...(segment === undefined ? {} : { segment }),
    ...(channel === undefined ? {} : { channel }),
    ...(status === undefined ? {} : { status }),
  }
}

function revenueOf(snapshot: Snapshot, filter: CellFilter): DashboardView['revenue'] {
  const { forecast, method, reason } = revenueForecast(fullRevenue(snapshot, filter))
  return {
    months: monthlyRevenue(snapshot, filter),
    forecast,
    forecastMethod: method,
    ...(reason === undefined ? {} : { reason }),
  }
}

/** Clients acquired by the as-of day, by the status the run found: never mixed with a run on its way. */
function byStatus(snapshot: Snapshot, filter: CellFilter): SnapshotView['byStatus'] {
  return statuses.map((status) => {
    const isTaken = filter.status === undefined || filter.status === status
    const count = isTaken ? stateAt(snapshot, snapshot.asOf, { ...filter, status }).clients : 0
    return { status, count }
  })
}

function bySegment(snapshot: Snapshot, filter: CellFilter): SnapshotView['bySegment'] {
  return [...segments, 'none']
    .filter((segment) => filter.segment === undefined || filter.segment === segment)
    .map((segment) => {
      const { clients, historic, predicted } = stateAt(snapshot, snapshot.asOf, { ...filter, segment })
      return { segment, count: clients, totalCents: historic + predicted }
    })
    .filter(({ count }) => count > 0)
}
