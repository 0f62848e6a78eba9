import { ProductView } from '#shared/portfolio/product-view.schema'
import {
  NewProduct,
  ProductEdit,
  ProductParams,
  Retirement,
  StageWish,
  VersionQuery,
} from '#shared/portfolio/product-wish.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { HttpDeps } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import type { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import { addProduct, deleteProduct, editProduct, retireProduct, setStage } from './change-product.ts'
import { productsState, type ProductStores } from './products-state.ts'
import { readProduct } from './read-product.ts'

interface ChangeDeps {
  readonly http: HttpDeps
  readonly stores: ProductStores
}

/** What may be changed of a product. Every change names the version it was made from and is audited. */
export function changeRoutes(section: ReturnType<typeof createSection>, { http, stores }: ChangeDeps): void {
  const changing = async () => ({ stores, state: await productsState(stores) })
  const shown = async (id: string) => readProduct(stores, await productsState(stores), id)
  const changed = (summary: string, audit: string, status?: number) =>
    describe({ summary, answer: ProductView, right: 'edit', audit, ...(status ? { status } : {}) })
  section
    .post(
      '/api/products',
      changed('Adds a product', 'product.added', 201),
      requireRight('edit'),
      validate('json', NewProduct),
      async (c) => {
        const { id } = await addProduct(await changing(), c.req.valid('json'))
        c.set('auditSubject', { kind: 'product', id })
        return c.json(await shown(id), 201)
      },
    )
    .put(
      '/api/products/:id',
      changed('Edits a product', 'product.edited'),
      requireRight('edit'),
      validate('param', ProductParams),
      validate('json', ProductEdit),
      async (c) => {
        const { id } = c.req.valid('param')
        await editProduct(await changing(), id, c.req.valid('json'))
        c.set('auditSubject', { kind: 'product', id })
        return c.json(await shown(id))
      },
    )
    .put(
      '/api/products/:id/retirement',
      changed('Takes a product off sale, or puts it back', 'product.retired'),
      requireRight('edit'),
      validate('param', ProductParams),
      validate('json', Retirement),
      async (c) => {
        const { id } = c.req.valid('param')
        await retireProduct(await changing(), id, c.req.valid('json'))
        c.set('auditSubject', { kind: 'product', id })
        return c.json(await shown(id))
      },
    )
    .put(
      '/api/products/:id/stage',
      changed('Sets the lifecycle stage by hand until a day', 'product.stage-set'),
      requireRight('edit'),
      validate('param', ProductParams),
      validate('json', StageWish),
      async (c) => {
        const { id } = c.req.valid('param')
        const by = actorOf(c).name
        await setStage(await changing(), id, { ...c.req.valid('json'), by, at: http.clock() })
        c.set('auditSubject', { kind: 'product', id })
        return c.json(await shown(id))
      },
    )
    .delete(
      '/api/products/:id',
      describe({
        summary: 'Deletes a product that nobody holds or ever bought',
        right: 'edit',
        audit: 'product.deleted',
        status: 204,
      }),
      requireRight('edit'),
      validate('param', ProductParams),
      validate('query', VersionQuery),
      async (c) => {
        const { id } = c.req.valid('param')
        await deleteProduct(await changing(), id, c.req.valid('query').version)
        c.set('auditSubject', { kind: 'product', id })
        return c.body(null, 204)
      },
    )
}
