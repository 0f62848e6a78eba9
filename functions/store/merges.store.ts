import { type Client, clientNotFound } from '#shared/client/client'
import { type Fact, factIdentity } from '#shared/client/facts'
import { movedFact, splitFact } from '#shared/client/merge'
import { DomainError, invalidInput } from '#shared/kernel/errors'
import type { ClientId } from '#shared/kernel/ids'
import { clientHead, headOf, isFact, remnantOf, rewrites, touched } from './client-rewrite.ts'
import { isMerged } from './erasures.store.ts'
import { clientOf, factItems, factsOf } from './items.ts'
import { clientKey, clientPartition } from './keys.ts'
import { type Item, MAX_ACTIONS, type Table } from './table.ts'

const FACTS_A_BATCH = 16
const ATTEMPTS = 6

/** How far a merge or its reversal came. */
export interface Merged {
  readonly isDone: boolean
  readonly moved: number
}

interface MergesOptions {
  readonly table: Table
  readonly shards: number
  readonly runs?: () => Promise<readonly string[]>
}

interface Pair {
  readonly loser: readonly Item[]
  readonly survivor: readonly Item[]
}

/**
 * Merging of duplicates: first the loser becomes a pointer to the survivor, then its facts, notes and actions move, each
 * batch one transaction over both clients. Stopped anywhere, the same call goes on; a merge can be reverted.
 */
export function createMergesStore({ table, shards, runs = () => Promise.resolve([]) }: MergesOptions) {
  const read = (id: ClientId) => table.queryAll(clientPartition(id), { isConsistent: true })

  /** Where a client that is not there went; undefined when it was never there. */
  async function mergedInto(id: ClientId): Promise<ClientId | undefined> {
    let at = id
    for (let hops = 0; hops < 8; hops++) {
      const head = await table.get(clientKey(at))
      if (head?.['kind'] !== 'merged') return at === id ? undefined : at
      at = String(head['into'])
    }
    return undefined
  }

  /** The clients these ids were merged into; ids that were not are left out. */
  async function survivorsOf(ids: readonly ClientId[]): Promise<Map<ClientId, ClientId>> {
    const heads = await table.getMany(ids.map(clientKey), { isConsistent: true })
    const found = new Map<ClientId, ClientId>()
    for (const head of heads) {
      if (head['kind'] !== 'merged') continue
      const into = await mergedInto(String(head['id']))
      if (into !== undefined) found.set(String(head['id']), into)
    }
    return found
  }

  /** Merges `loser` into `survivor`, as far as the time allows. */
  async function merge(
    loser: ClientId,
    survivor: ClientId,
    { hasTime }: { hasTime: () => boolean },
  ): Promise<Merged> {
    if (loser === survivor) throw invalidInput('merge.same', 'A client cannot be merged with itself.')
    return repeat(loser, survivor, { hasTime, once: mergeOnce })
  }

  async function mergeOnce(pair: Pair): Promise<number | 'done'> {
    const { loser, survivor } = heads(pair)
    if (loser['kind'] === 'client') return await begin(pair)
    if (loser['into'] !== survivor['id']) throw isMerged(String(loser['id']), String(loser['into']))
    return await move(pair)
  }

  async function begin(pair: Pair): Promise<number> {
    const { loser, survivor } = heads(pair)
    const counted = await runs()
    const client = clientOf(survivor)
    const { pk: _pk, sk: _sk, ...kept } = loser
    const left = remnantOf(loser, 'merged', {
      into: client.id,
      kept: { profile: kept['profile'], tags: kept['tags'], mergedFrom: kept['mergedFrom'] },
    })
    const mergedFrom = [
      ...new Set([
        ...(client.mergedFrom ?? []),
        ...((loser['mergedFrom'] as string[]) ?? []),
        String(loser['id']),
      ]),
    ]
    const head = clientHead({ ...client, mergedFrom }, pair.survivor, { shards, runs: counted })
    await table.transact(
      rewrites(
        [
          { before: pair.loser, after: [...without(pair.loser, loser), left] },
          { before: pair.survivor, after: [...without(pair.survivor, survivor), head] },
        ],
        { shards, runs: counted },
      ),
    )
    return 0
  }

  async function move(pair: Pair): Promise<number | 'done'> {
    const { loser, survivor } = heads(pair)
    const [from, into] = [String(loser['id']), String(survivor['id'])]
    const held = factsOf(pair.survivor)
    const movable = factsOf(pair.loser).filter((fact) => movedFact(fact, from, held) !== undefined)
    const others = pair.loser.filter(({ kind }) => kind === 'note' || kind === 'action')
    if (movable.length + others.length === 0) return 'done'
    for (let taken = FACTS_A_BATCH; ; taken = Math.floor(taken / 2)) {
      const facts = movable.slice(0, taken)
      const extra = facts.length < taken ? others.slice(0, taken - facts.length) : []
      const arrived = facts.reduce((all, fact) => withMoved(all, fact, from), held)
      const gone = new Set(facts.flatMap((fact) => factItems(from, fact)).map(({ sk }) => sk))
      const after = {
        loser: pair.loser.filter((item) => !gone.has(item.sk) && !extra.includes(item)),
        survivor: [...pair.survivor, ...extra.map((item) => handedOver(item, { from, into }))],
      }
      if (await written(pair, { ...after, survivor: withFacts(after.survivor, arrived, into) }, taken))
        return facts.length + extra.length
    }
  }

  /** Gives a merged client back what came from it, as far as the time allows. */
  async function revert(loser: ClientId, { hasTime }: { hasTime: () => boolean }): Promise<Merged> {
    const head = await table.get(clientKey(loser), { isConsistent: true })
    if (head?.['kind'] !== 'merged')
      throw new DomainError('conflict', 'merge.none', `Client "${loser}" is not merged into another one.`)
    return repeat(loser, String(head['into']), { hasTime, once: revertOnce })
  }

  async function revertOnce(pair: Pair): Promise<number | 'done'> {
    const { loser, survivor } = heads(pair)
    if (loser['kind'] === 'client') return 'done'
    const [from, into] = [String(loser['id']), String(survivor['id'])]
    const held = factsOf(pair.survivor)
    const mine = held.filter((fact) => splitFact(fact, from).back !== undefined)
    const others = pair.survivor.filter((item) => item['from'] === from && !isFact(item))
    if (mine.length + others.length === 0) return await restore(pair)
    for (let taken = FACTS_A_BATCH; ; taken = Math.floor(taken / 2)) {
      const facts = mine.slice(0, taken)
      const extra = facts.length < taken ? others.slice(0, taken - facts.length) : []
      const kept = held.flatMap((fact) => (facts.includes(fact) ? (splitFact(fact, from).kept ?? []) : fact))
      const back = facts.flatMap((fact) => splitFact(fact, from).back ?? [])
      const rest = pair.survivor.filter((item) => !extra.includes(item))
      const after = {
        loser: [
          ...pair.loser,
          ...back.flatMap((fact) => factItems(from, fact)),
          ...extra.map((item) => handedOver(item, { from: undefined, into: from })),
        ],
        survivor: withFacts(rest, kept, into),
      }
      if (await written(pair, after, taken)) return facts.length + extra.length
    }
  }

  async function restore(pair: Pair): Promise<number> {
    const { loser, survivor } = heads(pair)
    const counted = await runs()
    const {
      profile,
      tags,
      mergedFrom = [],
    } = loser['kept'] as Pick<Client, 'profile' | 'tags' | 'mergedFrom'>
    const client = {
      id: String(loser['id']),
      version: Number(loser['version']),
      channelKey: String(loser['channelKey']),
      profile,
      summary: { items: 0, orders: 0, revenueCents: 0 },
      ...(tags ? { tags } : {}),
      ...(mergedFrom.length > 0 ? { mergedFrom } : {}),
    }
    const gone = new Set([client.id, ...mergedFrom])
    const other = clientOf(survivor)
    const left = (other.mergedFrom ?? []).filter((id) => !gone.has(id))
    const { mergedFrom: _, ...plain } = other
    const around = { shards, runs: counted }
    const kept = clientHead(left.length > 0 ? { ...plain, mergedFrom: left } : plain, pair.survivor, around)
    await table.transact(
      rewrites(
        [
          {
            before: pair.loser,
            after: [...without(pair.loser, loser), clientHead(client, pair.loser, around)],
          },
          { before: pair.survivor, after: [...without(pair.survivor, survivor), kept] },
        ],
        around,
      ),
    )
    return 0
  }

  /** Writes both partitions in one transaction; false when that is too much for one. */
  async function written(pair: Pair, after: Pair, taken: number): Promise<boolean> {
    const { loser, survivor } = heads(pair)
    const counted = await runs()
    const around = { shards, runs: counted }
    const bare = without(after.survivor, survivor)
    const writes = rewrites(
      [
        { before: pair.loser, after: [...without(after.loser, loser), touched(loser)] },
        { before: pair.survivor, after: [...bare, clientHead(clientOf(survivor), bare, around)] },
      ],
      // The survivor was counted as changed when the merge began; the loser is no client any more.
      { shards, runs: [] },
    )
    if (writes.length > MAX_ACTIONS && taken > 1) return false
    await table.transact(writes)
    return true
  }

  interface Repeated {
    readonly hasTime: () => boolean
    readonly once: (pair: Pair) => Promise<number | 'done'>
  }

  async function repeat(loser: ClientId, survivor: ClientId, { hasTime, once }: Repeated): Promise<Merged> {
    let moved = 0
    for (let attempt = 1; ;) {
      const [ofLoser, ofSurvivor] = await Promise.all([read(loser), read(survivor)])
      if (!headOf(ofLoser)) throw clientNotFound(loser)
      if (headOf(ofSurvivor)?.['kind'] !== 'client') throw clientNotFound(survivor)
      if (headOf(ofLoser)?.['kind'] === 'erasing') throw clientNotFound(loser)
      if (!hasTime()) return { isDone: false, moved }
      try {
        const done = await once({ loser: ofLoser, survivor: ofSurvivor })
        if (done === 'done') return { isDone: true, moved }
        moved += done
        attempt = 1
      } catch (error) {
        const isMeanwhile = error instanceof DomainError && error.code === 'client.changed-meanwhile'
        if (!isMeanwhile || attempt++ >= ATTEMPTS) throw error
      }
    }
  }

  return { merge, revert, mergedInto, survivorsOf }
}

/** Merges. */
export type MergesStore = ReturnType<typeof createMergesStore>

function heads({ loser, survivor }: Pair): { loser: Item; survivor: Item } {
  const [one, other] = [headOf(loser), headOf(survivor)]
  if (!one || !other) throw new Error('Impossible: both heads were checked')
  return { loser: one, survivor: other }
}

const without = (items: readonly Item[], head: Item): Item[] => items.filter(({ sk }) => sk !== head.sk)

/** The survivor's facts with one more; a month of engagement both have becomes one. */
function withMoved(held: readonly Fact[], fact: Fact, from: ClientId): Fact[] {
  const moved = movedFact(fact, from, held)
  if (!moved) return [...held]
  const identity = factIdentity(moved)
  return [...held.filter((one) => factIdentity(one) !== identity), moved]
}

/** The items with these facts in place of the ones they hold. */
function withFacts(items: readonly Item[], facts: readonly Fact[], id: ClientId): Item[] {
  return [...items.filter((item) => !isFact(item)), ...facts.flatMap((fact) => factItems(id, fact))]
}

/** A note or an action in another client's partition. */
function handedOver(item: Item, { from, into }: { from: ClientId | undefined; into: ClientId }): Item {
  const { from: _, ...rest } = item
  const card = item['card'] as Record<string, unknown> | undefined
  return {
    ...rest,
    pk: clientPartition(into),
    sk: item.sk,
    clientId: into,
    ...(card ? { card: { ...card, c: into } } : {}),
    ...(from === undefined ? {} : { from }),
  }
}
