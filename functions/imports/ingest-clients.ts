import type { ClientWithFacts } from '#shared/client/client'
import { revised } from '#shared/client/change'
import { decide } from '#shared/import/decide'
import type { ClientGroup } from '#shared/import/stated'
import { DomainError } from '#shared/kernel/errors'
import type { BatchCounts } from '#functions/store/imports.store'
import type { ImportJobDeps } from './import-job.ts'
import { followingMerges, withoutErased } from './redirect.ts'
import { keepRejects, nothing, type PartitionWork, pendingBatches } from './partition-work.ts'

const CLIENTS_PER_BATCH = 50
const ROWS_PER_BATCH = 2_000
const READS_AT_ONCE = 8
const ATTEMPTS = 8

/** Saves the clients of a partition, batch by batch; false when time ran out. */
export async function ingestClients(
  groups: readonly ClientGroup[],
  work: PartitionWork,
  deps: ImportJobDeps,
): Promise<boolean> {
  const pending = pendingBatches(batchesOf(groups), work)
  // Taken off as they are saved, so that what is saved need not stay in memory.
  for (let batch = pending.shift(); batch; batch = pending.shift()) {
    if (!work.hasTime()) return false
    await saveBatch(batch.name, batch.items, { work, deps })
  }
  return true
}

/** Groups in batches that are the same every time, whatever was saved before. */
function batchesOf(groups: readonly ClientGroup[]): ClientGroup[][] {
  const batches: ClientGroup[][] = []
  let rows = 0
  for (const group of groups) {
    const last = batches.at(-1)
    if (last && last.length < CLIENTS_PER_BATCH && rows < ROWS_PER_BATCH) last.push(group)
    else {
      batches.push([group])
      rows = 0
    }
    rows += group.facts.reduce(
      (sum, { rows: stated }) => sum + stated.length,
      group.profile?.rows.length ?? 0,
    )
  }
  return batches
}

interface Around {
  readonly work: PartitionWork
  readonly deps: ImportJobDeps
}

async function saveBatch(name: string, filed: readonly ClientGroup[], { work, deps }: Around): Promise<void> {
  const { started, progress } = work
  const groups = await withoutErased(filed, deps.erasures)
  await keepRejects(work, { name, rejects: groups.flatMap(({ rejects }) => rejects) }, deps)
  for (let attempt = 1; ; attempt++) {
    const { changes, counts } = await decideBatch(groups, { work, deps })
    try {
      const markers = [deps.imports.batchMarker(started.id, name, counts)]
      await deps.clients.saveAll(changes, { work: `${started.id}#${name}`, markers })
      return await progress.add(name, counts)
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
      const saved = (await deps.imports.batches(started.id, name)).get(name)
      if (saved) return await progress.add(name, saved)
      // Somebody changed one of these clients meanwhile: read them again and decide anew.
      if (attempt >= ATTEMPTS) throw error
    }
  }
}

// No live scores here: the run that follows every import scores all its clients; the list says that a run is on its way.
async function decideBatch(named: readonly ClientGroup[], { work, deps }: Around) {
  const { merges, clients } = deps
  const load = (id: string) => clients.loadWithFacts(id)
  const { groups, ignoredRows } = await followingMerges(named, { merges, load })
  const before = await loadClients(groups, deps)
  const counts: { -readonly [Key in keyof BatchCounts]: number } = { ...nothing, unchanged: ignoredRows }
  const changes = groups.flatMap((group) => {
    const client = before.get(group.clientId)
    const decision = decide(group, client, work.started.id)
    counts.accepted += decision.accepted
    counts.updated += decision.updated
    counts.unchanged += decision.unchanged
    if (decision.isOwnPlaceholder) counts.placeholders += 1
    const { profile, put } = decision
    if (!profile && put.length === 0) return []
    const revision = { put, channels: work.channels, ...(profile ? { profile } : {}) }
    return [{ before: client, after: revised(group.clientId, client, revision) }]
  })
  counts.rejected = named.reduce((sum, { rejects }) => sum + rejects.length, 0)
  return { changes, counts }
}

/** The clients that exist, with their facts. */
async function loadClients(
  groups: readonly ClientGroup[],
  { clients }: Pick<ImportJobDeps, 'clients'>,
): Promise<Map<string, ClientWithFacts>> {
  const existing = [...(await clients.loadManyExisting(groups.map(({ clientId }) => clientId))).keys()]
  const found = new Map<string, ClientWithFacts>()
  for (let start = 0; start < existing.length; start += READS_AT_ONCE)
    await Promise.all(
      existing.slice(start, start + READS_AT_ONCE).map(async (id) => {
        const client = await clients.loadWithFacts(id)
        if (client) found.set(id, client)
      }),
    )
  return found
}
