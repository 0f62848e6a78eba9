import type { ClientWithFacts } from '#shared/client/client'
import { ordersOf } from '#shared/client/purchase-days'
import { dayNumber } from '#shared/kernel/day'
import type { ProductId } from '#shared/kernel/ids'
import type { CatalogueEntry } from '#shared/product/product'
import type { ProductLevel } from './product-measures.ts'
import { isInside, type Spell } from './spells.ts'

/** A product that is bought, not held, counts as held for so many days after a purchase. */
export const HELD_AFTER_PURCHASE_DAYS = 365

/** What a client has to do with one product or family. Days are day numbers. */
export interface ProductFacts {
  /** An account is held while it is open; what is bought, for a year after each purchase. */
  isHeldAt(day: number): boolean
  boughtWithin(range: { readonly from: number; readonly to: number }): boolean
  /** Days with a purchase up to a day. */
  daysBoughtBy(day: number): number
}

/** A client's products and families, and the product it started with. */
export interface Held {
  readonly product: ReadonlyMap<string, ProductFacts>
  readonly family: ReadonlyMap<string, ProductFacts>
  readonly first: { readonly productId: ProductId; readonly day: number } | undefined
}

interface Gathered {
  readonly bought: number[]
  readonly spells: Spell[]
}

/** What a client has held and bought, by product and by family. */
export function heldOf(
  { client, facts }: ClientWithFacts,
  catalogue: Readonly<Record<ProductId, CatalogueEntry>>,
): Held {
  const gathered: Record<ProductLevel, Map<string, Gathered>> = { product: new Map(), family: new Map() }
  const of = (level: ProductLevel, id: string): Gathered => {
    const known = gathered[level].get(id) ?? { bought: [], spells: [] }
    gathered[level].set(id, known)
    return known
  }
  const starts: { productId: string; day: number; rank: number }[] = []
  const familyOf = (productId: string) => catalogue[productId]?.family ?? 'none'
  const ends = client.profile.closedOn === undefined ? Infinity : dayNumber(client.profile.closedOn)
  for (const order of ordersOf(facts)) {
    const day = dayNumber(order.day)
    for (const { kind, productId } of order.lines) {
      if (kind !== 'purchase') continue
      starts.push({ productId, day, rank: 1 })
      of('product', productId).bought.push(day)
      of('family', familyOf(productId)).bought.push(day)
      if (catalogue[productId]?.kind === 'account') continue
      const spell = { from: day, to: Math.min(ends, day + HELD_AFTER_PURCHASE_DAYS) }
      of('product', productId).spells.push(spell)
      of('family', familyOf(productId)).spells.push(spell)
    }
  }
  for (const fact of facts) {
    if (fact.fact !== 'holding') continue
    const from = dayNumber(fact.openedOn)
    const spell = {
      from,
      to: Math.min(ends, fact.closedOn === undefined ? Infinity : dayNumber(fact.closedOn)),
    }
    starts.push({ productId: fact.productId, day: from, rank: 0 })
    of('product', fact.productId).spells.push(spell)
    of('family', familyOf(fact.productId)).spells.push(spell)
  }
  const known = (level: ProductLevel) =>
    new Map([...gathered[level]].map(([id, one]) => [id, factsOf(one)] as const))
  return { product: known('product'), family: known('family'), first: firstOf(starts) }
}

/** The earliest; on one day what was opened before what was bought, then by id, so that it is always the same. */
function firstOf(starts: readonly { productId: string; day: number; rank: number }[]) {
  let first: (typeof starts)[number] | undefined
  for (const one of starts) {
    const isBefore =
      !first ||
      one.day < first.day ||
      (one.day === first.day &&
        (one.rank < first.rank || (one.rank === first.rank && one.productId < first.productId)))
    if (isBefore) first = one
  }
  return first
}

function factsOf({ bought, spells }: Gathered): ProductFacts {
  const days = [...new Set(bought)]
  return {
    isHeldAt: (day) => isInside(spells, day),
    boughtWithin: ({ from, to }) => days.some((day) => from <= day && day <= to),
    daysBoughtBy: (until) => days.filter((day) => day <= until).length,
  }
}
