import type { ClientWithFacts } from '#shared/client/client'
import { revised } from '#shared/client/change'
import { parse } from 'csv-parse/sync'
import { decide } from '#shared/import/decide'
import { groupByClient } from '#shared/import/group'
import type { ImportKind } from '#shared/import/import-view.schema'
import { rowReader } from '#shared/import/row'
import type { NumberedRow } from '#shared/import/stated'
import type { Product } from '#shared/product/product'
import { mappingOf } from '#infra/local/demo/seed'

/** Rows of a file that can be stored. */
export function readableRows(kind: ImportKind, text: string): NumberedRow[] {
  const [headers = [], ...rows]: string[][] = parse(text, { relax_column_count: true })
  const read = rowReader({ kind, mapping: mappingOf(kind), headers })
  return rows.flatMap((fields, index) => {
    const result = read(fields)
    return result.ok ? [{ row: index + 2, value: result.value }] : []
  })
}

/** Clients, catalogue and spend as an import of these files stores them. */
export function readHouse(files: Readonly<Record<ImportKind, string>>) {
  const clients = new Map<string, ClientWithFacts>()
  for (const kind of ['clients', 'holdings', 'engagement', 'events', 'transactions'] as const)
    for (const group of groupByClient(readableRows(kind, files[kind]), {
      badLines: [],
      orphans: new Set(),
    })) {
      const before = clients.get(group.clientId)
      const { profile, put } = decide(group, before, `import-${kind}`)
      clients.set(
        group.clientId,
        revised(group.clientId, before, { put, channels: [], ...(profile ? { profile } : {}) }),
      )
    }
  const products = new Map<string, Product>()
  for (const { value } of readableRows('products', files.products))
    if (value.kind === 'products')
      products.set(value.productId, {
        id: value.productId,
        version: 1,
        name: value.productId,
        kind: 'purchase',
        isAnchor: false,
        isPlaceholder: false,
        ...value.entry,
      })
  const spend = readableRows('spend', files.spend).flatMap(({ value }) =>
    value.kind === 'spend' ? [{ channel: value.channel, month: value.month }] : [],
  )
  return { clients: [...clients.values()], products, spend }
}
