import { createCursors } from '#functions/http/cursor'
import { s3, stateMachines } from '#functions/runtime/aws'
import { table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createFilesStore } from '#functions/store/files.store'
import { createImportsStore } from '#functions/store/imports.store'
import { createJobsStore } from '#functions/store/jobs.store'
import type { ImportsDeps } from './imports.routes.ts'

/** What the section needs, from the environment. */
export function importsDeps(): ImportsDeps {
  const { FILES_BUCKET, CURSOR_SECRET, IMPORT_JOB } = env()
  const jobs = createJobsStore({ client: stateMachines() })
  return {
    http: httpDeps(),
    imports: createImportsStore({ table: table() }),
    files: createFilesStore({ client: s3(), bucket: FILES_BUCKET }),
    cursors: createCursors(CURSOR_SECRET),
    startJob: (importId) => jobs.start(IMPORT_JOB, importId, { importId }),
  }
}
