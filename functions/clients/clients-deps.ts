import { dayIn } from '#shared/kernel/zone'
import { createCursors } from '#functions/http/cursor'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { hourOf } from '#functions/store/changed.store'
import { createChannelsStore } from '#functions/store/channels.store'
import { createClientsStore } from '#functions/store/clients.store'
import { createErasuresStore } from '#functions/store/erasures.store'
import { createFlowsStore } from '#functions/store/flows.store'
import { createMergesStore } from '#functions/store/merges.store'
import { createProductsStore } from '#functions/store/products.store'
import { createPublished } from '#functions/store/published'
import { countedRuns, createRunsStore } from '#functions/store/runs.store'
import { createSettingsStore } from '#functions/store/settings.store'
import { createWorkStore } from '#functions/store/work.store'
import type { ClientsDeps } from './clients.routes.ts'

/** What the section needs, from the environment. */
export function clientsDeps(): ClientsDeps {
  const { SHARDS: shards, CURSOR_SECRET, TIME_ZONE } = env()
  const runs = createRunsStore({ table: table() })
  const settings = createSettingsStore({ table: table() })
  const counted = countedRuns(runs)
  return {
    http: httpDeps(),
    stores: {
      clients: createClientsStore({
        table: table(),
        shards,
        runs: counted,
        hour: () => hourOf(systemClock()),
      }),
      products: createProductsStore({ table: table() }),
      runs,
      flows: createFlowsStore({ table: table(), shards }),
      published: createPublished(runs),
      channels: createChannelsStore({ table: table() }),
      work: createWorkStore({ table: table() }),
      merges: createMergesStore({ table: table(), shards, runs: counted }),
      erasures: createErasuresStore({ table: table(), shards, runs: counted }),
    },
    cursors: createCursors(CURSOR_SECRET),
    plays: async () => (await settings.load()).parts.actions,
    today: () => dayIn(systemClock(), TIME_ZONE),
  }
}
