import type { TraceView } from '#shared/portfolio/trace-view.schema'
import type { createDashboardWorld } from './dashboard-world.ts'

type Dashboard = Pick<ReturnType<typeof createDashboardWorld>, 'trace'>

/** Reads a trace from its first row to its last, page by page, and adds the rows up once more. */
export async function walk(
  dashboard: Dashboard,
  metric: string,
  question: Readonly<Record<string, string>> = {},
) {
  const rows: { id: string; value: number }[] = []
  let view: TraceView | undefined
  let cursor: string | null | undefined
  let sum = 0
  do {
    const query = new URLSearchParams({ limit: '40', ...question, ...(cursor ? { cursor } : {}) })
    view = await dashboard.trace(metric, `?${query}`)
    if (!view.rows) throw new Error(`${metric} has no rows: ${view.figure.reason ?? ''}`)
    rows.push(...view.rows.clients)
    sum += [...view.rows.fixed, ...view.rows.clients].reduce((total, { value }) => total + value, 0)
    if (sum !== view.rows.sum) throw new Error(`${metric}: the sum line is not the sum of the rows`)
    cursor = view.rows.next
  } while (cursor)
  return { view, rows, sum, residual: view.rows!.residual }
}
