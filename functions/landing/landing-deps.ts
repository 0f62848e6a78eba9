import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createClientsStore } from '#functions/store/clients.store'
import { createFlowsStore } from '#functions/store/flows.store'
import { createHeadlinesStore } from '#functions/store/headlines.store'
import { createImportsStore } from '#functions/store/imports.store'
import { createReportsStore } from '#functions/store/reports.store'
import { createRunsStore } from '#functions/store/runs.store'
import { createVisitsStore } from '#functions/store/visits.store'
import { createWorkStore } from '#functions/store/work.store'
import type { LandingDeps } from './landing.routes.ts'

/** What the section needs, from the environment. */
export function landingDeps(): LandingDeps {
  const { SHARDS: shards, CURRENCY: currency, TIME_ZONE: timeZone } = env()
  return {
    http: httpDeps(),
    stores: {
      runs: createRunsStore({ table: table() }),
      headlines: createHeadlinesStore({ table: table() }),
      flows: createFlowsStore({ table: table(), shards }),
      clients: createClientsStore({ table: table(), shards }),
      imports: createImportsStore({ table: table() }),
      reports: createReportsStore({ table: table() }),
      work: createWorkStore({ table: table() }),
      visits: createVisitsStore({ table: table() }),
      clock: systemClock,
      currency,
      timeZone,
    },
  }
}
