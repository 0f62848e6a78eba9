import type { ProductView } from '#shared/portfolio/product-view.schema'

/** A product as it is typed. */
export interface ProductForm {
  id: string
  name: string
  kind: 'account' | 'purchase'
  family: string
  newFamily: string
  isAnchor: boolean
  launchedOn: string
  marginPercent: string
  unitCost: string
}

/** The choice that lets a new family be typed. */
export const NEW_FAMILY = '\u0000new'

/** The form of a product, or of none yet. */
export function formOf(product: ProductView | undefined): ProductForm {
  return {
    id: product?.id ?? '',
    name: product?.name ?? '',
    kind: product?.kind ?? 'purchase',
    family: product?.family ?? '',
    newFamily: '',
    isAnchor: product?.isAnchor ?? false,
    launchedOn: product?.launchedOn ?? '',
    marginPercent:
      product === undefined || product.marginRate === null
        ? ''
        : String(Number((product.marginRate * 100).toFixed(4))),
    unitCost:
      product === undefined || product.unitCostCents === null ? '' : (product.unitCostCents / 100).toFixed(2),
  }
}

/** Money typed in whole units as minor units; what is no number stays one that is refused. */
export function centsOf(text: string): number {
  return Math.round(Number(text.trim().replace(',', '.')) * 100)
}

/** What is sent of a form. */
export function writtenOf(form: ProductForm) {
  const isNewFamily = form.family === NEW_FAMILY
  const family = isNewFamily ? form.newFamily.trim() : form.family
  return {
    name: form.name.trim(),
    family: family === '' ? null : family,
    isNewFamily,
    isAnchor: form.isAnchor,
    launchedOn: form.launchedOn === '' ? null : form.launchedOn,
    marginRate: form.marginPercent.trim() === '' ? null : Number(form.marginPercent.replace(',', '.')) / 100,
    unitCostCents: form.unitCost.trim() === '' ? null : centsOf(form.unitCost),
  }
}
