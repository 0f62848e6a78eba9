import type { LocationQuery } from 'vue-router'
import { clientOrders } from '#shared/client/client-view.schema'
import type { ClientsAsk } from '../../api/clients.ts'
import { listed, one } from '../../lib/query-text.ts'
import { cleaned, filterNames, type Filters } from './filter-words.ts'

/** An order of the list. */
export type Sort = (typeof clientOrders)[number]
/** How many rows a page may have. */
export const pageSizes = ['25', '50', '100'] as const

/** What the orders are called where there are no headers to click. */
export const orderTitles: readonly { value: `${Sort}-${'asc' | 'desc'}`; title: string }[] = [
  { value: 'value-desc', title: 'Highest CLV' },
  { value: 'value-asc', title: 'Lowest CLV' },
  { value: 'risk-asc', title: 'Worst health' },
  { value: 'risk-desc', title: 'Best health' },
  { value: 'time-desc', title: 'Newest activity' },
  { value: 'time-asc', title: 'Oldest activity' },
  { value: 'name-asc', title: 'Name, A to Z' },
  { value: 'name-desc', title: 'Name, Z to A' },
]

/** What the list shows; all of it stands in the URL. */
export interface ListState {
  readonly filters: Filters
  readonly q: string
  readonly sort: Sort
  readonly order: 'asc' | 'desc'
  readonly limit: (typeof pageSizes)[number]
  readonly cursor: string | undefined
  readonly from: 'last' | undefined
}

/** The direction an order starts in: names from A, the worst health, the highest value, the newest activity. */
export function firstOrder(sort: Sort): 'asc' | 'desc' {
  return sort === 'name' || sort === 'risk' ? 'asc' : 'desc'
}

function filtersIn(query: LocationQuery): Filters {
  const entries = filterNames.map((name) => [name, cleaned(name, one(query, name))] as const)
  return Object.fromEntries(entries.filter(([, text]) => text !== undefined))
}

function setOnly(filters: Filters): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, text]) => text !== undefined && text !== ''))
}

/** What the URL asks for; anything unknown is the usual. */
export function parseList(query: LocationQuery): ListState {
  const sort = listed(one(query, 'sort'), clientOrders, 'value')
  return {
    filters: filtersIn(query),
    q: (one(query, 'q') ?? '').slice(0, 64),
    sort,
    order: listed(one(query, 'order'), ['asc', 'desc'] as const, firstOrder(sort)),
    limit: listed(one(query, 'limit'), pageSizes, '25'),
    cursor: one(query, 'cursor'),
    from: listed(one(query, 'from'), ['last'] as const, undefined),
  }
}

/** The URL of a state, without what is usual. */
export function printList({
  filters,
  q,
  sort,
  order,
  limit,
  cursor,
  from,
}: ListState): Record<string, string> {
  return {
    ...setOnly(filters),
    ...(q && { q }),
    ...(sort !== 'value' && { sort }),
    ...(order !== firstOrder(sort) && { order }),
    ...(limit !== '25' && { limit }),
    ...(cursor && { cursor }),
    ...(from && { from }),
  }
}

/** A state after a change; whatever changes the rows starts at the first page again. */
export function changed(state: ListState, change: Partial<ListState>): ListState {
  return { ...state, cursor: undefined, from: undefined, ...change }
}

/** The state after a click on a header: the other way round, or the other order. */
export function sorted(state: ListState, sort: Sort): ListState {
  const order = state.sort !== sort ? firstOrder(sort) : state.order === 'asc' ? 'desc' : 'asc'
  return changed(state, { sort, order })
}

/** What the API is asked; a search needs two letters. */
export function askOf({ filters, q, sort, order, limit, cursor, from }: ListState): ClientsAsk {
  const words = q.trim()
  return {
    ...setOnly(filters),
    ...(words.length >= 2 && { q: words }),
    sort,
    order,
    limit: Number(limit),
    ...(cursor && { cursor }),
    ...(from && { from }),
  }
}
