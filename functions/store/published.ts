import { LRUCache } from 'lru-cache'
import type { Context } from '#shared/portfolio/context'
import type { Snapshot } from '#shared/portfolio/snapshot'
import type { RunsStore } from './runs.store.ts'

// A snapshot is at most a few megabytes; two runs are at hand while one replaces the other.
const RUNS_KEPT = 3

/** Snapshots and contexts of runs, kept in the function: both never change once a run is published. */
export function createPublished(runs: Pick<RunsStore, 'loadSnapshot' | 'loadContext'>) {
  const snapshots = new LRUCache<string, Snapshot>({ max: RUNS_KEPT })
  const contexts = new LRUCache<string, Context>({ max: RUNS_KEPT })

  async function snapshot(runId: string): Promise<Snapshot | undefined> {
    const known = snapshots.get(runId)
    if (known) return known
    const loaded = await runs.loadSnapshot(runId)
    if (loaded) snapshots.set(runId, loaded)
    return loaded
  }

  async function context(runId: string): Promise<Context | undefined> {
    const known = contexts.get(runId)
    if (known) return known
    const loaded = await runs.loadContext(runId)
    if (loaded) contexts.set(runId, loaded)
    return loaded
  }

  return { snapshot, context }
}

/** Snapshots and contexts of runs. */
export type Published = ReturnType<typeof createPublished>
