import { createCursors } from '#functions/http/cursor'
import { table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createClientsStore } from '#functions/store/clients.store'
import { createFlowsStore } from '#functions/store/flows.store'
import { createProductsStore } from '#functions/store/products.store'
import { createPublished } from '#functions/store/published'
import { createRunsStore } from '#functions/store/runs.store'
import type { ClientsDeps } from './clients.routes.ts'

/** What the section needs, from the environment. */
export function clientsDeps(): ClientsDeps {
  const { SHARDS: shards, CURSOR_SECRET } = env()
  const runs = createRunsStore({ table: table() })
  return {
    http: httpDeps(),
    stores: {
      clients: createClientsStore({ table: table(), shards }),
      products: createProductsStore({ table: table() }),
      runs,
      flows: createFlowsStore({ table: table(), shards }),
      published: createPublished(runs),
    },
    cursors: createCursors(CURSOR_SECRET),
  }
}
