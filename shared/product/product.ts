import type { CivilDay } from '#shared/kernel/day'
import type { ProductId } from '#shared/kernel/ids'
import type { Cents } from '#shared/kernel/money'

/** How a product binds: an `account` is a relationship that opens and closes, a `purchase` is bought each time. */
export type ProductKind = 'account' | 'purchase'
/** How a product is charged. */
export type ChargeKind = 'monthly-fee' | 'transaction-fee' | 'interest-margin' | 'one-off'

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
