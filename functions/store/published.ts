import { LRUCache } from 'lru-cache'
import type { Context } from '#shared/portfolio/context'
import { noPeers, type Peers } from '#shared/portfolio/peers'
import type { Snapshot } from '#shared/portfolio/snapshot'
import type { RunsStore } from './runs.store.ts'

// A snapshot is at most a few megabytes; two runs are at hand while one replaces the other.
const RUNS_KEPT = 3

/** Snapshots and contexts of runs, kept in the function: both never change once a run is published. */
export function createPublished(runs: Pick<RunsStore, 'loadSnapshot' | 'loadContext' | 'loadPeers'>) {
  const snapshots = new LRUCache<string, Snapshot>({ max: RUNS_KEPT })
  const contexts = new LRUCache<string, Context>({ max: RUNS_KEPT })
  const peers = new LRUCache<string, Peers>({ max: RUNS_KEPT })

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

  /** What the pages of single clients are compared with; nothing for runs older than that. */
  async function peersOf(runId: string): Promise<Peers> {
    const known = peers.get(runId)
    if (known) return known
    const loaded = await runs.loadPeers(runId)
    if (loaded) peers.set(runId, loaded)
    return loaded ?? noPeers
  }

  return { snapshot, context, peers: peersOf }
}

/** Snapshots and contexts of runs. */
export type Published = ReturnType<typeof createPublished>
