/** The pure part of the associate step: figures of products, and what is bought and held together. */
import type { ClientWithFacts } from '#shared/client/client'
import { ordersOf } from '#shared/client/purchase-days'
import { dayNumber } from '#shared/kernel/day'
import type { ClientId, ProductId } from '#shared/kernel/ids'
import { countBasket, emptyPairCounts, MOST_PRODUCTS, type PairCounts } from '#shared/models/pair-counts'
import type { Context } from '#shared/portfolio/context'
import type { Contribution } from '#shared/portfolio/contribution'
import { addProducts } from '#shared/portfolio/product-contribution'
import { type Held, heldOf } from '#shared/portfolio/product-facts'
import { tenures } from '#shared/portfolio/product-measures'
import { tenureAt } from '#shared/portfolio/product-tenure'
import { isActiveAt, timelineOf } from '#shared/portfolio/timeline'

/** Baskets count for so many days: what sold together long ago is no offer for today. */
export const BASKET_DAYS = 365
const QUARTERS = 4

/** Numbers of the products whose pairs are counted: all, and those that are held. */
export interface Numbered {
  readonly all: readonly ProductId[]
  readonly accounts: readonly ProductId[]
  readonly numberOf: ReadonlyMap<ProductId, number>
  readonly accountOf: ReadonlyMap<ProductId, number>
  /** Products beyond what can be counted. */
  readonly leftOut: number
}

/** The products of a context by number, always the same. A line without a product is no product. */
export function numberedProducts(catalogue: Context['catalogue']): Numbered {
  const ids = Object.keys(catalogue)
    .filter((id) => id !== 'none')
    .sort()
  const all = ids.slice(0, MOST_PRODUCTS)
  const accounts = all.filter((id) => catalogue[id]?.kind === 'account')
  const numbers = (list: readonly string[]) => new Map(list.map((id, index) => [id, index]))
  return {
    all,
    accounts,
    numberOf: numbers(all),
    accountOf: numbers(accounts),
    leftOut: ids.length - all.length,
  }
}

/** A client in whose hands products are: whom an offer could reach. */
export interface Owner {
  readonly id: ClientId
  /** Product numbers, ascending. */
  readonly has: readonly number[]
}

/** What the associate step gathers of some clients. Gatherings add up. */
export interface Gathering {
  readonly sums: Contribution
  readonly baskets: PairCounts
  readonly holdings: PairCounts
  owners: Owner[]
}

/** Nothing gathered yet. Baskets are told apart by quarter, holdings by how long somebody has been a client. */
export function emptyGathering({ all, accounts }: Numbered): Gathering {
  return {
    sums: new Map(),
    baskets: emptyPairCounts(all.length, QUARTERS),
    holdings: emptyPairCounts(accounts.length, tenures.length),
    owners: [],
  }
}

/** Adds what one client tells. */
export function gather(
  into: Gathering,
  client: ClientWithFacts,
  { context, numbered }: { context: Context; numbered: Numbered },
): void {
  addProducts(into.sums, client, context)
  const asOf = dayNumber(context.asOf)
  gatherBaskets(into, client, { asOf, numbered })
  const timeline = timelineOf(client, context)
  if (!isActiveAt(timeline, asOf)) return
  const held = heldOf(client, context.catalogue)
  const tenure = tenures.indexOf(tenureAt(timeline.acquired, asOf))
  countBasket(into.holdings, heldNumbers(held, asOf, numbered.accountOf), tenure)
  const has = heldNumbers(held, asOf, numbered.numberOf)
  if (has.length > 0) into.owners.push({ id: client.client.id, has })
}

function gatherBaskets(
  { baskets }: Gathering,
  client: ClientWithFacts,
  { asOf, numbered }: { asOf: number; numbered: Numbered },
): void {
  for (const order of ordersOf(client.facts)) {
    const age = asOf - dayNumber(order.day)
    if (age < 0 || age >= BASKET_DAYS) continue
    const bought = order.lines.filter(({ kind }) => kind === 'purchase').map(({ productId }) => productId)
    countBasket(baskets, numbersOf(bought, numbered.numberOf), Math.floor((age * QUARTERS) / BASKET_DAYS))
  }
}

function heldNumbers(held: Held, day: number, numbers: ReadonlyMap<string, number>): number[] {
  const ids = [...held.product].filter(([, facts]) => facts.isHeldAt(day)).map(([id]) => id)
  return numbersOf(ids, numbers)
}

function numbersOf(ids: readonly string[], numbers: ReadonlyMap<string, number>): number[] {
  const found = new Set<number>()
  for (const id of ids) {
    const number = numbers.get(id)
    if (number !== undefined) found.add(number)
  }
  return [...found].sort((left, right) => left - right)
}
