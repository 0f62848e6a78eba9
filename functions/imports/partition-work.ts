import type { BadLine, GroupReject, NumberedRow } from '#shared/import/stated'
import type { BatchCounts } from '#functions/store/imports.store'
import { batchName, importFiles } from './import-files.ts'
import type { ImportJobDeps, StartedImport } from './import-job.ts'
import type { Notices } from './prepare.ts'
import type { Progress } from './progress.ts'
import { type Reject, rejectLines } from './reject.ts'

/** One partition to be saved. */
export interface PartitionWork {
  readonly started: StartedImport
  readonly notices: Notices
  readonly channels: readonly string[]
  readonly partition: number
  readonly hasTime: () => boolean
  readonly progress: Progress
}

/** The rows of a partition. */
export interface PartitionRows {
  readonly rows: readonly NumberedRow[]
  readonly badLines: readonly BadLine[]
}

/** One batch of a partition: what it saves and the proof that goes with it. */
export interface Batch {
  readonly name: string
  readonly counts: BatchCounts
  readonly rejects: readonly GroupReject[]
}

export const nothing: BatchCounts = { accepted: 0, updated: 0, unchanged: 0, rejected: 0, placeholders: 0 }

/** The names of a partition's batches, with those that are not in yet. */
export function pendingBatches<Item>(
  batches: readonly Item[],
  { partition, progress }: PartitionWork,
): { name: string; items: Item }[] {
  return batches
    .map((items, number) => ({ name: batchName(partition, number), items }))
    .filter(({ name }) => !progress.isIn(name))
}

/** Lays down the rejected rows of a batch, before the batch itself is marked as in. */
export async function keepRejects(
  { started }: PartitionWork,
  { name, rejects }: Pick<Batch, 'name' | 'rejects'>,
  { files }: ImportJobDeps,
): Promise<void> {
  if (rejects.length === 0) return
  const { columns } = started.mapping
  const named = rejects
    .map(({ row, field, value, reason }): Reject => ({ row, column: columns[field] ?? field, value, reason }))
    .sort((a, b) => a.row - b.row)
  await files.put(importFiles.rejectsOfBatch(started.id, name), rejectLines(named))
}
