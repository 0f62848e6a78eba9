import { groupByClient } from '#shared/import/group'
import { rowReader } from '#shared/import/row'
import type { BadLine, ClientGroup, NumberedRow } from '#shared/import/stated'
import { importFiles, partitionName } from './import-files.ts'
import type { ImportJobDeps } from './import-job.ts'
import { ingestCatalogue } from './ingest-catalogue.ts'
import { ingestClients } from './ingest-clients.ts'
import { nothing, type PartitionRows, type PartitionWork } from './partition-work.ts'

/** Saves a partition batch by batch and marks it as in; false when time ran out before its end. */
export async function ingestPartition(work: PartitionWork, deps: ImportJobDeps): Promise<boolean> {
  const { started, partition, progress } = work
  const { kind } = started
  const isComplete =
    kind === 'products' || kind === 'spend'
      ? await ingestCatalogue(await readPartition(work, deps), work, deps)
      : await ingestClients(groupsOf(await readPartition(work, deps), work), work, deps)
  if (!isComplete) return false
  const name = partitionName(partition)
  await deps.clients.saveAll([], { markers: [deps.imports.batchMarker(started.id, name, nothing)] })
  await progress.add(name, nothing)
  return true
}

function groupsOf({ rows, badLines }: PartitionRows, { notices }: PartitionWork): ClientGroup[] {
  return groupByClient(rows, { badLines, orphans: notices.orphans })
}

async function readPartition(
  { started, notices, partition }: PartitionWork,
  { files }: ImportJobDeps,
): Promise<PartitionRows> {
  const { id, kind, mapping, checkpoint } = started
  const read = rowReader({ kind, mapping, headers: checkpoint?.table?.headers ?? [] })
  const rows: NumberedRow[] = []
  const badLines: BadLine[] = []
  for (const [segment, length] of notices.segmentsOf.get(partition) ?? []) {
    const text = (await files.text(importFiles.part(id, partition, segment))) ?? ''
    if (text.length !== length) throw new Error(`Part ${partition} of segment ${segment} is not whole`)
    for (const line of text.split('\n')) {
      if (line === '') continue
      const [row, ...fields] = JSON.parse(line) as [number, ...string[]] // -- because the first pass is the only writer
      if (fields[0] === null)
        badLines.push({ row, clientId: fields[1] ?? '', transactionId: fields[2] ?? '' })
      else {
        const result = read(fields)
        if (!result.ok) throw new Error(`Impossible: row ${row} was readable in the first pass`)
        rows.push({ row, value: result.value })
      }
    }
  }
  return { rows, badLines }
}
