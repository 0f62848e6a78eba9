import { LRUCache } from 'lru-cache'
import * as v from 'valibot'
import { folded } from '#shared/client/words'
import { productRows } from '#shared/portfolio/product-rows'
import type { ProductSnapshot } from '#shared/portfolio/product-snapshot'
import {
  type ProductOrder,
  type ProductRow,
  type ProductsPage,
  type ProductsQuery,
} from '#shared/portfolio/product-view.schema'
import { stages } from '#shared/product/lifecycle'
import type { Cursors } from '#functions/http/cursor'
import type { ProductsState } from './products-state.ts'

type Query = v.InferOutput<typeof ProductsQuery>

const CursorBody = v.object({ id: v.string(), place: v.number(), isBackward: v.boolean() })
// A table is worked out once for a run, a catalogue and a day, however it is then ordered and paged.
const tables = new WeakMap<ProductSnapshot, LRUCache<string, readonly ProductRow[]>>()
const TABLES_KEPT = 6

/** One page of the catalogue under the current run. */
export function listProducts(state: ProductsState, query: Query, cursors: Cursors): ProductsPage {
  const { head } = state
  const matching = ordered(tableOf(state, query).filter(matches(query)), query)
  const scope = scopeOf(query)
  const cursor = query.cursor === undefined ? undefined : cursors.open(scope, query.cursor, CursorBody)
  const start = startOf(matching, query, cursor)
  const items = matching.slice(start, start + query.limit)
  const sign = (row: ProductRow | undefined, place: number, isBackward: boolean) =>
    row ? cursors.sign(scope, { id: row.id, place, isBackward }) : null
  const period = head?.periods.find(({ name }) => name === query.period)
  const against = query.compare === 'previous' ? period?.previous : period?.yearBefore
  const sum = (of: (row: ProductRow) => number) => matching.reduce((total, row) => total + of(row), 0)
  return {
    run: state.run,
    period: period
      ? {
          name: query.period,
          from: period.now.from,
          to: period.now.to,
          against: `${against?.from} to ${against?.to}`,
        }
      : null,
    items,
    total: matching.length,
    revenueCents: sum((row) => row.revenueCents),
    marginCents: sum((row) => row.marginCents),
    families: familiesOf(state),
    firstRow: start + 1,
    next: start + query.limit < matching.length ? sign(items.at(-1), start + items.length - 1, false) : null,
    previous: start > 0 ? sign(items[0], start, true) : null,
    isOnRevenue: head?.isOnRevenue ?? false,
  }
}

/** The question a cursor belongs to. */
function scopeOf({ level, q, family, stage, status, abc, sort, order, period, compare }: Query): string {
  return JSON.stringify(['products', level, q, family, stage, status, abc, sort, order, period, compare])
}

/** Every row of the table. */
export function tableOf(
  state: ProductsState,
  { level, period, compare }: Pick<Query, 'level' | 'period' | 'compare'>,
): readonly ProductRow[] {
  const made = () => productRows(state.head, state, { level, period, compare, today: state.today })
  if (!state.head) return made()
  const kept = tables.get(state.head) ?? new LRUCache<string, readonly ProductRow[]>({ max: TABLES_KEPT })
  tables.set(state.head, kept)
  const key = JSON.stringify([state.parts, level, period, compare])
  const known = kept.get(key) ?? made()
  kept.set(key, known)
  return known
}

/** The families of the catalogue, in order. */
export function familiesOf({ catalogue }: Pick<ProductsState, 'catalogue'>): string[] {
  return [...new Set(catalogue.flatMap(({ family }) => family ?? []))].sort()
}

function matches({ q, family, stage, status, abc }: Query): (row: ProductRow) => boolean {
  const words = folded(q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
  return (row) =>
    (family === undefined || row.family === family || row.id === family) &&
    (stage === undefined || row.stage === stage) &&
    (status === undefined || row.status === status) &&
    (abc === undefined || row.abc === abc) &&
    words.every((word) => folded(`${row.name} ${row.id} ${row.family ?? ''}`).includes(word))
}

const valueOf: Record<ProductOrder, (row: ProductRow) => number | string | null> = {
  name: ({ name }) => folded(name),
  family: ({ family }) => family && folded(family),
  stage: ({ stage }) => stage && stages.indexOf(stage),
  launched: ({ launchedOn }) => launchedOn,
  revenue: ({ revenueCents }) => revenueCents,
  margin: ({ marginCents }) => marginCents,
  growth: ({ growth }) => growth,
  orders: ({ orders }) => orders,
  buyers: ({ buyers }) => buyers,
  holders: ({ holders }) => holders,
  penetration: ({ penetration }) => penetration,
  repeat: ({ repeat }) => repeat,
  loss: ({ loss }) => loss,
  'first-value': ({ firstValueCents }) => firstValueCents,
}
const ascendingByDefault: readonly ProductOrder[] = ['name', 'family', 'stage']

/** Rows in order; what has no value stands last either way, ties by id. */
function ordered(rows: readonly ProductRow[], { sort, order }: Query): ProductRow[] {
  const isAscending = order ? order === 'asc' : ascendingByDefault.includes(sort)
  const of = valueOf[sort]
  return [...rows].sort((left, right) => {
    const [one, other] = [of(left), of(right)]
    if (one === null || other === null || one === other)
      return one === other ? (left.id < right.id ? -1 : 1) : one === null ? 1 : -1
    return one < other === isAscending ? -1 : 1
  })
}

function startOf(
  rows: readonly ProductRow[],
  { limit, from }: Query,
  cursor: v.InferOutput<typeof CursorBody> | undefined,
): number {
  if (!cursor) return from === 'last' ? Math.max(0, Math.floor((rows.length - 1) / limit) * limit) : 0
  const found = rows.findIndex(({ id }) => id === cursor.id)
  const place = found < 0 ? Math.min(cursor.place, rows.length) : found
  return cursor.isBackward ? Math.max(0, place - limit) : place + 1
}
