import { type ListedPeriod, periodNames } from '#shared/portfolio/period-names'
import { productRows } from '#shared/portfolio/product-rows'
import type { ReportDefinition } from '#shared/report/report-view.schema'
import { type Column, type RowSource, sourceOf } from '#shared/report/table'
import type { Snapshot } from '#shared/portfolio/snapshot'
import type { SourceDeps } from './report-deps.ts'

const columns: readonly Column[] = [
  { key: 'product_id', title: 'Product', unit: 'text', isKey: true },
  { key: 'name', title: 'Name', unit: 'text' },
  { key: 'family', title: 'Family', unit: 'text' },
  { key: 'kind', title: 'Kind', unit: 'text' },
  { key: 'class', title: 'ABC', unit: 'text' },
  { key: 'revenue', title: 'Revenue', unit: 'cents', isTotalled: true },
  { key: 'margin', title: 'Margin', unit: 'cents', isTotalled: true },
  { key: 'growth', title: 'Growth', unit: 'share' },
  { key: 'orders', title: 'Orders', unit: 'count' },
  { key: 'buyers', title: 'Buyers', unit: 'count' },
  { key: 'holders', title: 'Holders', unit: 'count' },
  { key: 'penetration', title: 'Penetration', unit: 'share' },
  { key: 'repeat', title: 'Repeat', unit: 'share' },
  { key: 'loss', title: 'Holders lost', unit: 'share' },
]

/** Every product of the catalogue with its figures of the run; of 12 months where another period is not listed. */
export async function productListSource(
  { period, compare }: ReportDefinition,
  { snapshot, products, productHead }: SourceDeps & { readonly snapshot: Snapshot },
): Promise<RowSource> {
  const [catalogue, head] = await Promise.all([products.loadAll(), productHead(snapshot.runId)])
  const shown: ListedPeriod = periodNames.find((name) => name === period) ?? '12-months'
  const question = {
    level: 'product' as const,
    period: shown,
    compare: compare === 'year-before' ? ('year-before' as const) : ('previous' as const),
    today: snapshot.asOf,
  }
  const rows = productRows(head, { catalogue, stages: undefined }, question).toSorted((left, right) =>
    left.id < right.id ? -1 : 1,
  )
  return sourceOf({
    id: 'products',
    title: 'Products',
    columns,
    rows: rows.map((row) => [
      row.id,
      row.name,
      row.family,
      row.kind,
      row.abc,
      row.revenueCents,
      row.marginCents,
      row.growth,
      row.orders,
      row.buyers,
      row.holders,
      row.penetration,
      row.repeat,
      row.loss,
    ]),
    note: `Figures of ${shown.replaceAll('-', ' ')}.`,
  })
}
