import * as v from 'valibot'
import { BundlesView, RecipientsPage } from '#shared/portfolio/bundle-view.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import type { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import { productsState, type ProductStores } from './products-state.ts'
import { readBundles } from './read-product.ts'
import { readRecipients, recipientsCsv } from './read-recipients.ts'

const whole = v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0))
const BundleParams = v.strictObject({ rank: whole })
const RecipientsQuery = v.strictObject({ from: v.optional(whole, '0') })

/** What is worth offering together, and to whom. */
export function bundleRoutes(section: ReturnType<typeof createSection>, stores: ProductStores): void {
  section
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
}
