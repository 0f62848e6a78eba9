import { DomainError } from '#shared/kernel/errors'
import { chartsView } from '#shared/portfolio/charts'
import type { ChartsView } from '#shared/portfolio/charts-view.schema'
import type { DashboardQuery } from '#shared/portfolio/dashboard-view.schema'
import type { DashboardState, DashboardStores } from './read-dashboard.ts'

/** What the dashboard draws beside its headline: of the run alone. */
export async function readCharts(
  stores: Pick<DashboardStores, 'published' | 'currency'>,
  { current }: DashboardState,
  query: DashboardQuery,
): Promise<ChartsView> {
  const { runId } = current
  const snapshot = runId === undefined ? undefined : await stores.published.snapshot(runId)
  if (runId === undefined || !snapshot) throw nothingValued()
  return { currency: stores.currency, runId, ...chartsView(snapshot, query) }
}

/** What is said before the first run. */
export function nothingValued(): DomainError {
  return new DomainError(
    'not-found',
    'run.none',
    'Nothing has been valued yet: there is nothing to show. Import transactions first.',
  )
}
