import type { Month } from '#shared/kernel/day'
import type { Cents } from '#shared/kernel/money'
import type { Product } from '#shared/product/product'
import { groupedBy } from './grouped.ts'
import { sortedJson } from './content.ts'
import type { Outcome } from './decide.ts'
import { contradictions, type GroupReject, type NumberedRow } from './stated.ts'
import type { ProductsRow, SpendRow } from './typed-row.ts'

/** What was spent on a channel in a month, and which import said so. */
export interface SpendEntry {
  readonly channel: string
  readonly month: Month
  readonly amountCents: Cents
  readonly source?: { readonly importId: string; readonly how: 'new' | 'update' }
}

/** What to write, how the rows count, and those refused. */
export interface CatalogueDecision<Entry> extends Outcome {
  readonly put: readonly Entry[]
  readonly rejects: readonly GroupReject[]
}

interface Stated<Row> {
  readonly key: string
  readonly value: Row
  readonly rows: readonly number[]
}

/** The products a file states, each once, in the order of their ids. */
export function statedProducts(rows: readonly NumberedRow[], rejects: GroupReject[]): Stated<ProductsRow>[] {
  const own = rows.flatMap(({ row, value }) => (value.kind === 'products' ? [{ row, value }] : []))
  return stated(own, { key: ({ productId }) => productId, field: 'productId', rejects })
}

/** The channel-months a file states, each once, in their order. */
export function statedSpend(rows: readonly NumberedRow[], rejects: GroupReject[]): Stated<SpendRow>[] {
  const own = rows.flatMap(({ row, value }) => (value.kind === 'spend' ? [{ row, value }] : []))
  return stated(own, { key: ({ channel, month }) => `${channel}#${month}`, field: 'channel', rejects })
}

function stated<Row extends object>(
  rows: readonly { readonly row: number; readonly value: Row }[],
  { key, field, rejects }: { key: (row: Row) => string; field: string; rejects: GroupReject[] },
): Stated<Row>[] {
  return [...groupedBy(rows, ({ value }) => key(value))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, same]) => {
      const [first] = same
      if (first && new Set(same.map(({ value }) => sortedJson(value))).size === 1)
        return [{ key: name, value: first.value, rows: same.map(({ row }) => row) }]
      rejects.push(...contradictions(same, { field, value: name }))
      return []
    })
}

/** What the stated products change of the catalogue; empty cells leave what is known. */
export function decideProducts(
  products: readonly Stated<ProductsRow>[],
  known: ReadonlyMap<string, Product>,
  importId: string,
): Omit<CatalogueDecision<Product>, 'rejects'> {
  return decideEach<ProductsRow, Product>(products, importId, ({ value }) => {
    const before = known.get(value.productId)
    const attributes = { ...before?.attributes, ...value.entry.attributes }
    const isKnown = before !== undefined && !before.isPlaceholder
    const after: Product = {
      ...(before ?? {
        id: value.productId,
        version: 0,
        name: value.productId,
        kind: 'purchase',
        isAnchor: false,
      }),
      ...value.entry,
      ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
      isPlaceholder: false,
    }
    return { before, after, isKnown }
  })
}

/** What the stated spend changes. */
export function decideSpend(
  spend: readonly Stated<SpendRow>[],
  known: ReadonlyMap<string, SpendEntry>,
  importId: string,
): Omit<CatalogueDecision<SpendEntry>, 'rejects'> {
  return decideEach<SpendRow, SpendEntry>(
    spend,
    importId,
    ({ key, value: { channel, month, amountCents } }) => {
      const before = known.get(key)
      return { before, after: { channel, month, amountCents }, isKnown: before !== undefined }
    },
  )
}

type Sourced = { readonly source?: { readonly importId: string; readonly how: 'new' | 'update' } }

function decideEach<Row, Entry extends Sourced>(
  all: readonly Stated<Row>[],
  importId: string,
  of: (one: Stated<Row>) => { before: Entry | undefined; after: Entry; isKnown: boolean },
): Omit<CatalogueDecision<Entry>, 'rejects'> {
  const counts = { accepted: 0, updated: 0, unchanged: 0 }
  const put: Entry[] = []
  for (const one of all) {
    const { before, after, isKnown } = of(one)
    const own = before?.source?.importId === importId && isKnown ? before.source : undefined
    if (
      before &&
      sortedJson({ ...before, source: undefined }) === sortedJson({ ...after, source: undefined })
    ) {
      counts[own ? (own.how === 'new' ? 'accepted' : 'updated') : 'unchanged'] += one.rows.length
      continue
    }
    const source = own ?? { importId, how: isKnown ? ('update' as const) : ('new' as const) }
    counts[source.how === 'new' ? 'accepted' : 'updated'] += one.rows.length
    put.push({ ...after, source })
  }
  return { ...counts, put }
}
