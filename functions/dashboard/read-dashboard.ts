import { statuses } from '#shared/client/facts'
import type { Clock } from '#shared/kernel/clock'
import { monthOf } from '#shared/kernel/day'
import { dayIn } from '#shared/kernel/zone'
import { snapshotView } from '#shared/portfolio/dashboard'
import type { DashboardQuery, DashboardView } from '#shared/portfolio/dashboard-view.schema'
import { runNotFound } from '#shared/pipeline/run'
import { listedPeriods } from '#shared/portfolio/context'
import type { ClientsStore } from '#functions/store/clients.store'
import type { FlowsStore, Versions } from '#functions/store/flows.store'
import type { ProductFigures } from '#functions/store/product-figures'
import type { Published } from '#functions/store/published'
import type { CurrentRun, RunsStore } from '#functions/store/runs.store'

/** What the dashboard reads. */
export interface DashboardStores {
  readonly runs: Pick<RunsStore, 'current' | 'load'>
  readonly published: Published
  readonly productHead: ProductFigures['head']
  readonly flows: Pick<FlowsStore, 'versions' | 'month'>
  readonly clients: Pick<ClientsStore, 'counts' | 'page' | 'loadWithFacts'>
  readonly clock: Clock
  readonly currency: string
  readonly timeZone: string
}

/** Everything an answer depends on; equal parts, equal answer. */
export interface DashboardState {
  readonly current: CurrentRun
  readonly versions: Versions
  readonly today: string
  readonly parts: readonly (string | number)[]
}

/** The versions of everything the dashboard shows. */
export async function versionsOf(
  { runs, flows, clock, timeZone }: DashboardStores,
  wished?: string,
): Promise<DashboardState> {
  const [shown, versions] = await Promise.all([runs.current(), flows.versions()])
  const current = wished === undefined || wished === shown.runId ? shown : await earlier(runs, wished)
  const today = dayIn(clock(), timeZone)
  const parts = [
    current.runId ?? '',
    current.opening ?? '',
    ...versions.shards,
    versions.data,
    monthOf(today),
  ]
  return { current, versions, today, parts }
}

/** Another published run in the place of the current one. */
async function earlier({ load }: DashboardStores['runs'], id: string): Promise<CurrentRun> {
  const run = await load(id)
  if (run?.status !== 'published') throw runNotFound(id)
  return {
    runId: run.id,
    ...(run.finishedAt === undefined ? {} : { finishedAt: run.finishedAt }),
    ...(run.model === undefined ? {} : { model: run.model }),
  }
}

/** The dashboard: the current run's snapshot, and the live sums of the current month. */
export async function readDashboard(
  stores: DashboardStores,
  { current, versions, today }: DashboardState,
  question: DashboardQuery,
): Promise<DashboardView> {
  const month = monthOf(today)
  const [snapshot, live, counts] = await Promise.all([
    current.runId === undefined ? undefined : stores.published.snapshot(current.runId),
    stores.flows.month(month),
    stores.clients.counts(),
  ])
  const view = snapshot ? snapshotView(snapshot, question) : emptyView(today, question)
  const { bySegment, byStatus: valued, ...shown } = view
  const byStatus = valued ?? statuses.map((status) => ({ status, count: counts[status] }))
  return {
    currency: stores.currency,
    timeZone: stores.timeZone,
    run:
      current.runId === undefined || !snapshot
        ? null
        : {
            id: current.runId,
            asOf: snapshot.asOf,
            finishedAt: current.finishedAt ?? '',
            model: current.model ?? '',
            changedClients: versions.changed[current.runId] ?? 0,
            isInProgress: current.opening !== undefined,
          },
    ...shown,
    live: {
      month,
      revenueCents: live.revenue,
      orders: live.orders,
      buyers: live.buyers,
      newClients: live.newClients,
    },
    clients: {
      total: byStatus.reduce((sum, { count }) => sum + count, 0),
      byStatus,
      bySegment,
    },
  }
}

/** The dashboard before the first run: nothing has been valued. */
function emptyView(today: string, { period }: DashboardQuery) {
  const listed = listedPeriods(today).find(({ name }) => name === period)
  return {
    period: {
      name: period,
      from: listed?.now.from ?? today,
      to: listed?.now.to ?? today,
      against: '',
    },
    kpis: [],
    revenue: {
      months: [],
      forecast: [],
      forecastMethod: null,
      reason: 'Nothing has been valued yet. Import transactions first.',
    },
    bySegment: [],
    // Before the first run, the live counts.
    byStatus: undefined,
    channels: [],
    isOnRevenue: false,
  }
}
