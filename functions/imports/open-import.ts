import { randomBytes } from 'node:crypto'
import type { Instant } from '#shared/kernel/clock'
import type { ImportOpened, NewImport } from '#shared/import/import-view.schema'
import type { FilesStore } from '#functions/store/files.store'
import type { ImportRecord, ImportsStore } from '#functions/store/imports.store'
import type { InferOutput } from 'valibot'
import { importFiles } from './import-files.ts'

const UPLOAD_SECONDS = 15 * 60
const CONTENT_TYPE = 'text/csv'

interface Stores {
  readonly imports: Pick<ImportsStore, 'create'>
  readonly files: Pick<FilesStore, 'presignPut'>
}

interface Opening {
  readonly by: string
  readonly at: Instant
}

/** An import as it begins. */
export function newImport(wish: InferOutput<typeof NewImport>, { by, at }: Opening): ImportRecord {
  return {
    id: `${at.replace(/\D/g, '').slice(0, 17)}-${randomBytes(5).toString('hex')}`,
    ...wish,
    status: 'awaiting-upload',
    progress: { done: 0, total: wish.bytes, unit: 'bytes' },
    counts: { read: 0, accepted: 0, updated: 0, unchanged: 0, rejected: 0 },
    placeholders: { clients: 0, products: 0 },
    createdAt: at,
    createdBy: by,
    rejectedSample: [],
  }
}

/** Opens an import and says where its file goes. */
export async function openImport(
  wish: InferOutput<typeof NewImport>,
  opening: Opening,
  { imports, files }: Stores,
): Promise<InferOutput<typeof ImportOpened>> {
  const record = newImport(wish, opening)
  await imports.create(record)
  const key = importFiles.upload(record.id)
  const url = await files.presignPut(key, { contentType: CONTENT_TYPE, expiresInSeconds: UPLOAD_SECONDS })
  return {
    id: record.id,
    upload: { url, headers: { 'Content-Type': CONTENT_TYPE }, expiresInSeconds: UPLOAD_SECONDS },
  }
}
