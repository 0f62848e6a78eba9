import { isOfProducts, traceHead } from '#shared/portfolio/trace'
import type { TraceQuery, TraceView } from '#shared/portfolio/trace-view.schema'
import type { Role } from '#shared/access/rights'
import type { Cursors } from '#functions/http/cursor'
import { nothingValued } from './read-charts.ts'
import type { DashboardState, DashboardStores } from './read-dashboard.ts'
import { traceRows } from './trace-rows.ts'

/** Who asks for a trace of what. */
export interface TraceAsked {
  readonly metric: string
  readonly query: TraceQuery
  readonly cursors: Cursors
  readonly role: Role
}

/** What is behind a figure: how it is made, and a page of the rows that add up to it. */
export async function readTrace(
  stores: DashboardStores,
  { current, versions }: DashboardState,
  { metric, query, cursors, role }: TraceAsked,
): Promise<TraceView> {
  const { runId } = current
  const [snapshot, context, products] =
    runId === undefined
      ? []
      : await Promise.all([
          stores.published.snapshot(runId),
          stores.published.context(runId),
          isOfProducts(query) ? stores.productHead(runId) : undefined,
        ])
  if (runId === undefined || !snapshot || !context) throw nothingValued()
  const { view, part } = traceHead(metric, { snapshot, question: query, products })
  const { cursor: _cursor, limit: _limit, ...question } = query
  const scope = JSON.stringify(['trace', metric, runId, role, question])
  return {
    ...view,
    run: {
      id: runId,
      asOf: snapshot.asOf,
      finishedAt: current.finishedAt ?? '',
      model: current.model ?? '',
      definitions: snapshot.definitions,
      changedClients: versions.changed[runId] ?? 0,
    },
    dataVersion: [...versions.shards, versions.data].join('.'),
    currency: stores.currency,
    rows: part
      ? await traceRows({ clients: stores.clients, cursors, context, role }, { part, scope, query })
      : null,
  }
}
