import { DomainError, invalidInput } from '#shared/kernel/errors'
import { guessMapping, headersOf } from '#shared/import/guess'
import type { Mapping } from '#shared/import/import-view.schema'
import { mappingIssues } from '#shared/import/mapping'
import type { FilesStore } from '#functions/store/files.store'
import { importNotFound, type ImportRecord, type ImportsStore } from '#functions/store/imports.store'
import { decoded, refuseForeign, unfinishedBytes } from './encoding.ts'
import { importFiles } from './import-files.ts'

// Two of the longest rows: the header and the first row are always in it.
const HEAD_BYTES = 128 * 1024

interface ImportStart {
  readonly mapping: Mapping
  readonly startsRun: boolean
}

interface StartDeps {
  readonly imports: Pick<ImportsStore, 'load' | 'update'>
  readonly files: Pick<FilesStore, 'size' | 'bytes'>
  readonly startJob: (importId: string) => Promise<void>
}

/** Checks the upload and the mapping, and starts the job. Starting the same import again starts nothing new. */
export async function startImport(
  id: string,
  { mapping, startsRun }: ImportStart,
  { imports, files, startJob }: StartDeps,
): Promise<ImportRecord> {
  const record = await imports.load(id)
  if (!record) throw importNotFound(id)
  if (record.status === 'awaiting-upload') {
    const headText = await headOf(record, files)
    const issues = mappingIssues(record.kind, mapping, headersOf(mapping, headText))
    if (issues.length > 0)
      throw invalidInput('import.mapping-invalid', 'The mapping does not fit the file.', issues)
    const { headerSignature } = guessMapping(record.kind, headText)
    await imports.update(id, ['awaiting-upload'], { status: 'queued', mapping, headerSignature, startsRun })
  } else if (record.status !== 'queued') throw alreadyStarted(record)
  await startJob(id)
  return (await imports.load(id)) ?? record
}

/** The first rows of an upload that is there, complete, and text. */
async function headOf(record: ImportRecord, files: StartDeps['files']): Promise<string> {
  const key = importFiles.upload(record.id)
  const size = await arrivedSize(key, record.bytes, files)
  if (size === undefined) throw notUploaded()
  if (size !== record.bytes) throw sizeDiffers(size, record.bytes)
  const head = await files.bytes(key, 0, Math.min(size, HEAD_BYTES))
  refuseForeign(head)
  const text = decoded(head.subarray(0, head.length - unfinishedBytes(head)), 0)
  if (text.trim() === '' || text === '\uFEFF') throw isEmpty()
  return text
}

// A bucket may show an object an instant before its last bytes.
const LOOKS = 5
const LOOK_MILLISECONDS = 100

async function arrivedSize(key: string, announced: number, files: Pick<FilesStore, 'size'>) {
  for (let look = 1; ; look++) {
    const size = await files.size(key)
    if (size === undefined || size >= announced || look >= LOOKS) return size
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS))
  }
}

const notUploaded = () =>
  new DomainError(
    'conflict',
    'import.not-uploaded',
    'The file has not arrived yet. Upload it, then start again.',
  )

const isEmpty = () =>
  new DomainError('invalid', 'import.empty', 'The file holds nothing but blanks: there is nothing to import.')

function sizeDiffers(size: number, announced: number): DomainError {
  return new DomainError(
    'invalid',
    'import.size-differs',
    `The file has ${size} bytes, ${announced} were announced. Open a new import for it.`,
  )
}

function alreadyStarted({ status }: ImportRecord): DomainError {
  return new DomainError(
    'conflict',
    'import.already-started',
    `This import was started already; it is ${status}.`,
  )
}
