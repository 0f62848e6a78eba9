import type { Clock } from '#shared/kernel/clock'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { createChannelsStore } from '#functions/store/channels.store'
import { createClientsStore } from '#functions/store/clients.store'
import { createFlowsStore } from '#functions/store/flows.store'
import { createProductFigures } from '#functions/store/product-figures'
import { createProductsStore } from '#functions/store/products.store'
import { countedRuns, createRunsStore } from '#functions/store/runs.store'
import { createSettingsStore } from '#functions/store/settings.store'
import { createSpendStore } from '#functions/store/spend.store'
import type { Table } from '#functions/store/table'

/** What the steps of a valuation work with. */
export interface PipelineDeps {
  readonly table: Table
  readonly shards: number
  readonly clock: Clock
  readonly timeZone: string
}

/** The stores of a valuation's steps. */
export function pipelineStores({ table, shards }: Pick<PipelineDeps, 'table' | 'shards'>) {
  const runs = createRunsStore({ table })
  const channels = createChannelsStore({ table })
  return {
    runs,
    channels,
    clients: createClientsStore({ table, shards, runs: countedRuns(runs) }),
    products: createProductsStore({ table }),
    productFigures: createProductFigures({ table }),
    flows: createFlowsStore({ table, shards }),
    spend: createSpendStore({ table, channels }),
    settings: createSettingsStore({ table }),
  }
}

/** The surroundings of this process. */
export function pipelineDeps(): PipelineDeps {
  const { SHARDS, TIME_ZONE } = env()
  return { table: table(), shards: SHARDS, clock: systemClock, timeZone: TIME_ZONE }
}
