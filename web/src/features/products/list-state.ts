import type { LocationQuery } from 'vue-router'
import { periodNames } from '#shared/portfolio/period-names'
import {
  abcClasses,
  productOrders,
  type ProductOrder,
  productStatuses,
} from '#shared/portfolio/product-view.schema'
import { stages } from '#shared/product/lifecycle'
import { listed, one } from '../../lib/query-text.ts'

/** What the list shows; all of it stands in the URL. */
export interface ProductList {
  readonly level: 'product' | 'family'
  readonly q: string
  readonly family: string
  readonly stage: (typeof stages)[number] | undefined
  readonly status: (typeof productStatuses)[number] | undefined
  readonly abc: (typeof abcClasses)[number] | undefined
  readonly period: (typeof periodNames)[number]
  readonly compare: 'previous' | 'year-before'
  readonly sort: ProductOrder
  readonly order: 'asc' | 'desc'
  readonly cursor: string | undefined
  readonly from: 'last' | undefined
}

const ascending: readonly ProductOrder[] = ['name', 'family', 'stage']

/** The direction an order starts in. */
export function firstOrder(sort: ProductOrder): 'asc' | 'desc' {
  return ascending.includes(sort) ? 'asc' : 'desc'
}

/** What the URL asks for; anything unknown is the usual. */
export function parseProducts(query: LocationQuery): ProductList {
  const sort = listed(one(query, 'sort'), productOrders, 'revenue')
  return {
    level: listed(one(query, 'level'), ['product', 'family'] as const, 'product'),
    q: (one(query, 'q') ?? '').slice(0, 64),
    family: (one(query, 'family') ?? '').slice(0, 64),
    stage: listed(one(query, 'stage'), stages, undefined),
    status: listed(one(query, 'status'), productStatuses, undefined),
    abc: listed(one(query, 'abc'), abcClasses, undefined),
    period: listed(one(query, 'period'), periodNames, '12-months'),
    compare: listed(one(query, 'compare'), ['previous', 'year-before'] as const, 'previous'),
    sort,
    order: listed(one(query, 'order'), ['asc', 'desc'] as const, firstOrder(sort)),
    cursor: one(query, 'cursor'),
    from: listed(one(query, 'from'), ['last'] as const, undefined),
  }
}

/** The URL of a state, without what is usual. */
export function printProducts(state: ProductList): Record<string, string> {
  const { level, q, family, stage, status, abc, period, compare, sort, order, cursor, from } = state
  return {
    ...(level !== 'product' && { level }),
    ...(q && { q }),
    ...(family && { family }),
    ...(stage && { stage }),
    ...(status && { status }),
    ...(abc && { abc }),
    ...(period !== '12-months' && { period }),
    ...(compare !== 'previous' && { compare }),
    ...(sort !== 'revenue' && { sort }),
    ...(order !== firstOrder(sort) && { order }),
    ...(cursor && { cursor }),
    ...(from && { from }),
  }
}

/** A state after a change; whatever changes the rows starts at the first page again. */
export function changed(state: ProductList, change: Partial<ProductList>): ProductList {
  return { ...state, cursor: undefined, from: undefined, ...change }
}

/** The state after a click on a header: the other way round, or the other order. */
export function sorted(state: ProductList, sort: ProductOrder): ProductList {
  const order = state.sort !== sort ? firstOrder(sort) : state.order === 'asc' ? 'desc' : 'asc'
  return changed(state, { sort, order })
}

/** Whether anything narrows the list. */
export function isFiltered({ q, family, stage, status, abc }: ProductList): boolean {
  return [q, family, stage, status, abc].some(Boolean)
}
