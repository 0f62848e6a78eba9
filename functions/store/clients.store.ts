import { type Client, clientNotFound, type ClientWithFacts, type Score } from '#shared/client/client'
import { type ClientId, shardOf } from '#shared/kernel/ids'
import {
  actionsOf,
  type ClientChange,
  type ClientSave,
  flowsTogether,
  packed,
  savesOf,
} from './client-writes.ts'
import { addToItem, flowItemKey } from './flow-items.ts'
import { createClientsList, FILTER_BUDGET } from './clients-list.ts'
import { clientOf, factsOf, scoresOf } from './items.ts'
import { clientKey, clientPartition, shardClientsKey, shardVersionKey } from './keys.ts'
import { type Item, MAX_ACTIONS, type Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** How a save is named and marked. */
export interface SaveOptions {
  /** Names the unit of work, so that a lost reply can be sent again without doing it twice. */
  readonly work?: string
  /** Written in the last transaction: the proof that the whole batch is in. */
  readonly markers?: readonly NamedWrite[]
}

/** What the store of clients needs. `runs` names the runs that a change is counted for. */
export interface ClientsStoreOptions {
  readonly table: Table
  readonly shards: number
  readonly runs?: () => Promise<readonly string[]>
  /** Most read units of a page of filters without an index; `FILTER_BUDGET` when absent. */
  readonly filterBudget?: number
  /** Says the hour under which changed clients are named for the light data-quality scan. */
  readonly hour?: () => string
}

/** The clients: the only door through which a client or a fact is written. */
export function createClientsStore(options: ClientsStoreOptions) {
  const { table, shards, runs = () => Promise.resolve([]), filterBudget = FILTER_BUDGET, hour } = options
  async function load(id: ClientId): Promise<Client | undefined> {
    const item = await table.get(clientKey(id))
    return item?.['kind'] === 'client' ? clientOf(item) : undefined
  }

  async function loadWithFacts(
    id: ClientId,
    { isConsistent = true } = {},
  ): Promise<ClientWithFacts | undefined> {
    return aggregateOf(await table.queryAll(clientPartition(id), { isConsistent }))
  }

  /** What runs said of a client, oldest first: one score for each run that said something new. */
  async function loadScores(id: ClientId): Promise<Score[]> {
    return scoresOf(await table.queryAll(clientPartition(id), { prefix: 'SCORE#' }))
  }

  async function loadOrThrow(id: ClientId): Promise<ClientWithFacts> {
    const found = await loadWithFacts(id)
    if (!found) throw clientNotFound(id)
    return found
  }

  /** The client items of those ids that exist. */
  async function loadManyExisting(ids: readonly ClientId[]): Promise<Map<ClientId, Client>> {
    const items = await table.getMany(ids.map(clientKey), { isConsistent: true })
    const there = items.filter((item) => item['kind'] === 'client')
    return new Map(there.map((item) => [item['id'] as string, clientOf(item)]))
  }

  /**
   * Writes the changed facts, their clients, their search words and the movement of the live flows: each transaction
   * all of it or none of it. Clients of one shard share transactions; a client too large for one is split into
   * consecutive saves, each complete in itself.
   *
   * @throws DomainError `client.changed-meanwhile` when a client is not as it was read
   */
  async function saveAll(changes: readonly ClientChange[], options: SaveOptions = {}): Promise<void> {
    const counted = await runs()
    const byShard = new Map<number, ClientSave[][]>()
    for (const change of changes) {
      const changedFor = change.before ? (change.before.client.changedFor ?? []) : []
      const saves = savesOf(change, { shards, runs: counted, changedFor, ...(hour ? { hour: hour() } : {}) })
      const shard = shardOf(change.after.client.id, shards)
      byShard.set(shard, [...(byShard.get(shard) ?? []), saves])
    }
    const markers = options.markers ?? []
    const transactions = [...byShard].flatMap(([shard, saves]) =>
      packed(saves, markers.length).map((one) => ({ shard, saves: one })),
    )
    for (const [index, { shard, saves }] of transactions.entries()) {
      const isLast = index === transactions.length - 1
      await write(shard, saves, { markers: isLast ? markers : [], ...workOf(options, index) })
    }
    if (transactions.length === 0 && markers.length > 0) await table.transact(markers, workOf(options, 0))
  }

  async function write(
    shard: number,
    saves: readonly ClientSave[],
    { markers, work }: { markers: readonly NamedWrite[]; work?: string },
  ) {
    if (actionsOf(saves) + markers.length > MAX_ACTIONS + 4)
      throw new Error('Impossible: a save does not fit into one transaction')
    const moves = [...flowsTogether(saves)].map(([flow, sums]) => addToItem(flowItemKey(shard, flow), sums))
    await table.transact(
      [
        ...saves.flatMap((save) => save.writes),
        ...moves,
        ...countClients(shard, saves),
        ...bumpVersion(shard, saves),
        ...markers,
      ],
      work === undefined ? {} : { work },
    )
  }

  /** One client, as read and as it shall be. */
  async function save(before: ClientWithFacts | undefined, after: ClientWithFacts, options?: SaveOptions) {
    await saveAll([{ before, after }], options)
  }

  return {
    load,
    loadWithFacts,
    loadScores,
    loadOrThrow,
    loadManyExisting,
    save,
    saveAll,
    ...createClientsList({ table, shards, filterBudget }),
  }
}

/** The clients. */
export type ClientsStore = ReturnType<typeof createClientsStore>

const workOf = ({ work }: SaveOptions, index: number) =>
  work === undefined ? {} : { work: `${work}#${index}` }

/** The client and facts that the items of one partition make up; undefined without a client item. */
export function aggregateOf(items: readonly Item[]): ClientWithFacts | undefined {
  const item = items.find((one) => one['kind'] === 'client')
  return item && { client: clientOf(item), facts: factsOf(items) }
}

function countClients(shard: number, saves: readonly ClientSave[]): NamedWrite[] {
  const counts = new Map<string, number>()
  for (const { statuses } of saves)
    for (const [status, by] of statuses) counts.set(status, (counts.get(status) ?? 0) + by)
  const moved = new Map([...counts].filter(([, by]) => by !== 0))
  return moved.size === 0 ? [] : [addToItem(shardClientsKey(shard), moved)]
}

/** The version of the shard, and for each run how many clients changed since it. */
function bumpVersion(shard: number, saves: readonly ClientSave[]): NamedWrite[] {
  const sums = new Map<string, number>()
  if (saves.some((save) => save.isContent)) sums.set('version', 1)
  else sums.set('scores', 1)
  for (const run of saves.flatMap((save) => save.marks))
    sums.set(`changed-${run}`, (sums.get(`changed-${run}`) ?? 0) + 1)
  return [addToItem(shardVersionKey(shard), sums)]
}
