import * as v from 'valibot'
import type { Clock } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import type { Mapping } from '#shared/import/import-view.schema'
import type { ChannelsStore } from '#functions/store/channels.store'
import type { ClientsStore } from '#functions/store/clients.store'
import type { FilesStore } from '#functions/store/files.store'
import { importNotFound, type ImportRecord, type ImportsStore } from '#functions/store/imports.store'
import type { ErasuresStore } from '#functions/store/erasures.store'
import type { MergesStore } from '#functions/store/merges.store'
import type { ProductsStore } from '#functions/store/products.store'
import type { SpendStore } from '#functions/store/spend.store'

/** Input of a step of an import. */
export const ImportEvent = v.object({
  importId: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  cursor: v.optional(v.string()),
})

/** What the steps of an import work with. */
export interface ImportJobDeps {
  readonly imports: ImportsStore
  readonly files: FilesStore
  readonly clients: Pick<ClientsStore, 'loadManyExisting' | 'loadWithFacts' | 'saveAll'>
  readonly merges: Pick<MergesStore, 'survivorsOf'>
  readonly erasures: Pick<ErasuresStore, 'erasedAmong'>
  readonly products: Pick<ProductsStore, 'loadMany' | 'loadAll' | 'saveAll'>
  readonly channels: Pick<ChannelsStore, 'registered' | 'register'>
  readonly spend: Pick<SpendStore, 'loadMany' | 'saveAll'>
  readonly shards: number
  readonly clock: Clock
  /** Opens a run and starts its job; the same id again starts nothing new. */
  readonly startValuation: (runId: string) => Promise<void>
  /** Bytes read at a time; 8 MB where nothing else is said. */
  readonly segmentBytes?: number
}

/** An import that was started: it has a mapping. */
export type StartedImport = ImportRecord & { readonly mapping: Mapping }

/** Time left at which a long step stops and says so. */
export const SPARE_MILLISECONDS = 60_000

/** The import a step works on; undefined when it is over, so that a step called again does nothing. */
export async function startedImport(
  imports: Pick<ImportsStore, 'load'>,
  id: string,
): Promise<StartedImport | undefined> {
  const record = await imports.load(id)
  if (!record) throw importNotFound(id)
  if (record.status === 'done' || record.status === 'failed') return undefined
  const { mapping } = record
  if (!mapping) throw new Error(`Impossible: import ${id} runs without a mapping`)
  return { ...record, mapping }
}

/** Ends the import with what the file's owner can correct; anything else is thrown on and tried again. */
export async function failedByFile(error: unknown, id: string, deps: ImportJobDeps): Promise<void> {
  if (!(error instanceof DomainError) || error.kind !== 'invalid') throw error
  await deps.imports.fail(id, error, deps.clock())
}

// A few partitions are in memory at a time: a quarter of a megabyte of text is some nine thousand rows.
const PARTITION_BYTES = 256 * 1024
// More would be many small files: each segment of the file writes one for each partition.
const MAX_PARTITIONS = 512
/** Partitions saved at the same time. */
export const LANES = 4

/** How many partitions a file is split into: a multiple of the shards, so that a partition has clients of one shard. */
export function partitionsOf(bytes: number, shards: number): number {
  const wanted = Math.min(MAX_PARTITIONS, Math.max(LANES, Math.ceil(bytes / PARTITION_BYTES)))
  return Math.ceil(wanted / shards) * shards
}
