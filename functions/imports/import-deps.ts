import { newRun } from '#shared/pipeline/run'
import { s3, stateMachines } from '#functions/runtime/aws'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { hourOf } from '#functions/store/changed.store'
import { createChannelsStore } from '#functions/store/channels.store'
import { createClientsStore } from '#functions/store/clients.store'
import { createErasuresStore } from '#functions/store/erasures.store'
import { createFilesStore } from '#functions/store/files.store'
import { createImportsStore } from '#functions/store/imports.store'
import { createJobsStore } from '#functions/store/jobs.store'
import { createMergesStore } from '#functions/store/merges.store'
import { createProductsStore } from '#functions/store/products.store'
import { countedRuns, createRunsStore } from '#functions/store/runs.store'
import { createSettingsStore } from '#functions/store/settings.store'
import { createSpendStore } from '#functions/store/spend.store'
import type { ImportJobDeps } from './import-job.ts'

/** What the steps of an import work with, from the environment. */
export function importJobDeps(): ImportJobDeps {
  const { SHARDS, FILES_BUCKET, VALUATION_JOB } = env()
  const runs = createRunsStore({ table: table() })
  const channels = createChannelsStore({ table: table() })
  const settings = createSettingsStore({ table: table() })
  const jobs = createJobsStore({ client: stateMachines() })
  return {
    imports: createImportsStore({ table: table() }),
    files: createFilesStore({ client: s3(), bucket: FILES_BUCKET }),
    clients: createClientsStore({
      table: table(),
      shards: SHARDS,
      runs: countedRuns(runs),
      hour: () => hourOf(systemClock()),
    }),
    products: createProductsStore({ table: table() }),
    merges: createMergesStore({ table: table(), shards: SHARDS }),
    erasures: createErasuresStore({ table: table(), shards: SHARDS }),
    channels,
    spend: createSpendStore({ table: table(), channels }),
    shards: SHARDS,
    clock: systemClock,
    async startValuation(runId) {
      const run = newRun({ runId, reason: 'import' }, systemClock(), await settings.load())
      await runs.open(run)
      await jobs.start(VALUATION_JOB, runId, { runId, reason: run.reason })
    },
  }
}
