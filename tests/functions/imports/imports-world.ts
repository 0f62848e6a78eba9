import { S3Client } from '@aws-sdk/client-s3'
import { guessMapping } from '#shared/import/guess'
import type { ImportKind, Mapping } from '#shared/import/import-view.schema'
import { importFiles } from '#functions/imports/import-files'
import type { ImportJobDeps } from '#functions/imports/import-job'
import { ingest } from '#functions/imports/ingest'
import { newImport } from '#functions/imports/open-import'
import { partition } from '#functions/imports/partition'
import { settle } from '#functions/imports/settle'
import { startImport } from '#functions/imports/start-import'
import { createFilesStore } from '#functions/store/files.store'
import { createErasuresStore } from '#functions/store/erasures.store'
import { createMergesStore } from '#functions/store/merges.store'
import { createImportsStore, type ImportRecord } from '#functions/store/imports.store'
import { createBucket } from '#infra/local/provision'
import type { World } from '#tests/harness/world'

const NOW = '2026-11-22T12:00:00.000Z'
const ALWAYS = () => () => Number.POSITIVE_INFINITY

interface FileToImport {
  readonly id: string
  readonly kind: ImportKind
  readonly content: string | Uint8Array
  readonly mapping?: Partial<Mapping>
}

/** The bucket of a world, made once. */
export async function createFiles({ env }: World) {
  const { FILES_BUCKET: bucket = '' } = await createBucket(env, 'http://localhost')
  const s3 = new S3Client({
    endpoint: env['AWS_ENDPOINT_URL_S3'] ?? '',
    region: env['AWS_REGION'] ?? '',
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  })
  const files = createFilesStore({ client: s3, bucket })
  s3.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args)
        if (commandName !== 'PutObjectCommand') return answer
        const { Key = '', Body } = args.input as { Key?: string; Body?: string | Uint8Array }
        if (Body !== undefined) while ((await files.size(Key)) !== Buffer.byteLength(Body)) await pause()
        return answer
      },
    // s3rver answers a PUT before the file is on disk; S3 does not.
    { step: 'initialize', name: 'untilWritten' },
  )
  return { s3, bucket, ...files }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

/** The bucket of a world. */
export type Files = Awaited<ReturnType<typeof createFiles>>

interface ImportsWorldOptions {
  readonly files: Files
  readonly shards?: number
  readonly segmentBytes?: number
}

/** A fresh table on which files are imported as the job does it. */
export async function createImportsWorld(
  world: World,
  { files, shards = 1, segmentBytes }: ImportsWorldOptions,
) {
  const desk = await world.createTableWorld({ shards })
  const valuations: string[] = []
  const deps: ImportJobDeps = {
    imports: createImportsStore({ table: desk.table }),
    files,
    clients: desk.clients,
    merges: createMergesStore({ table: desk.table, shards: desk.shards }),
    erasures: createErasuresStore({ table: desk.table, shards: desk.shards }),
    products: desk.products,
    channels: desk.channels,
    spend: desk.spend,
    shards,
    clock: () => NOW,
    startValuation: (runId) => {
      valuations.push(runId)
      return Promise.resolve()
    },
    ...(segmentBytes === undefined ? {} : { segmentBytes }),
  }

  /** Opens an import, uploads its file and starts it; `id` also names its place in the bucket. */
  async function start({ id, kind, content, mapping }: FileToImport): Promise<ImportRecord> {
    const bytes = Buffer.from(content)
    const wish = { kind, name: `${kind}.csv`, bytes: bytes.length }
    await deps.imports.create({ ...newImport(wish, { by: 'Steward', at: NOW }), id })
    await files.put(importFiles.upload(id), bytes, 'text/csv')
    const guessed = guessMapping(kind, bytes.subarray(0, 65_536).toString()).mapping
    const started = { imports: deps.imports, files, startJob: () => Promise.resolve() }
    return startImport(id, { mapping: { ...guessed, ...mapping }, startsRun: true }, started)
  }

  /** Runs the steps of the job to their end, as the pipeline would. */
  async function run(id: string, { with: used = deps, remaining = ALWAYS } = {}): Promise<ImportRecord> {
    for (const step of [partition, ingest])
      for (let isDone = false; !isDone;) isDone = (await step(id, used, remaining())).isDone
    await settle(id, used)
    const record = await deps.imports.load(id)
    if (!record) throw new Error(`Impossible: no import ${id}`)
    return record
  }

  async function importFile(file: FileToImport): Promise<ImportRecord> {
    await start(file)
    return run(file.id)
  }

  /** What is stored of clients, products and figures: everything but the imports themselves. */
  async function facts() {
    const items = await desk.dump()
    return items.filter(({ pk }) => !pk.startsWith('IMPORT#') && !pk.startsWith('MAPPING#'))
  }

  return { ...desk, deps, valuations, start, run, importFile, facts }
}

export type ImportsWorld = Awaited<ReturnType<typeof createImportsWorld>>
