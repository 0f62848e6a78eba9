import type { RunId } from '#shared/kernel/ids'
import type { ReportCardView } from '#shared/pipeline/report-card-view.schema'
import type { Context } from '#shared/portfolio/context'
import type { Peers } from '#shared/portfolio/peers'
import type { Snapshot } from '#shared/portfolio/snapshot'
import { chunksOf, valueOf } from './blobs.ts'
import {
  changedKey,
  contextKey,
  fitKey,
  type Key,
  partKey,
  partPrefix,
  peersKey,
  runKey,
  snapshotKey,
} from './keys.ts'
import { type Item, MAX_ACTIONS, type Table } from './table.ts'

// A part's chunk number leaves room for the pieces of one part.
const PIECES = 1_000

interface Kept {
  readonly kind: string
  readonly prefix: string
}

/** The large things a run writes, in compressed chunks: its context, the parts of its steps, its snapshot. */
export function createRunParts({ table }: { table: Table }) {
  /** Writes chunks under keys; what an earlier attempt left behind the last of them goes. */
  async function replace(keys: readonly Key[], chunks: readonly Uint8Array[], { kind, prefix }: Kept) {
    for (const [index, chunk] of chunks.entries())
      await table.transact([{ Put: { Item: { ...keys[index], kind, chunk } } }])
    const [first] = keys
    const last = keys.at(-1)
    if (first && last) await removeFrom(first.pk, prefix, (sk) => sk > last.sk)
  }

  async function removeFrom(pk: string, prefix: string, isOver: (sk: string) => boolean): Promise<void> {
    const over = (await table.queryAll(pk, { prefix, isConsistent: true })).filter(({ sk }) => isOver(sk))
    for (let start = 0; start < over.length; start += MAX_ACTIONS)
      await table.transact(
        over.slice(start, start + MAX_ACTIONS).map(({ sk }) => ({ Delete: { Key: { pk, sk } } })),
      )
  }

  async function saveContext(context: Context): Promise<void> {
    const chunks = chunksOf(context)
    const keys = chunks.map((_, index) => contextKey(context.runId, index))
    await replace(keys, chunks, { kind: 'context', prefix: 'CONTEXT#' })
  }

  async function loadContext(id: RunId): Promise<Context | undefined> {
    const items = await table.queryAll(runKey(id).pk, { prefix: 'CONTEXT#', isConsistent: true })
    return items.length === 0 ? undefined : valueOf<Context>(items.map(bytesOf))
  }

  /** Keeps the report card of a run; it is of bounded size, so one item holds it. */
  async function saveCard(id: RunId, card: ReportCardView): Promise<void> {
    const [chunk] = chunksOf(card)
    await table.transact([{ Put: { Item: { ...fitKey(id), kind: 'card', chunk } } }])
  }

  async function loadCard(id: RunId): Promise<ReportCardView | undefined> {
    const item = await table.get(fitKey(id))
    return item && valueOf<ReportCardView>([bytesOf(item)])
  }

  /** Keeps what the pages of single clients are compared with; it is of bounded size, so one item holds it. */
  async function savePeers(id: RunId, peers: Peers): Promise<void> {
    const [chunk] = chunksOf(peers)
    await table.transact([{ Put: { Item: { ...peersKey(id), kind: 'peers', chunk } } }])
  }

  async function loadPeers(id: RunId): Promise<Peers | undefined> {
    const item = await table.get(peersKey(id))
    return item && valueOf<Peers>([bytesOf(item)])
  }

  /** Clients whose live score was made while the run was on its way. */
  async function changedDuring(id: RunId): Promise<string[]> {
    const items = await table.queryAll(runKey(id).pk, { prefix: 'CHANGED#', isConsistent: true })
    return items.map((item) => String(item['id']))
  }

  async function forgetChanged(id: RunId, clientId: string): Promise<void> {
    await table.transact([{ Delete: { Key: { ...changedKey(id, clientId) } } }])
  }

  /** Writes one part of a step's result. */
  async function savePart(id: RunId, at: { step: string; shard: number; part: number }, value: unknown) {
    for (const [piece, chunk] of chunksOf(value).entries())
      await table.transact([
        {
          Put: {
            Item: { ...partKey(id, at.step, at.shard, at.part * PIECES + piece), kind: 'part', chunk },
          },
        },
      ])
  }

  /** Forgets the parts from one on: what an attempt that ended early wrote beyond the point where this one begins. */
  async function dropParts(id: RunId, at: { step: string; shard: number; from: number }): Promise<void> {
    const first = partKey(id, at.step, at.shard, at.from * PIECES).sk
    await removeFrom(runKey(id).pk, partPrefix(at.step, at.shard), (sk) => sk >= first)
  }

  /** Forgets every part: what steps left for each other is of no use after the run, and names clients. */
  async function dropEveryPart(id: RunId): Promise<void> {
    await removeFrom(runKey(id).pk, 'PART#', () => true)
  }

  /** Every part a step wrote for a shard, in order. */
  async function loadParts<Value>(id: RunId, step: string, shard: number): Promise<Value[]> {
    const items = await table.queryAll(runKey(id).pk, { prefix: partPrefix(step, shard), isConsistent: true })
    const pieces = new Map<number, Uint8Array[]>()
    for (const item of items) {
      const part = Math.floor(Number(item.sk.split('#').at(-1)) / PIECES)
      pieces.set(part, [...(pieces.get(part) ?? []), bytesOf(item)])
    }
    return [...pieces.values()].map((chunks) => valueOf<Value>(chunks))
  }

  /** Every part a step wrote for a shard, in order, unpacked one at a time: for parts too large to be held together. */
  async function* eachPart<Value>(id: RunId, step: string, shard: number): AsyncGenerator<Value> {
    const items = await table.queryAll(runKey(id).pk, { prefix: partPrefix(step, shard), isConsistent: true })
    let open: { part: number; chunks: Uint8Array[] } | undefined
    for (const item of items) {
      const part = Math.floor(Number(item.sk.split('#').at(-1)) / PIECES)
      if (open && open.part !== part) {
        yield valueOf<Value>(open.chunks)
        open = undefined
      }
      open ??= { part, chunks: [] }
      open.chunks.push(bytesOf(item))
    }
    if (open) yield valueOf<Value>(open.chunks)
  }

  async function saveSnapshot(snapshot: Snapshot): Promise<void> {
    const chunks = chunksOf(snapshot)
    const keys = chunks.map((_, index) => snapshotKey(snapshot.runId, index))
    await replace(keys, chunks, { kind: 'snapshot', prefix: '' })
  }

  async function loadSnapshot(id: RunId): Promise<Snapshot | undefined> {
    const items = await table.queryAll(snapshotKey(id, 0).pk)
    return items.length === 0 ? undefined : valueOf<Snapshot>(items.map(bytesOf))
  }

  return {
    saveContext,
    loadContext,
    saveCard,
    loadCard,
    savePeers,
    loadPeers,
    changedDuring,
    forgetChanged,
    savePart,
    dropParts,
    dropEveryPart,
    loadParts,
    eachPart,
    saveSnapshot,
    loadSnapshot,
  }
}

function bytesOf(item: Item): Uint8Array {
  return item['chunk'] as Uint8Array
}
