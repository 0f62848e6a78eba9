import type { ProductId } from '#shared/kernel/ids'
import { ruleFigures } from '#shared/models/rule-figures'
import type { Product } from '#shared/product/product'
import type { Bundle } from './product-bundles.ts'
import type { BundleView } from './bundle-view.schema.ts'

/** Names of products by id. */
export function namesOf(catalogue: readonly Product[]): ReadonlyMap<ProductId, string> {
  return new Map(catalogue.map(({ id, name }) => [id, name]))
}

/** A bundle as it is shown: with its figures and the names of its products. */
export function bundleView(bundle: Bundle, names: ReadonlyMap<ProductId, string>): BundleView {
  const { left, right, counts, pValue: _, ...rest } = bundle
  const { conviction, ...figures } = ruleFigures(counts)
  const named = (id: ProductId) => ({ id, name: names.get(id) ?? id })
  return {
    ...rest,
    ...figures,
    counts,
    conviction: Number.isFinite(conviction) ? conviction : null,
    left: named(left),
    right: named(right),
  }
}
