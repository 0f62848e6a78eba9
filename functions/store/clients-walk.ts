import { clientKey, clientsPartition, type IndexName, indexes } from './keys.ts'
import type { Item, Table } from './table.ts'

/** A place in an order: the phase (valued, then blank) and the sort key of a row. */
export interface Place {
  readonly isBlank: boolean
  readonly key: string
}

/** Which clients to meet, in which order, from where. */
export interface WalkRequest {
  readonly statuses: readonly string[]
  readonly sort: IndexName
  readonly isReversed: boolean
  /** Towards the start of the order: blank ones come first then. */
  readonly isBackward: boolean
  readonly after?: Place
  /** Read units this walk may consume; the first read of each partition is made in any case. */
  readonly budget?: number
  /** Clients of each read: for walks that go to the end. */
  readonly pageSize?: number
}

/** A client met on the way, or the end of what the budget allowed. */
export type Step = { readonly item: Item; readonly place: Place } | 'out-of-budget'

const FIRST_READ = 8
const NEXT_READ = 16
const NEXT_READ_TESTED = 32
// What the next read of a partition may cost: 32 cards of half a kilobyte, read eventually.
const COST_OF_A_READ = 3

/** The clients of index partitions in one merged order, read only as far as the caller goes on asking. */
export function createWalk({ table, shards }: { table: Table; shards: number }) {
  const shardNumbers = Array.from({ length: shards }, (_, shard) => shard)

  async function* walk(request: WalkRequest): AsyncGenerator<Step> {
    const { sort, isReversed, after } = request
    const meter = { units: 0, budget: request.budget ?? Infinity }
    const phases = request.isBackward ? [true, false] : [false, true]
    let hasMet = false
    const start = after ? phases.indexOf(after.isBlank) : 0
    for (const [index, isBlank] of phases.entries()) {
      if (index < start) continue
      // At least one client is met in any case, so that continuing always gets on.
      if (hasMet && meter.units + COST_OF_A_READ > meter.budget) return yield 'out-of-budget'
      const streams = request.statuses.flatMap((status) =>
        shardNumbers.map((shard) =>
          stream({
            sort,
            partition: clientsPartition(status, shard, isBlank),
            isReversed,
            meter,
            pageSize: request.pageSize,
            ...(index === start && after ? { after: after.key } : {}),
          }),
        ),
      )
      for await (const item of merged(streams, indexes[sort].sk, isReversed)) {
        if (item === 'out-of-budget') return yield item
        hasMet = true
        yield { item, place: { isBlank, key: String(item[indexes[sort].sk]) } }
      }
    }
  }

  interface Stream {
    readonly sort: IndexName
    readonly partition: string
    readonly isReversed: boolean
    readonly after?: string
    readonly meter: { units: number; readonly budget: number }
    readonly pageSize: number | undefined
  }

  async function* stream({
    sort,
    partition,
    isReversed,
    after,
    meter,
    pageSize,
  }: Stream): AsyncGenerator<Head> {
    const { index, pk, sk } = indexes[sort]
    const isTested = meter.budget < Infinity
    let startKey: Record<string, unknown> | undefined
    let limit = pageSize ?? FIRST_READ
    do {
      if (startKey && meter.units + COST_OF_A_READ > meter.budget) return yield 'out-of-budget'
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
      meter.units += answer.units
      yield* answer.items
      startKey = answer.lastKey
      limit = pageSize ?? (isTested ? NEXT_READ_TESTED : NEXT_READ)
    } while (startKey)
  }

  /** The whole item of a client whose card had no room for everything. */
  async function whole(id: string): Promise<Item | undefined> {
    return table.get(clientKey(id))
  }

  return { walk, whole }
}

type Head = Item | 'out-of-budget'

/** Merges ordered streams by one attribute; reads each stream only as far as needed. */
async function* merged(
  streams: AsyncGenerator<Head>[],
  attribute: string,
  isReversed: boolean,
): AsyncGenerator<Head> {
  const heads = await Promise.all(
    streams.map(async (stream) => ({ stream, head: (await stream.next()).value as Head | undefined })),
  )
  for (;;) {
    let best: { stream: AsyncGenerator<Head>; head: Item } | undefined
    let place: (typeof heads)[number] | undefined
    for (const candidate of heads) {
      const { head } = candidate
      if (head === undefined) continue
      if (head === 'out-of-budget') return yield head
      const isBefore =
        !best ||
        (isReversed
          ? String(head[attribute]) > String(best.head[attribute])
          : String(head[attribute]) < String(best.head[attribute]))
      if (!isBefore) continue
      best = { stream: candidate.stream, head }
      place = candidate
    }
    if (!best || !place) return
    yield best.head
    const { value } = (await best.stream.next()) as IteratorResult<Head, undefined>
    place.head = value
  }
}
