import type { ClientRow } from '#shared/client/client-view.schema'
import { type Status, statuses as allStatuses } from '#shared/client/facts'
import { wordsOf } from '#shared/client/words'
import { MICRO } from '#shared/kernel/money'
import type { Card } from './items.ts'
import { clientKey, clientsPartition, type IndexName, indexes, shardClientsKey } from './keys.ts'
import type { Item, Table } from './table.ts'

/** A place in an order: the phase (valued, then blank) and the sort key of a row. */
export interface Place {
  readonly isBlank: boolean
  readonly key: string
}

/** What a page of clients is asked for. */
export interface PageRequest {
  readonly statuses: readonly Status[]
  readonly sort: IndexName
  readonly isDescending: boolean
  readonly limit: number
  /** The row to continue after, in reading direction; absent: from the start. */
  readonly after?: Place
  /** Read towards the start of the order; rows come in the order's own direction all the same. */
  readonly isBackward?: boolean
}

/** A row and its place in the order. */
export interface Found {
  readonly row: ClientRow
  readonly place: Place
}

/** Most clients a search reads; beyond, it asks to be refined. */
export const SEARCH_LIMIT = 500
const FIRST_READ = 8
const NEXT_READ = 16

/** Pages of clients by k-way merge over the index partitions, and search by words. */
export function createClientsList({ table, shards }: { table: Table; shards: number }) {
  const shardNumbers = Array.from({ length: shards }, (_, shard) => shard)

  /** One page of the merged order, plus whether more rows lie beyond it in reading direction. */
  async function page(request: PageRequest): Promise<{ found: Found[]; hasMore: boolean }> {
    const isReversed = request.isDescending !== (request.isBackward ?? false)
    const phases = request.isBackward ? [true, false] : [false, true]
    const start = request.after ? phases.indexOf(request.after.isBlank) : 0
    const found: Found[] = []
    for (const [index, isBlank] of phases.entries()) {
      if (index < start || found.length > request.limit) continue
      const streams = request.statuses.flatMap((status) =>
        shardNumbers.map((shard) =>
          stream({
            sort: request.sort,
            partition: clientsPartition(status, shard, isBlank),
            isReversed,
            ...(index === start && request.after ? { after: request.after.key } : {}),
          }),
        ),
      )
      for await (const item of merged(streams, indexes[request.sort].sk, isReversed)) {
        found.push({ row: rowOf(item), place: { isBlank, key: String(item[indexes[request.sort].sk]) } })
        if (found.length > request.limit) break
      }
    }
    const hasMore = found.length > request.limit
    const rows = found.slice(0, request.limit)
    return { found: request.isBackward ? rows.reverse() : rows, hasMore }
  }

  interface Stream {
    readonly sort: IndexName
    readonly partition: string
    readonly isReversed: boolean
    readonly after?: string
  }

  async function* stream({ sort, partition, isReversed, after }: Stream): AsyncGenerator<Item> {
    const { index, pk, sk } = indexes[sort]
    let startKey: Record<string, unknown> | undefined
    let limit = FIRST_READ
    do {
      const answer = await table.query({
        IndexName: index,
        KeyConditionExpression:
          after === undefined ? '#pk = :pk' : `#pk = :pk AND #sk ${isReversed ? '<' : '>'} :after`,
        ExpressionAttributeNames: { '#pk': pk, ...(after === undefined ? {} : { '#sk': sk }) },
        ExpressionAttributeValues: { ':pk': partition, ...(after === undefined ? {} : { ':after': after }) },
        ScanIndexForward: !isReversed,
        Limit: limit,
        ...(startKey ? { ExclusiveStartKey: startKey } : {}),
      })
      yield* answer.items
      startKey = answer.lastKey
      limit = NEXT_READ
    } while (startKey)
  }

  /**
   * The clients with words starting with every word of the query, at most 500 read.
   * `isCut` says that more would have matched the longest word.
   */
  async function search(query: string): Promise<{ items: Item[]; isCut: boolean }> {
    const words = wordsOf(query).sort((left, right) => right.length - left.length)
    const [longest, ...others] = words
    if (longest === undefined || longest.length < 2) return { items: [], isCut: false }
    const ids = new Set<string>()
    let startKey: Record<string, unknown> | undefined
    do {
      const answer = await table.query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :word)',
        ExpressionAttributeValues: { ':pk': `TOKEN#${longest.slice(0, 2)}`, ':word': longest },
        Limit: SEARCH_LIMIT + 1 - ids.size,
        ...(startKey ? { ExclusiveStartKey: startKey } : {}),
      })
      for (const item of answer.items) ids.add(item['id'] as string)
      startKey = answer.lastKey
    } while (startKey && ids.size <= SEARCH_LIMIT)
    const isCut = ids.size > SEARCH_LIMIT
    const items = await table.getMany([...ids].slice(0, SEARCH_LIMIT).map(clientKey))
    return { items: items.filter((item) => others.every((word) => matches(item, word))), isCut }
  }

  /** The rows found by a search in an order, of the given statuses. */
  async function searchPage(query: string, request: PageRequest) {
    const { items, isCut } = await search(query)
    const { sk, pk } = indexes[request.sort]
    const direction = request.isDescending ? -1 : 1
    const places = items
      .filter((item) => request.statuses.includes((item['card'] as Card).st as Status))
      .map((item) => ({
        row: rowOf(item),
        place: { isBlank: String(item[pk]).endsWith('#blank'), key: String(item[sk]) },
      }))
      .sort((left, right) => comparedPlaces(left.place, right.place, direction))
    const beyond = (place: Place) =>
      !request.after || comparedPlaces(place, request.after, direction) * (request.isBackward ? -1 : 1) > 0
    const rest = places.filter(({ place }) => beyond(place))
    const found = request.isBackward ? rest.slice(-request.limit) : rest.slice(0, request.limit)
    return { found, hasMore: rest.length > request.limit, total: places.length, isCut }
  }

  /** Clients per status, exact: the counts move in the same transactions as the clients. */
  async function counts(): Promise<Record<Status, number>> {
    const items = await Promise.all(shardNumbers.map((shard) => table.get(shardClientsKey(shard))))
    const sum = (status: Status) => items.reduce((total, item) => total + Number(item?.[status] ?? 0), 0)
    return Object.fromEntries(allStatuses.map((status) => [status, sum(status)])) as Record<Status, number>
  }

  return { page, searchPage, counts }
}

function comparedPlaces(left: Place, right: Place, direction: number): number {
  if (left.isBlank !== right.isBlank) return left.isBlank ? 1 : -1
  return left.key === right.key ? 0 : left.key < right.key ? -direction : direction
}

function matches(item: Item, word: string): boolean {
  const profile = item['profile'] as { name?: string; email?: string }
  return [profile.name ?? '', profile.email ?? '', String(item['id'])]
    .flatMap(wordsOf)
    .some((candidate) => candidate.startsWith(word))
}

/** Merges ordered streams by one attribute; reads each stream only as far as needed. */
async function* merged(streams: AsyncGenerator<Item>[], attribute: string, isReversed: boolean) {
  const heads = await Promise.all(
    streams.map(async (stream) => ({ stream, head: (await stream.next()).value as Item | undefined })),
  )
  for (;;) {
    let best: (typeof heads)[number] | undefined
    for (const candidate of heads) {
      if (!candidate.head) continue
      const isBefore =
        !best?.head ||
        (isReversed
          ? String(candidate.head[attribute]) > String(best.head[attribute])
          : String(candidate.head[attribute]) < String(best.head[attribute]))
      if (isBefore) best = candidate
    }
    if (!best?.head) return
    yield best.head
    best.head = (await best.stream.next()).value as Item | undefined
  }
}

/** The row of an item that carries a card. */
export function rowOf(item: Item): ClientRow {
  const card = item['card'] as Card
  return {
    id: card.id,
    name: card.n ?? null,
    isPlaceholder: card.p ?? false,
    status: card.st as Status,
    segment: card.sg ?? null,
    totalCents: card.t ?? null,
    historicCents: card.hi ?? null,
    chance: card.ch === undefined ? null : card.ch / MICRO,
    health: card.he ?? null,
    lastActivityOn: card.la ?? null,
  }
}
