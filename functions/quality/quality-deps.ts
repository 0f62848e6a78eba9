import { randomUUID } from 'node:crypto'
import { s3, stateMachines } from '#functions/runtime/aws'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { hourOf } from '#functions/store/changed.store'
import { createChannelsStore } from '#functions/store/channels.store'
import { createClientsStore } from '#functions/store/clients.store'
import { createFilesStore } from '#functions/store/files.store'
import { createJobsStore } from '#functions/store/jobs.store'
import { countedRuns, createRunsStore } from '#functions/store/runs.store'
import type { QualityDeps } from './quality.routes.ts'
import { scanDeps } from './scan-deps.ts'
import { scanStores } from './scan-job.ts'

/** What the section needs, from the environment. */
export function qualityDeps(): QualityDeps {
  const { SHARDS: shards, FILES_BUCKET, QUALITY_JOB } = env()
  const jobs = createJobsStore({ client: stateMachines() })
  const runs = createRunsStore({ table: table() })
  const files = createFilesStore({ client: s3(), bucket: FILES_BUCKET })
  const clients = createClientsStore({
    table: table(),
    shards,
    runs: countedRuns(runs),
    hour: () => hourOf(systemClock()),
  })
  return {
    http: httpDeps(),
    scan: scanDeps(),
    stores: { ...scanStores({ table: table(), shards }), clients },
    channels: createChannelsStore({ table: table() }),
    files,
    async startScan() {
      const scanId = randomUUID()
      await jobs.start(QUALITY_JOB, scanId, { scanId, reason: 'on-demand' })
      return scanId
    },
  }
}
