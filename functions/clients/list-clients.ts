import * as v from 'valibot'
import { hasRight } from '#shared/access/rights'
import { type ClientRow, type ClientsPage, type ClientsQuery } from '#shared/client/client-view.schema'
import { statuses } from '#shared/client/facts'
import { maskedName } from '#shared/client/mask'
import type { Cursors } from '#functions/http/cursor'
import type { Actor } from '#functions/http/env'
import { type Found, type PageRequest, SEARCH_LIMIT } from '#functions/store/clients-list'
import type { ClientStores } from './read-client.ts'

type Query = v.InferOutput<typeof ClientsQuery>

// What one wants to see first: dearest, worst health, latest; names from A.
const isDescendingByDefault = { name: false, value: true, risk: false, time: true }

const CursorBody = v.object({ isBlank: v.boolean(), key: v.string(), isBackward: v.boolean() })

interface Asked {
  readonly stores: ClientStores
  readonly cursors: Cursors
  readonly actor: Actor
}

/** One page of the list; its cursors lead on and back under the same question only. */
export async function listClients({ stores, cursors, actor }: Asked, query: Query): Promise<ClientsPage> {
  const isDescending = query.order ? query.order === 'desc' : isDescendingByDefault[query.sort]
  const scope = JSON.stringify(['clients', query.status, query.q, query.sort, isDescending])
  const cursor = query.cursor === undefined ? undefined : cursors.open(scope, query.cursor, CursorBody)
  const isBackward = cursor?.isBackward ?? query.from === 'last'
  const request: PageRequest = {
    statuses: query.status ? [query.status] : statuses,
    sort: query.sort,
    isDescending,
    limit: query.limit,
    isBackward,
    ...(cursor ? { after: { isBlank: cursor.isBlank, key: cursor.key } } : {}),
  }
  const [answer, { opening }] = await Promise.all([read(stores, query, request), stores.runs.current()])
  const { found, hasMore } = answer
  const isAtStart = isBackward ? !hasMore : cursor === undefined
  const isAtEnd = isBackward ? cursor === undefined : !hasMore
  const sign = (place: Found | undefined, backward: boolean) =>
    place ? cursors.sign(scope, { ...place.place, isBackward: backward }) : null
  return {
    items: found.map(({ row }) => shownTo(actor, row)),
    total: answer.total,
    next: isAtEnd ? null : sign(found.at(-1), false),
    previous: isAtStart ? null : sign(found[0], true),
    ...(answer.refine === undefined ? {} : { refine: answer.refine }),
    isRunInProgress: opening !== undefined,
  }
}

async function read({ clients }: ClientStores, query: Query, request: PageRequest) {
  if (query.q !== undefined) {
    const answer = await clients.searchPage(query.q, request)
    if (!answer.isCut) return { ...answer, refine: undefined }
    const refine =
      `More than ${SEARCH_LIMIT} clients match; ${SEARCH_LIMIT} of them were searched. ` +
      'Type more of the name, e-mail or id.'
    return { ...answer, total: { atLeast: answer.total }, refine }
  }
  const [page, counts] = await Promise.all([clients.page(request), clients.counts()])
  return {
    ...page,
    total: request.statuses.reduce((sum, status) => sum + counts[status], 0),
    refine: undefined,
  }
}

function shownTo(actor: Actor, row: ClientRow): ClientRow {
  return hasRight(actor.role, 'personal') ? row : { ...row, name: maskedName(row.name) }
}
