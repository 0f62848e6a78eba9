import type { Role } from '#shared/access/rights'
import type { AnalyticsView, ProductsPage, ProductView } from '#shared/portfolio/product-view.schema'
import { createAnswerCache } from '#functions/http/answer-cache'
import { createCursors } from '#functions/http/cursor'
import { productsRoutes } from '#functions/products/products.routes'
import { createCatalogue } from '#functions/store/catalogue'
import { createFlowsStore } from '#functions/store/flows.store'
import { createProductFigures } from '#functions/store/product-figures'
import { createRunsStore } from '#functions/store/runs.store'
import { createSettingsStore } from '#functions/store/settings.store'
import type { TableWorld } from '#tests/harness/world'
import { fromSite, httpSurroundings } from '../http/greetings.ts'

/** The products of a table, asked as the browser does. */
export function createProductsWorld(desk: TableWorld, today = '2026-03-14T12:00:00.000Z') {
  const app = productsRoutes({
    http: httpSurroundings(),
    cursors: createCursors('a secret of sixteen'),
    answers: createAnswerCache(),
    stores: {
      products: desk.products,
      catalogue: createCatalogue(desk.table, desk.products.loadAll),
      figures: createProductFigures({ table: desk.table }),
      runs: createRunsStore({ table: desk.table }),
      flows: createFlowsStore({ table: desk.table, shards: desk.shards }),
      settings: createSettingsStore({ table: desk.table }),
      clients: desk.clients,
      clock: () => today,
      timeZone: 'UTC',
    },
  })
  const send = (
    method: string,
    path: string,
    { body, role = 'steward' }: { body?: unknown; role?: Role } = {},
  ) =>
    app.request(path, {
      method,
      headers: { ...fromSite(role), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const read = async <Answer>(path: string) =>
    (await (await send('GET', path, { role: 'viewer' })).json()) as Answer
  return {
    send,
    read,
    get: (path: string, headers: Record<string, string> = {}) =>
      app.request(path, { headers: { ...fromSite('viewer'), ...headers } }),
    list: (query = '') => read<ProductsPage>(`/api/products${query}`),
    product: (id: string) => read<ProductView>(`/api/products/${id}`),
    analytics: (query: string) => read<AnalyticsView>(`/api/product/analytics${query}`),
  }
}
