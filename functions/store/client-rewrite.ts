import { summaryOf } from '#shared/client/change'
import { type Client, type ClientWithFacts, clientChangedMeanwhile, listStatus } from '#shared/client/client'
import { shardOf } from '#shared/kernel/ids'
import { addFlows, flowsOf, movement } from '#shared/portfolio/flows'
import { tokenWrites } from './client-writes.ts'
import { isEqual } from './equal.ts'
import { addToItem, flowItemKey } from './flow-items.ts'
import { clientItem, clientOf, factsOf } from './items.ts'
import { factPrefixes, shardClientsKey, shardVersionKey } from './keys.ts'
import type { Item } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** The items of one client's partition before and after; the client item, or what is left of it, is its head. */
export interface Rewritten {
  readonly before: readonly Item[]
  readonly after: readonly Item[]
}

/** What is left of a client in its partition while it is merged or erased: it reads as absent. */
export type Remnant = 'merged' | 'erasing'

const HEAD = 'CLIENT'
const versionIsUnchanged = 'version = :expected'

/** The head of a partition. */
export const headOf = (items: readonly Item[]): Item | undefined => items.find(({ sk }) => sk === HEAD)

/** Whether an item holds a fact or a part of one. */
export const isFact = ({ sk }: Item): boolean => factPrefixes.some((prefix) => sk.startsWith(prefix))

/** The client and facts of a partition, of a remnant too: what the live flows count. */
export function countedIn(items: readonly Item[]): ClientWithFacts | undefined {
  const head = headOf(items)
  if (!head) return undefined
  const facts = factsOf(items)
  if (head['kind'] === 'client') return { client: clientOf(head), facts }
  const summary = { items: 0, orders: 0, revenueCents: 0 }
  const { id, version, channelKey } = head as unknown as Pick<Client, 'id' | 'version' | 'channelKey'> // -- because `remnantOf` wrote it
  return { client: { id, version, channelKey, profile: { isPlaceholder: true }, summary }, facts }
}

/** The head that a client leaves behind. */
export function remnantOf(head: Item, kind: Remnant, rest: Record<string, unknown> = {}): Item {
  const { pk, sk, id, channelKey } = head
  return { pk, sk, kind, id, channelKey, version: Number(head['version']) + 1, ...rest }
}

/** A remnant one version on. */
export const touched = (head: Item): Item => ({ ...head, version: Number(head['version']) + 1 })

/** The head of a client whose items are those given, one version on and counted as changed for these runs. */
export function clientHead(
  client: Client,
  items: readonly Item[],
  { shards, runs }: { shards: number; runs: readonly string[] },
): Item {
  const facts = items.filter(isFact)
  const next = { ...client, version: client.version + 1, summary: summaryOf(factsOf(facts), facts.length) }
  return clientItem(next, shards, runs)
}

/** All writes that turn partitions from what they were into what they shall be, with flows, counts, words and versions. */
export function rewrites(
  partitions: readonly Rewritten[],
  { shards, runs }: { shards: number; runs: readonly string[] },
): NamedWrite[] {
  const flows = new Map<number, Map<string, Map<string, number>>>()
  const counts = new Map<number, Map<string, number>>()
  const versions = new Map<number, Map<string, number>>()
  const writes = partitions.flatMap(({ before, after }) => {
    const id = String(headOf(before)?.['id'] ?? headOf(after)?.['id'])
    const shard = shardOf(id, shards)
    const moved = movement(flowsOf(countedIn(before)), flowsOf(countedIn(after)))
    addFlows(entryOf(flows, shard), moved)
    for (const [items, by] of [[before, -1] as const, [after, 1] as const]) {
      const head = headOf(items)
      if (head?.['kind'] === 'client') add(entryOf(counts, shard), listStatus(clientOf(head)), by)
    }
    add(entryOf(versions, shard), 'version', 1)
    const marked = (headOf(before)?.['changedFor'] as readonly string[] | undefined) ?? []
    for (const run of runs) if (!marked.includes(run)) add(entryOf(versions, shard), `changed-${run}`, 1)
    return [...headWrites(before, after), ...itemWrites(before, after)]
  })
  return [
    ...writes,
    ...[...flows].flatMap(([shard, moved]) =>
      // Between clients of one shard flows may cancel out: an addition of nothing is refused.
      [...moved].flatMap(([flow, sums]) =>
        nonZero(sums).size === 0 ? [] : [addToItem(flowItemKey(shard, flow), nonZero(sums))],
      ),
    ),
    ...[...counts].flatMap(([shard, sums]) =>
      nonZero(sums).size === 0 ? [] : [addToItem(shardClientsKey(shard), nonZero(sums))],
    ),
    ...[...versions].map(([shard, sums]) => addToItem(shardVersionKey(shard), sums)),
  ]
}

function headWrites(before: readonly Item[], after: readonly Item[]): NamedWrite[] {
  const [was, is] = [headOf(before), headOf(after)]
  if (!was) throw new Error('Impossible: only a client that is there is rewritten')
  const condition = () => clientChangedMeanwhile(String(was['id']))
  const unchanged = {
    ConditionExpression: versionIsUnchanged,
    ExpressionAttributeValues: { ':expected': was['version'] },
  }
  return [
    is
      ? { Put: { Item: is, ...unchanged }, condition }
      : { Delete: { Key: { pk: was.pk, sk: was.sk }, ...unchanged }, condition },
    ...wordWrites(was, is),
  ]
}

function wordWrites(was: Item, is: Item | undefined): NamedWrite[] {
  const named = (head: Item | undefined): Client | undefined =>
    head?.['kind'] === 'client' ? clientOf(head) : undefined
  const [old, wanted] = [named(was), named(is)]
  if (wanted) return tokenWrites(old, wanted)
  if (!old) return []
  return tokenWrites(undefined, old).map(({ Put }) => ({
    Delete: { Key: { pk: Put?.Item['pk'], sk: Put?.Item['sk'] } },
  }))
}

function itemWrites(before: readonly Item[], after: readonly Item[]): NamedWrite[] {
  const old = new Map(before.filter(({ sk }) => sk !== HEAD).map((item) => [item.sk, item]))
  const kept = new Set(after.map(({ sk }) => sk))
  return [
    ...[...old.values()]
      .filter(({ sk }) => !kept.has(sk))
      .map(({ pk, sk }) => ({ Delete: { Key: { pk, sk } } })),
    ...after
      .filter((item) => item.sk !== HEAD && !isEqual(old.get(item.sk), item))
      .map((item) => ({ Put: { Item: item } })),
  ]
}

const nonZero = (sums: ReadonlyMap<string, number>): Map<string, number> =>
  new Map([...sums].filter(([, by]) => by !== 0))

function entryOf<Key, Value>(maps: Map<Key, Map<string, Value>>, key: Key): Map<string, Value> {
  const found = maps.get(key) ?? new Map<string, Value>()
  maps.set(key, found)
  return found
}

function add(sums: Map<string, number>, name: string, by: number): void {
  sums.set(name, (sums.get(name) ?? 0) + by)
}
