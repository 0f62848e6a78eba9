import { type ClientFilter, isTested, passes } from '#shared/client/client-filter'
import type { ClientRow } from '#shared/client/client-view.schema'
import { type Status, statuses as allStatuses } from '#shared/client/facts'
import { wordsOf } from '#shared/client/words'
import { isCardCut, rowOf, statusOf, subjectOf } from './client-rows.ts'
import { createWalk, type Place } from './clients-walk.ts'
import { clientKey, type IndexName, indexes, shardClientsKey } from './keys.ts'
import type { Item, Table } from './table.ts'

export type { Place } from './clients-walk.ts'

/** What a page of clients is asked for. */
export interface PageRequest {
  readonly statuses: readonly Status[]
  readonly sort: IndexName
  readonly isDescending: boolean
  readonly limit: number
  /** Filters beside the status: clients are tested one by one, within the budget. */
  readonly filter?: ClientFilter
  /** The row to continue after, in reading direction; absent: from the start. */
  readonly after?: Place
  /** Read towards the start of the order; rows come in the order's own direction all the same. */
  readonly isBackward?: boolean
}

/** A row and its place in the order. `email` is set by a search only. */
export interface Found {
  readonly row: ClientRow
  readonly place: Place
  readonly email?: string
}

/** A page, and how far the clients were looked through. */
export interface FoundPage {
  readonly found: Found[]
  readonly hasMore: boolean
  /** Clients tested for this page. */
  readonly tested: number
  /** The last client tested for this page; absent without filters beside the status. */
  readonly testedTo?: Place
  /** Whether testing stopped because the budget was spent. */
  readonly isCut: boolean
}

/** Most clients a search reads; beyond, it asks to be refined. */
export const SEARCH_LIMIT = 500
/** Most read units of one page of filters without an index (`decisions.md` 23). */
export const FILTER_BUDGET = 50

interface ClientsListOptions {
  readonly table: Table
  readonly shards: number
  readonly filterBudget: number
}

/** Pages of clients by k-way merge over the index partitions, and search by words. */
export function createClientsList({ table, shards, filterBudget }: ClientsListOptions) {
  const shardNumbers = Array.from({ length: shards }, (_, shard) => shard)
  const { walk, whole } = createWalk({ table, shards })

  /** One page of the merged order, plus whether more rows lie beyond it in reading direction. */
  async function page(request: PageRequest): Promise<FoundPage> {
    const { filter = {}, isBackward = false } = request
    const isFiltered = isTested(filter)
    const found: Found[] = []
    let tested = 0
    let last: Place | undefined
    let isOut = false
    const steps = walk({
      statuses: request.statuses,
      sort: request.sort,
      isReversed: request.isDescending !== isBackward,
      isBackward,
      ...(request.after ? { after: request.after } : {}),
      ...(isFiltered ? { budget: filterBudget } : {}),
    })
    for await (const step of steps) {
      isOut = step === 'out-of-budget'
      if (step === 'out-of-budget') break
      if (!isFiltered || passes(filter, subjectOf(await judged(step.item, filter))))
        found.push({ row: rowOf(step.item), place: step.place })
      if (found.length > request.limit) break
      tested += 1
      last = step.place
    }
    const rows = found.slice(0, request.limit)
    return {
      found: isBackward ? rows.reverse() : rows,
      hasMore: found.length > request.limit || isOut,
      tested,
      isCut: isOut,
      ...(isFiltered && last ? { testedTo: last } : {}),
    }
  }

  async function judged(item: Item, { tag = [], product = [] }: ClientFilter): Promise<Item> {
    const isCut = tag.length + product.length > 0 && isCardCut(item)
    return isCut ? ((await whole(String((item['card'] as { id: string }).id))) ?? item) : item
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
    return {
      items: items.filter((item) => item['kind'] === 'client' && others.every((word) => matches(item, word))),
      isCut,
    }
  }

  /** The rows found by a search in an order, of the given statuses and filters. */
  async function searchPage(query: string, request: PageRequest) {
    const { items, isCut } = await search(query)
    const { sk, pk } = indexes[request.sort]
    const direction = request.isDescending ? -1 : 1
    const places = items
      .filter((item) => request.statuses.includes(statusOf(item)))
      .filter((item) => passes(request.filter ?? {}, subjectOf(item)))
      .map((item) => ({
        row: rowOf(item),
        place: { isBlank: String(item[pk]).endsWith('#blank'), key: String(item[sk]) },
        ...emailOf(item),
      }))
      .sort((left, right) => comparedPlaces(left.place, right.place, direction))
    const beyond = (place: Place) =>
      !request.after || comparedPlaces(place, request.after, direction) * (request.isBackward ? -1 : 1) > 0
    const rest = places.filter(({ place }) => beyond(place))
    const found: Found[] = request.isBackward ? rest.slice(-request.limit) : rest.slice(0, request.limit)
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

function profileIn(item: Item) {
  return item['profile'] as { name?: string; email?: string }
}

const emailOf = (item: Item) => {
  const { email } = profileIn(item)
  return email === undefined ? {} : { email }
}

function matches(item: Item, word: string): boolean {
  const profile = profileIn(item)
  return [profile.name ?? '', profile.email ?? '', String(item['id'])]
    .flatMap(wordsOf)
    .some((candidate) => candidate.startsWith(word))
}
