import type { ProductId } from '#shared/kernel/ids'
import type { Context } from './context.ts'
import { type BundleBasis, lastYearOf, type ProductMargin } from './product-bundles.ts'
import { byMonth, noSums, type ProductSums } from './product-snapshot.ts'

/**
 * Margin of one unit of each product over the last 12 full months: of an order where products meet in baskets, of a year
 * of holding it (margin over the mean number of holders) where they meet in a client's hands. 0 where nothing was sold.
 */
export function productMargins(
  products: readonly ProductSums[],
  { months, asOf }: Pick<Context, 'months' | 'asOf'>,
): (id: ProductId, basis: BundleBasis) => ProductMargin {
  const byId = new Map(products.map((sums) => [sums.id, sums]))
  const year = lastYearOf(months, asOf)
  return (id, basis) => {
    const sums = byId.get(id) ?? noSums(id)
    const total = (measure: 'margin' | 'orders' | 'holders') => {
      const values = byMonth(sums, months, measure)
      return year.reduce((sum, place) => sum + (values[place] ?? 0), 0)
    }
    const units = basis === 'baskets' ? total('orders') : total('holders') / Math.max(1, year.length)
    return {
      unitMarginCents: units > 0 ? Math.round(total('margin') / units) : 0,
      revenue: byMonth(sums, months, 'revenue'),
    }
  }
}
