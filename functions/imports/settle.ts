import { rejectedHeader, rejectedLine } from '#shared/import/rejected-csv'
import type { BatchCounts } from '#functions/store/imports.store'
import { importFiles } from './import-files.ts'
import { type ImportJobDeps, type StartedImport, startedImport } from './import-job.ts'
import { readNotices } from './prepare.ts'
import { parsedRejects, type Reject } from './reject.ts'

const SAMPLED_REJECTS = 20
// Up to this many rejected rows the file is in the order of the rows; a longer one lists them as they were found.
const SORTED_REJECTS = 200_000

/** Last step: adds up, writes the rejected rows, remembers the mapping and has the clients valued anew. */
export async function settle(id: string, deps: ImportJobDeps): Promise<void> {
  const started = await startedImport(deps.imports, id)
  if (!started) return
  const batches = await deps.imports.batches(id)
  const { counts, placeholders } = summed(started, batches)
  const accounted = counts.accepted + counts.updated + counts.unchanged + counts.rejected
  if (accounted !== counts.read)
    throw new Error(`Impossible: ${accounted} of ${counts.read} rows are accounted for in import ${id}`)
  const rejectedSample = counts.rejected > 0 ? await writeRejected(started, batches, deps) : []
  if (started.headerSignature !== undefined)
    await deps.imports.remember(started.headerSignature, started.kind, started.mapping)
  const isChanged = counts.accepted + counts.updated > 0 && started.startsRun !== false
  const runId = isChanged ? (started.runId ?? `import-${id}`) : undefined
  if (runId !== undefined) await deps.startValuation(runId)
  await deps.imports.update(id, ['queued', 'partitioning', 'saving'], {
    status: 'done',
    counts,
    placeholders: { clients: placeholders, products: await countPlaceholders(started, deps) },
    progress: { done: counts.read, total: counts.read, unit: 'rows' },
    rejectedSample,
    finishedAt: deps.clock(),
    ...(runId === undefined ? {} : { runId }),
  })
}

function summed({ checkpoint }: StartedImport, batches: ReadonlyMap<string, BatchCounts>) {
  const sum = (of: keyof BatchCounts) => [...batches.values()].reduce((all, one) => all + one[of], 0)
  return {
    counts: {
      read: checkpoint?.read ?? 0,
      accepted: sum('accepted'),
      updated: sum('updated'),
      unchanged: sum('unchanged'),
      rejected: (checkpoint?.rejected ?? 0) + sum('rejected'),
    },
    placeholders: sum('placeholders'),
  }
}

async function countPlaceholders({ id, kind }: StartedImport, { products }: ImportJobDeps): Promise<number> {
  if (kind !== 'transactions' && kind !== 'holdings') return 0
  const all = await products.loadAll()
  return all.filter(({ isPlaceholder, source }) => isPlaceholder && source?.importId === id).length
}

/** Writes the file of rejected rows and returns the first of them. */
async function writeRejected(
  started: StartedImport,
  batches: ReadonlyMap<string, BatchCounts>,
  { files }: ImportJobDeps,
): Promise<Reject[]> {
  const { id } = started
  const { rejecting } = await readNotices(started, files)
  const names = [...batches].filter(([, { rejected }]) => rejected > 0).map(([name]) => name)
  const keys = [
    ...rejecting.map((segment) => importFiles.rejectsOfSegment(id, segment)),
    ...names.map((name) => importFiles.rejectsOfBatch(id, name)),
  ]
  const rejected =
    (started.checkpoint?.rejected ?? 0) +
    names.reduce((sum, name) => sum + (batches.get(name)?.rejected ?? 0), 0)
  const first: Reject[] = []
  let rows = 0
  async function* lines() {
    yield rejectedHeader
    for await (const some of piecesOf(keys, { files, isSorted: rejected <= SORTED_REJECTS })) {
      rows += some.filter(({ row }, index) => row !== some[index - 1]?.row).length
      if (first.length < SAMPLED_REJECTS) first.push(...some.slice(0, SAMPLED_REJECTS - first.length))
      yield some.map(rejectedLine).join('')
    }
  }
  await files.write(importFiles.rejected(id), lines(), 'text/csv; charset=utf-8')
  if (rows !== rejected) throw new Error(`${rows} of ${rejected} rejected rows were found in import ${id}`)
  return first
}

interface Pieces {
  readonly files: Pick<ImportJobDeps['files'], 'text'>
  readonly isSorted: boolean
}

async function* piecesOf(keys: readonly string[], { files, isSorted }: Pieces): AsyncGenerator<Reject[]> {
  const all: Reject[] = []
  for (const key of keys) {
    const some = parsedRejects((await files.text(key)) ?? '')
    if (isSorted) all.push(...some)
    else yield some
  }
  if (isSorted) yield all.sort((a, b) => a.row - b.row)
}
