import { createHmac, randomBytes } from 'node:crypto'
import { type Client, clientNotFound } from '#shared/client/client'
import { DomainError } from '#shared/kernel/errors'
import type { ClientId } from '#shared/kernel/ids'
import { headOf, remnantOf, rewrites, touched } from './client-rewrite.ts'
import { changedKey, clientKey, clientPartition, erasedKey, erasureKeyKey } from './keys.ts'
import { type Item, MAX_ACTIONS, type Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

const ITEMS_A_BATCH = 40
const ATTEMPTS = 6

/** How far an erasure came. */
export interface Erased {
  readonly isDone: boolean
  readonly items: number
}

interface ErasuresOptions {
  readonly table: Table
  readonly shards: number
  readonly runs?: () => Promise<readonly string[]>
}

const keyIsNew = 'attribute_not_exists(pk)'

/**
 * Erasing: the client goes first, with its words, and leaves a keyed hash of its id; then its facts with their flows, batch
 * by batch. Stopped anywhere, the same call goes on.
 */
export function createErasuresStore({ table, shards, runs = () => Promise.resolve([]) }: ErasuresOptions) {
  let known: string | undefined

  /** The key of the hashes: made once, by chance, and never shown. */
  async function secret(): Promise<string> {
    if (known !== undefined) return known
    const item = await table.get(erasureKeyKey, { isConsistent: true })
    if (item) return (known = String(item['secret']))
    const fresh = randomBytes(32).toString('base64url')
    try {
      await table.transact([
        {
          Put: {
            Item: { ...erasureKeyKey, kind: 'erasure-key', secret: fresh },
            ConditionExpression: keyIsNew,
          },
        },
      ])
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
    }
    return secret()
  }

  const hashOf = async (id: ClientId): Promise<string> =>
    createHmac('sha256', await secret())
      .update(id)
      .digest('base64url')

  /** Which of these ids belonged to clients that were erased. */
  async function erasedAmong(ids: readonly ClientId[]): Promise<Set<ClientId>> {
    // Before the first erasure there is no key, and nothing to look for.
    if (ids.length === 0 || !(known ?? (await table.get(erasureKeyKey)))) return new Set()
    const keys = await Promise.all(ids.map(async (id) => ({ id, key: erasedKey(await hashOf(id)) })))
    const held = new Set((await table.getMany(keys.map(({ key }) => key))).map(({ pk }) => pk))
    return new Set(keys.filter(({ key }) => held.has(key.pk)).map(({ id }) => id))
  }

  /**
   * Erases a client and every client merged into it, as far as the time allows.
   *
   * @throws DomainError `client.not-found`, `client.is-merged`
   */
  async function erase(id: ClientId, { hasTime }: { hasTime: () => boolean }): Promise<Erased> {
    const head = await table.get(clientKey(id), { isConsistent: true })
    if (!head) throw clientNotFound(id)
    if (head['kind'] === 'merged') throw isMerged(id, String(head['into']))
    let items = 0
    // The merged ones first: their ids stand with the survivor until they are gone.
    for (const merged of (head['mergedFrom'] as Client['mergedFrom']) ?? []) {
      const part = await eraseOne(merged, hasTime)
      items += part.items
      if (!part.isDone) return { isDone: false, items }
    }
    const own = await eraseOne(id, hasTime)
    return { isDone: own.isDone, items: items + own.items }
  }

  async function eraseOne(id: ClientId, hasTime: () => boolean): Promise<Erased> {
    let items = 0
    for (let attempt = 1; ;) {
      const before = await table.queryAll(clientPartition(id), { isConsistent: true })
      const head = headOf(before)
      if (!head) return { isDone: true, items }
      if (!hasTime()) return { isDone: false, items }
      try {
        items += head['kind'] === 'erasing' ? await eraseSome(before, head) : await begin(id, before, head)
        attempt = 1
      } catch (error) {
        if (!(error instanceof DomainError) || error.kind !== 'conflict' || attempt++ >= ATTEMPTS) throw error
      }
    }
  }

  /** From now on the client reads as absent, and its id is refused. */
  async function begin(id: ClientId, before: readonly Item[], head: Item): Promise<number> {
    const after = [...before.filter((item) => item !== head), remnantOf(head, 'erasing')]
    const mark: NamedWrite = { Put: { Item: { ...erasedKey(await hashOf(id)), kind: 'erased' } } }
    const counted = await runs()
    const marked = (head['changedFor'] as readonly string[] | undefined) ?? []
    const notes = [...new Set([...counted, ...marked])].map((run) => ({
      Delete: { Key: changedKey(run, id) },
    }))
    await table.transact([...rewrites([{ before, after }], { shards, runs: counted }), ...notes, mark])
    return 0
  }

  async function eraseSome(before: readonly Item[], head: Item): Promise<number> {
    const rest = before.filter((item) => item !== head)
    for (let taken = Math.min(rest.length, ITEMS_A_BATCH); ; taken = Math.floor(taken / 2)) {
      const left = rest.slice(taken)
      const after = left.length === 0 ? [] : [...left, touched(head)]
      const writes = rewrites([{ before, after }], { shards, runs: [] })
      if (writes.length > MAX_ACTIONS && taken > 1) continue
      await table.transact(writes)
      return taken
    }
  }

  return { erase, erasedAmong }
}

/** Erasures. */
export type ErasuresStore = ReturnType<typeof createErasuresStore>

/** The refusal to touch a client that was merged into another. */
export function isMerged(id: ClientId, into: ClientId): DomainError {
  return new DomainError(
    'conflict',
    'client.is-merged',
    `Client "${id}" was merged into "${into}". Work on that client, or revert the merge first.`,
    { details: { id, into } },
  )
}
