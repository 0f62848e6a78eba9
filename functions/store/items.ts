import type { Client, LiveScore, Profile, Score, Summary } from '#shared/client/client'
import { listStatus } from '#shared/client/client'
import type { Fact, Order, OrderLine } from '#shared/client/facts'
import { folded } from '#shared/client/words'
import { shardOf } from '#shared/kernel/ids'
import {
  clientKey,
  clientsPartition,
  engagementKey,
  escaped,
  eventKey,
  holdingKey,
  indexes,
  orderPartKey,
  scoreKey,
  sortable,
  statusKey,
} from './keys.ts'
import type { Item } from './table.ts'

/** Most lines of one stored part of an order: the unit of a save. */
export const LINES_PER_PART = 40
const LONGEST_NAME_KEY = 80

/** What a list row needs, short: at most 400 bytes. */
export interface Card {
  readonly id: string
  readonly n?: string
  readonly p?: true
  readonly st: string
  readonly sg?: string
  readonly t?: number
  readonly hi?: number
  readonly ch?: number
  readonly he?: number
  readonly la?: string
  /** Churn of 90 days in micro-probabilities; what follows serves filters. */
  readonly cu?: number
  readonly cn?: string
  readonly jo?: string
  readonly tg?: readonly string[]
  readonly ph?: readonly string[]
  /** Not all tags or products found room: the client itself knows them. */
  readonly mo?: true
}

/** The client item with its card and its places in the four indexes. */
export function clientItem(client: Client, shards: number, changedFor: readonly string[]): Item {
  const { profile, summary } = client
  const scored = client.live ?? client.score
  const status = listStatus(client)
  const totalCents = scored?.totalCents ?? undefined
  const chanceMicro = scored?.chanceMicro ?? undefined
  const health = scored?.health ?? undefined
  const card: Card = {
    id: client.id,
    st: status,
    ...(profile.name === undefined ? {} : { n: profile.name.slice(0, 100) }),
    ...(profile.isPlaceholder ? { p: true } : {}),
    ...(scored === undefined ? {} : { sg: scored.segment, hi: scored.historicCents }),
    ...(totalCents === undefined ? {} : { t: totalCents }),
    ...(chanceMicro === undefined ? {} : { ch: chanceMicro }),
    ...(health === undefined ? {} : { he: health }),
    ...(summary.lastOwnDay === undefined ? {} : { la: summary.lastOwnDay }),
    ...filterCard(client),
  }
  const shard = shardOf(client.id, shards)
  const place = (order: keyof typeof indexes, key: string | undefined) => ({
    [indexes[order].pk]: clientsPartition(status, shard, key === undefined),
    [indexes[order].sk]: `${key ?? ''}#${escaped(client.id)}`,
  })
  return {
    ...clientKey(client.id),
    kind: 'client',
    ...client,
    changedFor,
    card,
    ...place(
      'name',
      profile.name === undefined ? undefined : folded(profile.name).slice(0, LONGEST_NAME_KEY),
    ),
    ...place('value', totalCents === undefined ? undefined : sortable(totalCents)),
    ...place('risk', health === undefined ? undefined : sortable(health)),
    ...place('time', summary.lastOwnDay),
  }
}

const ROOM_FOR_TAGS = 72
const ROOM_FOR_PRODUCTS = 72

/** What the filters of the list look at, as far as it fits. */
function filterCard(client: Client): Partial<Card> {
  const { profile, summary, tags = [] } = client
  const churn = (client.live ?? client.score)?.churnMicro ?? undefined
  const shownTags = fitting(tags, ROOM_FOR_TAGS)
  const shownProducts = fitting(summary.held ?? [], ROOM_FOR_PRODUCTS)
  const isCut = shownTags.length < tags.length || shownProducts.length < (summary.held ?? []).length
  return {
    cn: client.channelKey,
    ...(churn === undefined ? {} : { cu: churn }),
    ...(profile.joinedOn === undefined ? {} : { jo: profile.joinedOn }),
    ...(shownTags.length === 0 ? {} : { tg: shownTags }),
    ...(shownProducts.length === 0 ? {} : { ph: shownProducts }),
    ...(isCut ? { mo: true } : {}),
  }
}

function fitting(words: readonly string[], room: number): string[] {
  let left = room
  return words.filter((word) => (left -= word.length + 1) >= 0)
}

/** The client of an item written by `clientItem`. */
export function clientOf(item: Item): Client {
  // The store is the only writer of these items and writes them from a Client -- because the door is single.
  return {
    id: item['id'] as string,
    version: item['version'] as number,
    channelKey: item['channelKey'] as string,
    profile: item['profile'] as Profile,
    summary: item['summary'] as Summary,
    ...(item['score'] ? { score: item['score'] as Score } : {}),
    ...(item['previous'] ? { previous: item['previous'] as Score } : {}),
    ...(item['live'] ? { live: item['live'] as LiveScore } : {}),
    ...(item['tags'] ? { tags: item['tags'] as string[] } : {}),
    ...(item['mergedFrom'] ? { mergedFrom: item['mergedFrom'] as string[] } : {}),
    ...(item['changedFor'] ? { changedFor: item['changedFor'] as string[] } : {}),
  }
}

/** A score as history keeps it: one item for each run that said something new. */
export function scoreItem(clientId: string, score: Score): Item {
  return { ...scoreKey(clientId, score.asOf, score.runId), kind: 'score', ...score }
}

/** The scores among stored items, oldest first. */
export function scoresOf(items: readonly Item[]): Score[] {
  return items.flatMap((item) => {
    const { pk: _pk, sk: _sk, kind, ...score } = item
    return kind === 'score' ? [score as unknown as Score] : [] // -- because `scoreItem` is the only writer
  })
}

/** The items a fact occupies; an order of more than 40 lines occupies several. */
export function factItems(clientId: string, fact: Fact): Item[] {
  switch (fact.fact) {
    case 'order':
      return orderItems(clientId, fact)
    case 'holding':
      return [{ ...holdingKey(clientId, fact.id), kind: 'holding', ...fact }]
    case 'engagement':
      return [{ ...engagementKey(clientId, fact.month), kind: 'engagement', ...fact }]
    case 'event':
      return [{ ...fact, ...eventKey(clientId, fact.day, fact.id), kind: 'event', eventKind: fact.kind }]
    case 'status':
      return [{ ...statusKey(clientId, fact.day), kind: 'status', ...fact }]
  }
}

interface StoredLine {
  readonly p: string
  readonly k: OrderLine['kind']
  readonly a: number
  readonly q?: number
  readonly u?: number
  readonly x?: Readonly<Record<string, string>>
}

function orderItems(clientId: string, order: Order): Item[] {
  const items: Item[] = []
  for (let part = 0; part === 0 || part * LINES_PER_PART < order.lines.length; part++) {
    const lines = order.lines.slice(part * LINES_PER_PART, (part + 1) * LINES_PER_PART)
    items.push({
      ...orderPartKey(clientId, order.day, order.id, part),
      kind: 'order',
      fact: 'order',
      id: order.id,
      day: order.day,
      part,
      lines: lines.map(storedLine),
      ...(order.source ? { source: order.source } : {}),
      ...(order.from ? { from: order.from } : {}),
    })
  }
  return items
}

function storedLine(line: OrderLine): StoredLine {
  return {
    p: line.productId,
    k: line.kind,
    a: line.amountCents,
    ...(line.quantity === undefined ? {} : { q: line.quantity }),
    ...(line.unitPriceCents === undefined ? {} : { u: line.unitPriceCents }),
    ...(line.attributes === undefined ? {} : { x: line.attributes }),
  }
}

function orderLine(line: StoredLine): OrderLine {
  return {
    productId: line.p,
    kind: line.k,
    amountCents: line.a,
    ...(line.q === undefined ? {} : { quantity: line.q }),
    ...(line.u === undefined ? {} : { unitPriceCents: line.u }),
    ...(line.x === undefined ? {} : { attributes: line.x }),
  }
}

/** The facts that stored items make up, parts of an order joined again; items that are no facts are passed over. */
export function factsOf(items: Iterable<Item>): Fact[] {
  const facts: Fact[] = []
  const orders = new Map<string, Item[]>()
  for (const item of items) {
    const { pk: _pk, sk: _sk, kind, ...content } = item
    if (kind === 'order') {
      // While a long order moves to another day, its parts stand on both days: two orders until the last part moved.
      const identity = `${String(item['id'])}#${String(item['day'])}`
      const parts = orders.get(identity)
      if (parts) parts.push(item)
      else orders.set(identity, [item])
    } else if (kind === 'event') {
      const { eventKind, ...event } = content
      facts.push({ ...event, kind: eventKind } as unknown as Fact) // -- because `factItems` is the only writer
    } else if (kind === 'holding' || kind === 'engagement' || kind === 'status') {
      facts.push(content as unknown as Fact) // -- because `factItems` is the only writer
    }
  }
  for (const parts of orders.values()) {
    parts.sort((left, right) => (left['part'] as number) - (right['part'] as number))
    const [first] = parts
    if (!first) continue
    facts.push({
      fact: 'order',
      id: first['id'] as string,
      day: first['day'] as string,
      lines: parts.flatMap((part) => (part['lines'] as StoredLine[]).map(orderLine)),
      ...(first['source'] ? { source: first['source'] as NonNullable<Order['source']> } : {}),
      ...(first['from'] ? { from: first['from'] as string } : {}),
    })
  }
  return facts
}
