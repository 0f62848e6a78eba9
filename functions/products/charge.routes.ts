import { ProductView } from '#shared/portfolio/product-view.schema'
import { ChargeEnd, ChargeParams, ChargeWish, ProductParams } from '#shared/portfolio/product-wish.schema'
import { requireRight } from '#functions/http/actor'
import { describe } from '#functions/http/openapi'
import type { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import { addCharge, endCharge } from './change-product.ts'
import { productsState, type ProductStores } from './products-state.ts'
import { readProduct } from './read-product.ts'

/** What may be changed of a product's charges: one is added, or ends on a day. Both are audited. */
export function chargeRoutes(
  section: ReturnType<typeof createSection>,
  { stores }: { stores: ProductStores },
): void {
  const changing = async () => ({ stores, state: await productsState(stores) })
  const shown = async (id: string) => readProduct(stores, await productsState(stores), id)
  const changed = (summary: string, audit: string, status = 200) =>
    describe({ summary, answer: ProductView, right: 'edit', audit, status })
  section
    .post(
      '/api/products/:id/charges',
      changed('Adds a charge', 'product.charge-added', 201),
      requireRight('edit'),
      validate('param', ProductParams),
      validate('json', ChargeWish),
      async (c) => {
        const { id } = c.req.valid('param')
        await addCharge(await changing(), id, c.req.valid('json'))
        c.set('auditSubject', { kind: 'product', id })
        return c.json(await shown(id), 201)
      },
    )
    .put(
      '/api/products/:id/charges/:kind/:from',
      changed('Ends a charge on a day', 'product.charge-ended'),
      requireRight('edit'),
      validate('param', ChargeParams),
      validate('json', ChargeEnd),
      async (c) => {
        const params = c.req.valid('param')
        await endCharge(await changing(), params, c.req.valid('json'))
        c.set('auditSubject', { kind: 'product', id: params.id })
        return c.json(await shown(params.id))
      },
    )
}
