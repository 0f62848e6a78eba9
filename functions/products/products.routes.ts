import {
  AnalyticsQuery,
  AnalyticsView,
  ProductsPage,
  ProductsQuery,
  ProductView,
} from '#shared/portfolio/product-view.schema'
import { ProductsSummary } from '#shared/portfolio/products-summary.schema'
import { ProductParams } from '#shared/portfolio/product-wish.schema'
import { requireRight } from '#functions/http/actor'
import type { AnswerCache } from '#functions/http/answer-cache'
import type { Cursors } from '#functions/http/cursor'
import type { HttpDeps } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import { bundleRoutes } from './bundle.routes.ts'
import { changeRoutes } from './change.routes.ts'
import { chargeRoutes } from './charge.routes.ts'
import { listProducts } from './list-products.ts'
import { productsState, type ProductStores } from './products-state.ts'
import { readAnalytics, readProduct, readSummary } from './read-product.ts'

/** What the section needs. */
export interface ProductsDeps {
  readonly http: HttpDeps
  readonly cursors: Cursors
  readonly stores: ProductStores
  readonly answers: AnswerCache
}

/** Products: the catalogue with its figures, one product, its analytics, and what to offer together. */
export function productsRoutes({ http, cursors, stores, answers }: ProductsDeps) {
  const section = createSection(http)
    .get(
      '/api/products',
      describe({
        summary: 'Lists products or families with their figures',
        answer: ProductsPage,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('query', ProductsQuery),
      async (c) => {
        const state = await productsState(stores)
        return answerWithEtag(c, state.parts, () => listProducts(state, c.req.valid('query'), cursors))
      },
    )
    .get(
      '/api/products/:id',
      describe({
        summary: 'Shows one product: what it is, costs, and where it stands',
        answer: ProductView,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('param', ProductParams),
      async (c) => {
        const state = await productsState(stores)
        return answerWithEtag(c, state.parts, () => readProduct(stores, state, c.req.valid('param').id))
      },
    )
    .get(
      '/api/product/analytics',
      describe({
        summary: 'Analytics of a product or a family',
        description: 'The one source of what the page of a product shows, under the last published run.',
        answer: AnalyticsView,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('query', AnalyticsQuery),
      async (c) => {
        const state = await productsState(stores)
        return answerWithEtag(
          c,
          state.parts,
          () => readAnalytics(stores, state, c.req.valid('query')),
          answers,
        )
      },
    )
    .get(
      '/api/product/summary',
      describe({
        summary: 'Stages that changed, and the biggest movers',
        answer: ProductsSummary,
        right: 'figures',
      }),
      requireRight('figures'),
      async (c) => {
        const state = await productsState(stores)
        return answerWithEtag(c, state.parts, () => readSummary(state))
      },
    )
  bundleRoutes(section, stores)
  chargeRoutes(section, { stores })
  changeRoutes(section, { http, stores })
  return section
}
/** The routes, for typed callers. */
export type ProductsRoutes = ReturnType<typeof productsRoutes>
