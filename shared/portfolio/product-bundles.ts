/**
 * Which pairs of products are worth offering together.
 *
 * Pairs stand the exact tests first (models/pair-tests.ts). Then the gate: at least 30 baskets with both, and a lift whose
 * 95 % interval lies above 1. Ranked by leverage times unit margin of what is offered. What an offer may bring is what
 * holders of the one who lack the other would add if they behaved as those who have both did: an observation, no effect.
 */
import { addMonths, type CivilDay, lastDayOf, type Month, monthOf } from '#shared/kernel/day'
import type { ProductId } from '#shared/kernel/ids'
import { basketsWith, type PairCounts, pairIndex } from '#shared/models/pair-counts'
import type { NumberedPair } from '#shared/models/pair-tests'
import { type RuleCounts, ruleFigures } from '#shared/models/rule-figures'
import type { CatalogueEntry } from '#shared/product/product'
import { togetherDown } from './product-cannibal.ts'

/** Fewest baskets with both products. */
export const LEAST_TOGETHER = 30
/** Most bundles kept with a run. */
export const MOST_BUNDLES = 50
/** Most products shown as going with one. */
const MOST_ATTACHED = 10

/** What the tests were made on. */
export interface Evidence {
  readonly baskets: number
  readonly products: number
  /** Pairs tested, and how many stand before the gate. */
  readonly pairs: number
  readonly standing: number
  /** Baskets too large to count, products beyond what can be counted. */
  readonly basketsLeftOut: number
  readonly productsLeftOut: number
}

/** Where two products meet: in one order, or in one client's hands. */
export type BundleBasis = 'baskets' | 'holdings'

/** An offer of one product to those who have the other. */
export interface Bundle {
  readonly rank: number
  readonly basis: BundleBasis
  /** Who has this … */
  readonly left: ProductId
  /** … is offered that. */
  readonly right: ProductId
  readonly counts: RuleCounts
  readonly expected: number
  readonly pValue: number
  readonly adjustedPValue: number
  /** Margin of one order of the offered product; of a year of holding it. */
  readonly unitMarginCents: number
  /** Active clients who have the one and lack the other. */
  readonly recipients: number
  readonly expectedMarginCents: number
  /** Why the one may replace the other; null where nothing says so. */
  readonly warning: string | null
}

/** A product that goes with another. */
export interface Attached {
  readonly id: ProductId
  readonly basis: BundleBasis
  readonly both: number
  /** Share of the orders, or holders, of the one that have the other. */
  readonly rate: number
  readonly lift: number
}

/** What is known of a product when a bundle is weighed. */
export interface ProductMargin {
  readonly unitMarginCents: number
  /** Revenue by month, oldest first. */
  readonly revenue: readonly number[]
}

/** An offer before it is known whom it could reach. */
export type Offer = Omit<Bundle, 'rank' | 'recipients' | 'expectedMarginCents'>

/** The offers that pass the gate, in both directions. */
export function offersOf(
  pairs: readonly NumberedPair[],
  known: {
    readonly basis: BundleBasis
    readonly ids: readonly ProductId[]
    readonly catalogue: Readonly<Record<ProductId, CatalogueEntry>>
    readonly marginOf: (id: ProductId, basis: BundleBasis) => ProductMargin
  },
): Offer[] {
  const { basis, ids, catalogue, marginOf } = known
  return pairs.flatMap(({ first, second, counts, expected, pValue, adjustedPValue }) => {
    if (counts.both < LEAST_TOGETHER || ruleFigures(counts).liftLow <= 1) return []
    const [one = '', other = ''] = [ids[first], ids[second]]
    const family = catalogue[one]?.family
    const isOneFamily = family !== undefined && family !== 'none' && family === catalogue[other]?.family
    const warning = isOneFamily
      ? `Both are of the family ${family}: the one may replace the other.`
      : togetherDown(marginOf(one, basis).revenue, marginOf(other, basis).revenue)
    const shared = { basis, expected, pValue, adjustedPValue, warning }
    const turned = { ...counts, left: counts.right, right: counts.left }
    return [
      { ...shared, left: one, right: other, counts, unitMarginCents: marginOf(other, basis).unitMarginCents },
      {
        ...shared,
        left: other,
        right: one,
        counts: turned,
        unitMarginCents: marginOf(one, basis).unitMarginCents,
      },
    ]
  })
}

/** The bundles: of each pair the direction that may bring more, ranked by leverage times unit margin. */
export function bundlesOf(offers: readonly Offer[], recipients: readonly number[]): Bundle[] {
  const best = new Map<string, Omit<Bundle, 'rank'>>()
  offers.forEach((offer, index) => {
    const reach = recipients[index] ?? 0
    const { confidence } = ruleFigures(offer.counts)
    const gain = confidence - offer.counts.right / offer.counts.baskets
    const expectedMarginCents = Math.round(reach * gain * offer.unitMarginCents)
    const key = `${offer.basis}|${[offer.left, offer.right].sort().join('|')}`
    const held = best.get(key)
    if (!held || expectedMarginCents > held.expectedMarginCents)
      best.set(key, { ...offer, recipients: reach, expectedMarginCents })
  })
  return [...best.values()]
    .sort((left, right) => worth(right) - worth(left) || left.pValue - right.pValue)
    .slice(0, MOST_BUNDLES)
    .map((bundle, index) => ({ ...bundle, rank: index + 1 }))
}

/** Leverage times unit margin: what one basket brings beyond chance, in minor units. */
export function worth({ counts, unitMarginCents }: Pick<Bundle, 'counts' | 'unitMarginCents'>): number {
  return ruleFigures(counts).leverage * unitMarginCents
}

/** What goes with each product most often, by its number. */
export function attachedOf(
  counts: PairCounts,
  ids: readonly ProductId[],
  basis: BundleBasis,
): Map<string, Attached[]> {
  const baskets = ids.map((_, product) => basketsWith(counts, product))
  const all = counts.baskets.reduce((sum, count) => sum + count, 0)
  const found = new Map<string, Attached[]>()
  const keep = (one: number, other: number, both: number) => {
    const list = found.get(ids[one] ?? '') ?? []
    found.set(ids[one] ?? '', list)
    const rate = both / (baskets[one] ?? 1)
    if (list.length === MOST_ATTACHED && rate <= (list.at(-1)?.rate ?? 0)) return
    list.push({ id: ids[other] ?? '', basis, both, rate, lift: (rate * all) / (baskets[other] ?? 1) })
    list.sort((left, right) => right.rate - left.rate)
    list.splice(MOST_ATTACHED)
  }
  for (let first = 0; first < ids.length; first++)
    for (let second = first + 1; second < ids.length; second++) {
      const both = counts.together[pairIndex(first, second, ids.length)] ?? 0
      if (both < LEAST_TOGETHER) continue
      keep(first, second, both)
      keep(second, first, both)
    }
  return found
}

/** The places of the last 12 full months among months. */
export function lastYearOf(months: readonly Month[], asOf: CivilDay): number[] {
  const last = lastDayOf(monthOf(asOf)) === asOf ? monthOf(asOf) : addMonths(monthOf(asOf), -1)
  const end = months.indexOf(last)
  return Array.from({ length: 12 }, (_, index) => end - 11 + index).filter((place) => place >= 0)
}
