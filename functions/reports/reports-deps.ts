import { createCursors } from '#functions/http/cursor'
import { s3 } from '#functions/runtime/aws'
import { table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createFilesStore } from '#functions/store/files.store'
import { createRatesStore } from '#functions/store/rates.store'
import { createSchedulesStore } from '#functions/store/schedules.store'
import { reportStores } from './report-stores.ts'
import type { ReportsDeps } from './reports.routes.ts'

/** What the section needs, from the environment. */
export function reportsDeps(): ReportsDeps {
  const { CURSOR_SECRET, FILES_BUCKET } = env()
  return {
    http: httpDeps(),
    stores: reportStores(),
    schedules: createSchedulesStore({ table: table() }),
    links: createFilesStore({ client: s3(), bucket: FILES_BUCKET }),
    rates: createRatesStore({ table: table() }),
    cursors: createCursors(CURSOR_SECRET),
  }
}
