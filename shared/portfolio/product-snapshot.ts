/** The figures of products under one run: immutable once published, like the portfolio's own snapshot. */
import type { CivilDay, Month } from '#shared/kernel/day'
import type { RunId } from '#shared/kernel/ids'
import type { Contribution } from './contribution.ts'
import { flowMeasures, stateMeasures } from './contribution.ts'
import type { Period } from './context.ts'
import type { Attached, Bundle, Evidence } from './product-bundles.ts'
import {
  type PeriodSlot,
  periodSlots,
  type ProductDimension,
  productDimensions,
  productKeyParts,
  type ProductLevel,
  type ProductMonthMeasure,
  productMonthMeasures,
  type ProductPeriodMeasure,
  productPeriodMeasures,
  type ProductStandMeasure,
  productStandMeasures,
} from './product-measures.ts'
import { slice, type Snapshot } from './snapshot.ts'

/** Sums of one product or family: by month, by period, and at the as-of day. */
export interface ProductSums {
  readonly id: string
  readonly months: readonly number[]
  readonly periods: readonly number[]
  readonly stand: readonly number[]
}

/** What of the portfolio the figures of products are compared with, by period slot. */
export interface PortfolioSlot {
  readonly activeAtStart: number
  readonly lost: number
  readonly revenue: number
  readonly margin: number
}

/** What every page about products needs of a run. */
export interface ProductSnapshot {
  readonly runId: RunId
  readonly asOf: CivilDay
  readonly months: readonly Month[]
  readonly periods: readonly Period[]
  /** Clients active at the as-of day. */
  readonly active: number
  readonly slots: readonly PortfolioSlot[]
  readonly products: readonly ProductSums[]
  readonly families: readonly ProductSums[]
  readonly evidence: Readonly<Record<'baskets' | 'holdings', Evidence>>
  readonly bundles: readonly Bundle[]
  readonly isOnRevenue: boolean
}

/** What only the page of one product or family needs. */
export interface ProductDetail {
  readonly id: string
  /** Revenue and margin by period, by value of each dimension. */
  readonly slices: Readonly<Record<ProductDimension, Readonly<Record<string, readonly number[]>>>>
  /** What goes with it most. */
  readonly attached: readonly Attached[]
}

/** Sums of every product and family out of their contributions, in the order of their ids. */
export function productSumsOf(
  sums: Contribution,
): Record<ProductLevel, { sums: ProductSums[]; details: Map<string, ProductDetail['slices']> }> {
  const found = { product: new Map<string, ProductSums>(), family: new Map<string, ProductSums>() }
  const slices = {
    product: new Map<string, ProductDetail['slices']>(),
    family: new Map<string, ProductDetail['slices']>(),
  }
  for (const [key, amounts] of sums) {
    const { level, id, table, value } = productKeyParts(key)
    const dimension = productDimensions.find((name) => name === table)
    if (dimension) {
      const held = slices[level].get(id) ?? { segment: {}, channel: {}, tenure: {} }
      slices[level].set(id, { ...held, [dimension]: { ...held[dimension], [value]: amounts } })
      continue
    }
    const held = found[level].get(id) ?? { id, months: [], periods: [], stand: [] }
    found[level].set(id, { ...held, [table]: amounts })
  }
  const sorted = (map: Map<string, ProductSums>) =>
    [...map.values()].sort((left, right) => (left.id < right.id ? -1 : 1))
  return {
    product: { sums: sorted(found.product), details: slices.product },
    family: { sums: sorted(found.family), details: slices.family },
  }
}

/** The portfolio's own sums for every listed period and its comparisons. */
export function portfolioSlots(snapshot: Snapshot): PortfolioSlot[] {
  const at = (sums: readonly number[], name: (typeof flowMeasures)[number]) =>
    sums[flowMeasures.indexOf(name)] ?? 0
  return snapshot.context.periods.flatMap(({ name }) =>
    periodSlots.map((slot) => {
      const sums = slice(snapshot, { table: 'flow', when: `${name}:${slot}` })
      return {
        activeAtStart: at(sums, 'activeAtStart'),
        lost: at(sums, 'lost'),
        revenue: at(sums, 'revenue'),
        margin: at(sums, 'margin'),
      }
    }),
  )
}

/** Clients active at the as-of day. */
export function activeClients(snapshot: Snapshot): number {
  return slice(snapshot, { table: 'state', when: snapshot.asOf })[stateMeasures.indexOf('active')] ?? 0
}

/** The place of a slot of a listed period. */
export function slotIndex(
  snapshot: Pick<ProductSnapshot, 'periods'>,
  name: string,
  slot: PeriodSlot,
): number {
  return (
    snapshot.periods.findIndex((period) => period.name === name) * periodSlots.length +
    periodSlots.indexOf(slot)
  )
}

/** A sum of a period slot. */
export function ofPeriod(sums: ProductSums, slot: number, measure: ProductPeriodMeasure): number {
  return sums.periods[slot * productPeriodMeasures.length + productPeriodMeasures.indexOf(measure)] ?? 0
}

/** A sum by month, oldest first. */
export function byMonth(sums: ProductSums, months: readonly Month[], measure: ProductMonthMeasure): number[] {
  const offset = productMonthMeasures.indexOf(measure)
  return months.map((_, index) => sums.months[index * productMonthMeasures.length + offset] ?? 0)
}

/** A sum at the as-of day. */
export function standing(sums: ProductSums, measure: ProductStandMeasure): number {
  return sums.stand[productStandMeasures.indexOf(measure)] ?? 0
}

/** A product nothing has happened to. */
export const noSums = (id: string): ProductSums => ({ id, months: [], periods: [], stand: [] })
