import type { Instant } from '#shared/kernel/clock'
import type { CivilDay } from '#shared/kernel/day'
import { DomainError } from '#shared/kernel/errors'
import type { ProductId } from '#shared/kernel/ids'
import type { Cents } from '#shared/kernel/money'
import type { Stage } from './lifecycle.ts'

/** How a product binds: an `account` is a relationship that opens and closes, a `purchase` is bought each time. */
export type ProductKind = 'account' | 'purchase'
/** How a product is charged. */
export type ChargeKind = 'monthly-fee' | 'transaction-fee' | 'interest-margin' | 'one-off'

/** A stage set by a person, with the reason, until a day. */
export interface StageOverride {
  readonly stage: Stage
  readonly reason: string
  /** The last day it holds. */
  readonly until: CivilDay
  readonly by: string
  readonly at: Instant
}

/** An entry of the catalogue. */
export interface Product {
  readonly id: ProductId
  readonly version: number
  readonly name: string
  readonly family?: string
  readonly kind: ProductKind
  /** Whether clients who hold it tend to stay for it (a main account). */
  readonly isAnchor: boolean
  readonly launchedOn?: CivilDay
  /** Share of revenue that is margin, 0 to 1, where known. */
  readonly marginRate?: number
  readonly unitCostCents?: Cents
  readonly chargeKind?: ChargeKind
  readonly chargeAmountCents?: Cents
  /** True while the product is known only from facts that named it. */
  readonly isPlaceholder: boolean
  /** The day it was taken off sale. */
  readonly retiredOn?: CivilDay
  /** Stages set by hand, oldest first; the last holds until its day has passed. */
  readonly overrides?: readonly StageOverride[]
  readonly attributes?: Readonly<Record<string, string>>
  readonly source?: { readonly importId: string; readonly how: 'new' | 'update' }
}

/** What a valuation needs of a product. */
export interface CatalogueEntry {
  readonly kind: ProductKind
  readonly family: string
  readonly isAnchor: boolean
  readonly marginRate?: number
  readonly unitCostCents?: Cents
}

/** The catalogue entry of a product. */
export function catalogueEntry(product: Product): CatalogueEntry {
  return {
    kind: product.kind,
    family: product.family ?? 'none',
    isAnchor: product.isAnchor,
    ...(product.marginRate === undefined ? {} : { marginRate: product.marginRate }),
    ...(product.unitCostCents === undefined ? {} : { unitCostCents: product.unitCostCents }),
  }
}

/** Whether a product is on sale, taken off, or known only by name. */
export type ProductStatus = 'active' | 'retired' | 'placeholder'

/** The status of a product on a day. */
export function productStatus(product: Product, today: CivilDay): ProductStatus {
  if (product.retiredOn !== undefined && product.retiredOn <= today) return 'retired'
  return product.isPlaceholder ? 'placeholder' : 'active'
}

/** The override that holds on a day. */
export function overrideOn({ overrides = [] }: Product, today: CivilDay): StageOverride | undefined {
  const last = overrides.at(-1)
  return last && last.until >= today ? last : undefined
}

/** A product that is not there. */
export function productNotFound(id: ProductId): DomainError {
  return new DomainError('not-found', 'product.not-found', `There is no product "${id}".`, {
    details: { id },
  })
}
