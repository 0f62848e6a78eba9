import * as v from 'valibot'
import {
  AnalyticsQuery,
  AnalyticsView,
  BundlesView,
  ProductParams,
  ProductsPage,
  ProductsQuery,
  ProductsSummary,
  ProductView,
  RecipientsPage,
} from '#shared/portfolio/product-view.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { Cursors } from '#functions/http/cursor'
import type { HttpDeps } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import { changeRoutes } from './change.routes.ts'
import { listProducts } from './list-products.ts'
import { productsState, type ProductStores } from './products-state.ts'
import { readAnalytics, readBundles, readProduct, readSummary } from './read-product.ts'
import { readRecipients, recipientsCsv } from './read-recipients.ts'

/** What the section needs. */
export interface ProductsDeps {
  readonly http: HttpDeps
  readonly cursors: Cursors
  readonly stores: ProductStores
}

const whole = v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0))
const BundleParams = v.strictObject({ rank: whole })
const RecipientsQuery = v.strictObject({ from: v.optional(whole, '0') })

/** Products: the catalogue with its figures, one product, its analytics, and what to offer together. */
export function productsRoutes({ http, cursors, stores }: ProductsDeps) {
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
        return answerWithEtag(c, state.parts, () => readAnalytics(stores, state, c.req.valid('query')))
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
    .get(
      '/api/product/bundles',
      describe({
        summary: 'Lists what is worth offering together, with the proof',
        answer: BundlesView,
        right: 'figures',
      }),
      requireRight('figures'),
      async (c) => {
        const state = await productsState(stores)
        return answerWithEtag(c, state.parts, () => readBundles(state))
      },
    )
    .get(
      '/api/product/bundles/:rank/clients',
      describe({ summary: 'Lists clients a bundle could reach', answer: RecipientsPage, right: 'figures' }),
      requireRight('figures'),
      validate('param', BundleParams),
      validate('query', RecipientsQuery),
      async (c) => {
        const state = await productsState(stores)
        const { rank } = c.req.valid('param')
        return c.json(
          await readRecipients(stores, state, { rank, from: c.req.valid('query').from, actor: actorOf(c) }),
        )
      },
    )
    .get(
      '/api/product/bundles/:rank/export',
      describe({ summary: 'Every client a bundle could reach, as CSV', right: 'export' }),
      requireRight('export'),
      validate('param', BundleParams),
      async (c) => {
        const state = await productsState(stores)
        const { rank } = c.req.valid('param')
        const csv = await recipientsCsv(stores, state, rank)
        c.header('Content-Type', 'text/csv; charset=utf-8')
        c.header('Content-Disposition', `attachment; filename="bundle-${rank}-clients.csv"`)
        return c.body(csv)
      },
    )
  changeRoutes(section, { http, stores })
  return section
}
/** The routes, for typed callers. */
export type ProductsRoutes = ReturnType<typeof productsRoutes>
