import { addPacked, packed, type PairCounts } from '#shared/models/pair-counts'
import type { Gathering, Owner } from '#shared/pipeline/associate'
import { addTo } from '#shared/portfolio/contribution'
import { sumsOf } from '#shared/portfolio/snapshot'
import type { RunsStore } from '#functions/store/runs.store'

/** Names under which the step leaves its parts. */
export const associateParts = {
  sums: 'associate',
  pairs: 'associate-pairs',
  owners: 'associate-owners',
} as const

// A stretch of the triangle whose packed form stays a few megabytes.
const PAIRS_PER_PART = 2_000_000

interface SumsPart {
  readonly sums: Record<string, readonly number[]>
  readonly baskets: CountsHead
  readonly holdings: CountsHead
}

interface CountsHead {
  readonly baskets: readonly number[]
  readonly items: readonly number[]
  readonly leftOut: number
}

interface PairsPart {
  readonly of: 'baskets' | 'holdings'
  readonly from: number
  readonly list: readonly number[]
}

/** Where a shard's step got to. */
export interface AssociatePlace {
  readonly runId: string
  readonly shard: number
  readonly part: number
  readonly pairs: number
}

type Runs = Pick<RunsStore, 'savePart'>

/** Writes what was gathered, owners apart; returns the number of the next part of pairs. */
export async function saveGathering(runs: Runs, at: AssociatePlace, gathering: Gathering): Promise<number> {
  let { pairs } = at
  for (const what of ['baskets', 'holdings'] as const) {
    const { together } = gathering[what]
    for (let from = 0; from < together.length; from += PAIRS_PER_PART) {
      const list = packed(together.subarray(from, from + PAIRS_PER_PART))
      if (list.every((value) => value < 0)) continue
      const value: PairsPart = { of: what, from, list }
      await runs.savePart(at.runId, { step: associateParts.pairs, shard: at.shard, part: pairs }, value)
      pairs += 1
    }
  }
  const part: SumsPart = {
    sums: sumsOf(gathering.sums),
    baskets: headOf(gathering.baskets),
    holdings: headOf(gathering.holdings),
  }
  await runs.savePart(at.runId, { step: associateParts.sums, shard: at.shard, part: at.part }, part)
  return pairs
}

function headOf({ baskets, items, leftOut }: PairCounts): CountsHead {
  return { baskets: packed(baskets), items: packed(items), leftOut }
}

/** Writes some owners under a part of their own: the one list that grows with the number of clients. */
export async function saveOwners(
  runs: Runs,
  at: { runId: string; shard: number; part: number },
  owners: readonly Owner[],
): Promise<void> {
  await runs.savePart(at.runId, { step: associateParts.owners, shard: at.shard, part: at.part }, owners)
}

/** Adds every part of every shard. */
export async function addParts(
  runs: Pick<RunsStore, 'eachPart'>,
  { runId, shards }: { runId: string; shards: number },
  into: Gathering,
): Promise<void> {
  for (let shard = 0; shard < shards; shard++) {
    for await (const part of runs.eachPart<SumsPart>(runId, associateParts.sums, shard)) {
      for (const [key, amounts] of Object.entries(part.sums)) addTo(into.sums, key, amounts)
      addHead(into.baskets, part.baskets)
      addHead(into.holdings, part.holdings)
    }
    for await (const part of runs.eachPart<PairsPart>(runId, associateParts.pairs, shard))
      addPacked(into[part.of].together, part.list, part.from)
  }
}

function addHead(into: PairCounts, { baskets, items, leftOut }: CountsHead): void {
  addPacked(into.baskets, baskets)
  addPacked(into.items, items)
  into.leftOut += leftOut
}

/** Every owner of every shard, a part at a time. */
export async function* eachOwner(
  runs: Pick<RunsStore, 'eachPart'>,
  { runId, shards }: { runId: string; shards: number },
): AsyncGenerator<Owner> {
  for (let shard = 0; shard < shards; shard++)
    for await (const owners of runs.eachPart<Owner[]>(runId, associateParts.owners, shard)) yield* owners
}
