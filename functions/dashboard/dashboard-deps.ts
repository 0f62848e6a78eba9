import { createCursors } from '#functions/http/cursor'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createClientsStore } from '#functions/store/clients.store'
import { createFlowsStore } from '#functions/store/flows.store'
import { createProductFigures } from '#functions/store/product-figures'
import { createPublished } from '#functions/store/published'
import { createRunsStore } from '#functions/store/runs.store'
import { createScansStore } from '#functions/store/scans.store'
import { createTruthStore } from '#functions/store/truth.store'
import type { DashboardDeps } from './dashboard.routes.ts'

/** What the section needs, from the environment. */
export function dashboardDeps(): DashboardDeps {
  const { SHARDS: shards, CURRENCY: currency, TIME_ZONE: timeZone, CURSOR_SECRET } = env()
  const runs = createRunsStore({ table: table() })
  return {
    http: httpDeps(),
    cursors: createCursors(CURSOR_SECRET),
    truth: createTruthStore({ table: table() }),
    scans: createScansStore({ table: table() }),
    stores: {
      runs,
      published: createPublished(runs),
      flows: createFlowsStore({ table: table(), shards }),
      productHead: createProductFigures({ table: table() }).head,
      clients: createClientsStore({ table: table(), shards }),
      clock: systemClock,
      currency,
      timeZone,
    },
  }
}
