import { s3 } from '#functions/runtime/aws'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { createFilesStore } from '#functions/store/files.store'
import { createSettingsStore } from '#functions/store/settings.store'
import type { ScanDeps } from './scan-job.ts'

/** What the steps of a scan work with, from the environment. */
export function scanDeps(): ScanDeps {
  const { SHARDS, TIME_ZONE, FILES_BUCKET } = env()
  const settings = createSettingsStore({ table: table() })
  return {
    table: table(),
    files: createFilesStore({ client: s3(), bucket: FILES_BUCKET }),
    shards: SHARDS,
    clock: systemClock,
    timeZone: TIME_ZONE,
    settings: async () => (await settings.load()).parts.quality,
  }
}
