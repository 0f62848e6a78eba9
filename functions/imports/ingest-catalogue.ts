import { decideProducts, decideSpend, statedProducts, statedSpend } from '#shared/import/decide-catalogue'
import type { Outcome } from '#shared/import/decide'
import type { GroupReject } from '#shared/import/stated'
import { DomainError } from '#shared/kernel/errors'
import type { NamedWrite } from '#functions/store/transaction'
import type { ImportJobDeps } from './import-job.ts'
import {
  keepRejects,
  nothing,
  type PartitionRows,
  type PartitionWork,
  pendingBatches,
} from './partition-work.ts'

const ENTRIES_PER_BATCH = 80
const ATTEMPTS = 8

/** What a batch writes when its turn comes. */
interface Plan {
  readonly outcome: Outcome
  readonly save: (markers: readonly NamedWrite[]) => Promise<void>
}

/** Saves products or spend, batch by batch; false when time ran out. */
export async function ingestCatalogue(
  { rows }: PartitionRows,
  work: PartitionWork,
  deps: ImportJobDeps,
): Promise<boolean> {
  const rejects: GroupReject[] = []
  const { id, kind } = work.started
  const plans =
    kind === 'products'
      ? batchesOf(statedProducts(rows, rejects)).map((some) => async (): Promise<Plan> => {
          const known = await deps.products.loadMany(some.map(({ key }) => key))
          const { put, ...outcome } = decideProducts(some, known, id)
          return { outcome, save: (markers) => deps.products.saveAll(put, markers) }
        })
      : batchesOf(statedSpend(rows, rejects)).map((some) => async (): Promise<Plan> => {
          const known = await deps.spend.loadMany(some.map(({ value }) => value))
          const { put, ...outcome } = decideSpend(some, known, id)
          return { outcome, save: (markers) => deps.spend.saveAll(put, markers) }
        })
  // The rows refused go with a batch of their own, so that they are counted once.
  const all = [...plans, rejectsOnly(deps)]
  for (const { name, items } of pendingBatches(all, work)) {
    if (!work.hasTime()) return false
    const own = items === all.at(-1) ? rejects : []
    await keepRejects(work, { name, rejects: own }, deps)
    await saveBatch({ name, plan: items, rejected: own.length }, work, deps)
  }
  return true
}

const rejectsOnly = (deps: ImportJobDeps) => (): Promise<Plan> =>
  Promise.resolve({
    outcome: nothing,
    save: (markers) => deps.clients.saveAll([], { markers }),
  })

function batchesOf<Entry>(entries: readonly Entry[]): Entry[][] {
  const batches: Entry[][] = []
  for (let start = 0; start < entries.length; start += ENTRIES_PER_BATCH)
    batches.push(entries.slice(start, start + ENTRIES_PER_BATCH))
  return batches
}

interface CatalogueBatch {
  readonly name: string
  readonly plan: () => Promise<Plan>
  readonly rejected: number
}

async function saveBatch(
  { name, plan, rejected }: CatalogueBatch,
  { started, progress }: PartitionWork,
  deps: ImportJobDeps,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { outcome, save } = await plan()
    const counts = { ...nothing, ...outcome, rejected }
    try {
      await save([deps.imports.batchMarker(started.id, name, counts)])
      return await progress.add(name, counts)
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
      const saved = (await deps.imports.batches(started.id, name)).get(name)
      if (saved) return await progress.add(name, saved)
      if (attempt >= ATTEMPTS) throw error
    }
  }
}
