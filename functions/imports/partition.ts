import { DomainError } from '#shared/kernel/errors'
import { MAX_IMPORT_ROWS } from '#shared/import/import-view.schema'
import { createTableReader } from '#shared/import/table-reader'
import type { StepResult } from '#shared/pipeline/pipeline'
import type { Checkpoint } from '#functions/store/imports.store'
import { decoded, refuseForeign, unfinishedBytes } from './encoding.ts'
import { importFiles } from './import-files.ts'
import {
  failedByFile,
  type ImportJobDeps,
  partitionsOf,
  SPARE_MILLISECONDS,
  type StartedImport,
  startedImport,
} from './import-job.ts'
import { rejectLines } from './reject.ts'
import { createSorter } from './sort-rows.ts'

const SEGMENT_BYTES = 8 * 1024 * 1024
// Rows are parsed from slices of this many characters, so that few of them are in memory as objects.
const SLICE_CHARACTERS = 256 * 1024
const WRITES_AT_ONCE = 16

/** First pass: reads the file in segments and lays its rows down by client. Done again, a segment overwrites itself. */
export async function partition(
  id: string,
  deps: ImportJobDeps,
  remainingMilliseconds: () => number,
): Promise<StepResult> {
  const started = await startedImport(deps.imports, id)
  if (!started || started.status === 'saving') return { isDone: true }
  let checkpoint = started.checkpoint ?? { offset: 0, segment: 0, read: 0, rejected: 0, channels: [] }
  try {
    while (checkpoint.offset < started.bytes) {
      checkpoint = await segment(started, checkpoint, deps)
      if (checkpoint.read > MAX_IMPORT_ROWS) throw tooManyRows()
      await deps.imports.update(id, ['queued', 'partitioning'], {
        status: 'partitioning',
        checkpoint,
        progress: { done: checkpoint.offset, total: started.bytes, unit: 'bytes' },
        counts: { ...started.counts, read: checkpoint.read, rejected: checkpoint.rejected },
      })
      if (checkpoint.offset < started.bytes && remainingMilliseconds() < SPARE_MILLISECONDS)
        return { isDone: false, cursor: String(checkpoint.offset) }
    }
  } catch (error) {
    await failedByFile(error, id, deps)
  }
  return { isDone: true }
}

/** Reads one segment, from the end of the last complete row on. */
async function segment(started: StartedImport, from: Checkpoint, deps: ImportJobDeps): Promise<Checkpoint> {
  const { id, bytes, mapping, kind } = started
  const end = Math.min(from.offset + (deps.segmentBytes ?? SEGMENT_BYTES), bytes)
  const chunk = await deps.files.bytes(importFiles.upload(id), from.offset, end)
  if (chunk.length !== end - from.offset) throw new Error(`Import ${id} has fewer bytes than announced`)
  if (from.offset === 0) refuseForeign(chunk)
  const isLast = end === bytes
  const used = isLast ? chunk.length : chunk.length - unfinishedBytes(chunk)
  const text = decoded(chunk.subarray(0, used), from.offset)
  const reader = createTableReader(mapping, from.table)
  const partitions = partitionsOf(bytes, deps.shards)
  const sorter = createSorter({
    kind,
    mapping,
    headers: () => reader.headers() ?? [],
    partitions,
    channels: from.channels,
  })
  for (let at = 0; at < text.length; at += SLICE_CHARACTERS)
    sorter.add(reader.push(text.slice(at, at + SLICE_CHARACTERS)))
  if (isLast) sorter.add(reader.end())
  const pending = isLast ? 0 : Buffer.byteLength(reader.pending())
  await writeSegment(id, from.segment, { sorted: sorter.sorted(), files: deps.files })
  return {
    offset: from.offset + used - pending,
    segment: from.segment + 1,
    table: reader.state(),
    read: from.read + sorter.sorted().read,
    rejected: from.rejected + sorter.sorted().rejected,
    channels: sorter.sorted().channels,
  }
}

interface Segment {
  readonly sorted: ReturnType<ReturnType<typeof createSorter>['sorted']>
  readonly files: ImportJobDeps['files']
}

async function writeSegment(id: string, number: number, { sorted, files }: Segment): Promise<void> {
  const parts = [...sorted.lines].map(([one, lines]) => [one, lines.join('')] as const)
  for (let start = 0; start < parts.length; start += WRITES_AT_ONCE)
    await Promise.all(
      parts
        .slice(start, start + WRITES_AT_ONCE)
        .map(([one, lines]) => files.put(importFiles.part(id, one, number), lines)),
    )
  if (sorted.rejects.length > 0)
    await files.put(importFiles.rejectsOfSegment(id, number), rejectLines(sorted.rejects))
  const notice = {
    partitions: parts.map(([one, lines]) => [one, lines.length]),
    products: [...sorted.products],
    orphans: [...sorted.orphans],
    hasRejects: sorted.rejects.length > 0,
  }
  await files.put(importFiles.notice(id, number), JSON.stringify(notice), 'application/json')
}

function tooManyRows(): DomainError {
  return new DomainError(
    'invalid',
    'import.too-many-rows',
    'Files may have at most five million rows. Split the file and import the parts in turn.',
  )
}
