import * as v from 'valibot'
import { hasRight } from '#shared/access/rights'
import { type ClientFilter, isTested } from '#shared/client/client-filter'
import { type ClientRow, type ClientsPage, type ClientsQuery } from '#shared/client/client-view.schema'
import { statuses } from '#shared/client/facts'
import { maskedName } from '#shared/client/mask'
import { wordsOf } from '#shared/client/words'
import type { Cursors } from '#functions/http/cursor'
import type { Actor } from '#functions/http/env'
import { type Found, type PageRequest, type Place, SEARCH_LIMIT } from '#functions/store/clients-list'
import { exactTotal } from './list-total.ts'
import type { ClientStores } from './read-client.ts'

/** Query of the list, parsed. */
export type ListQuery = v.InferOutput<typeof ClientsQuery>

// What one wants to see first: dearest, worst health, latest; names from A.
const isDescendingByDefault = { name: false, value: true, risk: false, time: true }

const CursorBody = v.object({
  isBlank: v.boolean(),
  key: v.string(),
  isBackward: v.boolean(),
  /** Rows of the order before this place, where known. */
  before: v.nullable(v.number()),
  /** Clients tested on the way here from the start, where known. */
  tested: v.nullable(v.number()),
})
type Cursor = v.InferOutput<typeof CursorBody>

interface Asked {
  readonly stores: ClientStores
  readonly cursors: Cursors
  readonly actor: Actor
}

/** The filters of a query. */
export function filterOf({
  status,
  segment,
  risk,
  channel,
  product,
  tag,
  clv,
  joined,
}: ListQuery): ClientFilter {
  return { status, segment, risk, channel, product, tag, clv, joined }
}

/** One page of the list; its cursors lead on and back under the same question only. */
export async function listClients({ stores, cursors, actor }: Asked, query: ListQuery): Promise<ClientsPage> {
  const isDescending = query.order ? query.order === 'desc' : isDescendingByDefault[query.sort]
  const filter = filterOf(query)
  const scope = JSON.stringify(['clients', filter, query.q, query.sort, isDescending])
  const cursor = query.cursor === undefined ? undefined : cursors.open(scope, query.cursor, CursorBody)
  const isBackward = cursor?.isBackward ?? query.from === 'last'
  const request: PageRequest = {
    statuses: filter.status && filter.status.length > 0 ? filter.status : statuses,
    sort: query.sort,
    isDescending,
    limit: query.limit,
    filter,
    isBackward,
    ...(cursor ? { after: { isBlank: cursor.isBlank, key: cursor.key } } : {}),
  }
  const [answer, { opening }] = await Promise.all([
    read(stores, query, { request, cursor }),
    stores.runs.current(),
  ])
  const around = edges(answer, { isBackward, cursor })
  const sign = (end: Edge | undefined, backward: boolean) =>
    end
      ? cursors.sign(scope, { ...end.place, isBackward: backward, before: end.before, tested: end.tested })
      : null
  return {
    items: answer.found.map((found) => shownTo(actor, found, query.q)),
    total: answer.total,
    start: answer.found.length === 0 || around.start === null ? null : around.start + 1,
    next: sign(around.next, false),
    previous: sign(around.previous, true),
    ...(answer.searched ? { searched: answer.searched } : {}),
    ...(answer.refine === undefined ? {} : { refine: answer.refine }),
    isRunInProgress: opening !== undefined,
  }
}

interface Answer {
  readonly found: Found[]
  readonly hasMore: boolean
  readonly total: ClientsPage['total']
  readonly testedTo?: Place
  /** Clients tested from the start to the end of this page, where known. */
  readonly testedSoFar?: number | null
  readonly searched?: ClientsPage['searched']
  readonly refine?: string
}

interface Edge {
  readonly place: Place
  readonly before: number | null
  readonly tested: number | null
}

/** Where a page starts and ends, and what is known of the rows before it. */
function edges(
  { found, hasMore, total, testedTo, testedSoFar = null }: Answer,
  { isBackward, cursor }: { isBackward: boolean; cursor: Cursor | undefined },
) {
  const count = found.length
  const start = !isBackward
    ? cursor
      ? cursor.before
      : 0
    : backwardStart({ hasMore, cursor, total: typeof total === 'number' ? total : null }, count)
  const end = start === null ? null : start + count
  const first = found[0] && { place: found[0].place, before: start, tested: null }
  const last = found.at(-1)
  const after = last && { place: last.place, before: end, tested: isBackward ? null : testedSoFar }
  const stop = testedTo && { place: testedTo, before: isBackward ? start : end, tested: testedSoFar }
  // Nothing on the page passed: on from where the looking stopped, and back from there too.
  const here =
    stop ?? (cursor && { place: { isBlank: cursor.isBlank, key: cursor.key }, before: null, tested: null })
  if (isBackward)
    return {
      start,
      next: cursor ? (after ?? here) : undefined,
      previous: hasMore ? (stop ?? first) : undefined,
    }
  return {
    start,
    next: hasMore ? (stop ?? after) : undefined,
    previous: cursor ? (first ?? here) : undefined,
  }
}

function backwardStart(
  { hasMore, cursor, total }: { hasMore: boolean; cursor: Cursor | undefined; total: number | null },
  count: number,
): number | null {
  if (!hasMore) return 0
  const end = cursor ? cursor.before : total
  return end === null ? null : Math.max(0, end - count)
}

interface Position {
  readonly request: PageRequest
  readonly cursor: Cursor | undefined
}

async function read(stores: ClientStores, query: ListQuery, { request, cursor }: Position): Promise<Answer> {
  const { clients } = stores
  if (query.q !== undefined) {
    const answer = await clients.searchPage(query.q, request)
    if (!answer.isCut) return answer
    const refine =
      `More than ${SEARCH_LIMIT} clients match; ${SEARCH_LIMIT} of them were searched. ` +
      'Type more of the name, e-mail or id.'
    return { ...answer, total: { atLeast: answer.total }, refine }
  }
  const [page, counts] = await Promise.all([clients.page(request), clients.counts()])
  const of = request.statuses.reduce((sum, status) => sum + counts[status], 0)
  if (!isTested(request.filter ?? {})) return { ...page, total: of }
  const isForward = request.isBackward !== true
  const tested = isForward ? known(cursor ? cursor.tested : 0, page.tested) : null
  const before = isForward && cursor ? (cursor.before ?? 0) : 0
  const exact = await exactTotal(stores, request, {
    page,
    isWhole: !page.hasMore && (!cursor || (isForward && cursor.before !== null)),
    before,
  })
  return {
    ...page,
    total: exact ?? { atLeast: before + page.found.length },
    testedSoFar: tested,
    ...(page.isCut ? { searched: { tested, of } } : {}),
  }
}

const known = (before: number | null, more: number): number | null => (before === null ? null : before + more)

function shownTo(actor: Actor, { row, email }: Found, q: string | undefined): ClientRow {
  if (!hasRight(actor.role, 'personal')) return { ...row, name: maskedName(row.name) }
  return email !== undefined && q !== undefined && isFoundBy(email, q) ? { ...row, foundBy: email } : row
}

function isFoundBy(email: string, q: string): boolean {
  const words = wordsOf(email)
  return wordsOf(q).some((wanted) => words.some((word) => word.startsWith(wanted)))
}
