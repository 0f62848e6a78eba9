import { createAnswerCache } from '#functions/http/answer-cache'
import { createCursors } from '#functions/http/cursor'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createCatalogue } from '#functions/store/catalogue'
import { createClientsStore } from '#functions/store/clients.store'
import { createFlowsStore } from '#functions/store/flows.store'
import { createProductFigures } from '#functions/store/product-figures'
import { createProductsStore } from '#functions/store/products.store'
import { createRunsStore } from '#functions/store/runs.store'
import { createSettingsStore } from '#functions/store/settings.store'
import type { ProductsDeps } from './products.routes.ts'

/** What the section needs, from the environment. */
export function productsDeps(): ProductsDeps {
  const { SHARDS: shards, TIME_ZONE: timeZone, CURSOR_SECRET } = env()
  const products = createProductsStore({ table: table() })
  return {
    http: httpDeps(),
    cursors: createCursors(CURSOR_SECRET),
    answers: createAnswerCache(),
    stores: {
      products,
      catalogue: createCatalogue(table(), products.loadAll),
      figures: createProductFigures({ table: table() }),
      runs: createRunsStore({ table: table() }),
      flows: createFlowsStore({ table: table(), shards }),
      settings: createSettingsStore({ table: table() }),
      clients: createClientsStore({ table: table(), shards }),
      clock: systemClock,
      timeZone,
    },
  }
}
