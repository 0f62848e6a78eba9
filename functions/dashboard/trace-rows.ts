import * as v from 'valibot'
import { hasRight, type Role } from '#shared/access/rights'
import type { ClientWithFacts } from '#shared/client/client'
import { maskedName } from '#shared/client/mask'
import { statuses } from '#shared/client/facts'
import type { Context } from '#shared/portfolio/context'
import { selected } from '#shared/portfolio/selection'
import type { TraceHead } from '#shared/portfolio/trace'
import type { TraceQuery, TraceView } from '#shared/portfolio/trace-view.schema'
import { value } from '#shared/portfolio/value'
import type { Cursors } from '#functions/http/cursor'
import type { ClientsStore } from '#functions/store/clients.store'
import type { Place } from '#functions/store/clients-list'

/** Most clients one page of a trace reads; a rare figure is read on from there. */
export const CLIENTS_PER_PAGE = 500
const CLIENTS_AT_ONCE = 25

const TraceCursor = v.object({
  isBlank: v.boolean(),
  key: v.string(),
  sum: v.number(),
  read: v.number(),
})

/** What the rows of a trace are read from. */
export interface TraceRowsDeps {
  readonly clients: Pick<ClientsStore, 'page' | 'counts' | 'loadWithFacts'>
  readonly cursors: Cursors
  readonly context: Context
  readonly role: Role
}

type Rows = NonNullable<TraceView['rows']>

/** One page of the clients behind a figure, in name order, each with its own contribution; zeros are left out. */
export async function traceRows(
  { clients, cursors, context, role }: TraceRowsDeps,
  { part, scope, query }: { part: NonNullable<TraceHead['part']>; scope: string; query: TraceQuery },
): Promise<Rows> {
  const start = query.cursor === undefined ? undefined : cursors.open(scope, query.cursor, TraceCursor)
  const fixed = start ? [] : [...(part.fixed ?? [])]
  const found: Rows['clients'] = []
  let sum = start?.sum ?? fixed.reduce((total, one) => total + one.value, 0)
  let read = start?.read ?? 0
  const readBefore = read
  let after: Place | undefined = start && { isBlank: start.isBlank, key: start.key }
  let hasMore = true
  const light = withoutDraws(context)
  const contributionOf = part.contribution ?? valuedContribution
  while (hasMore && found.length < query.limit && read - readBefore < CLIENTS_PER_PAGE) {
    const page = await clients.page({
      statuses,
      sort: 'name',
      isDescending: false,
      limit: CLIENTS_AT_ONCE,
      ...(after ? { after } : {}),
    })
    const loaded = await Promise.all(
      page.found.map(({ row }) => clients.loadWithFacts(row.id, { isConsistent: false })),
    )
    hasMore = page.hasMore
    for (const [index, { row, place }] of page.found.entries()) {
      if (found.length === query.limit) {
        hasMore = true
        break
      }
      const client = loaded[index]
      const own = client ? selected(contributionOf(client, light), part.of) : 0
      after = place
      read += 1
      sum += own
      if (own === 0) continue
      const name = hasRight(role, 'personal') ? row.name : maskedName(row.name)
      found.push({ id: row.id, name, value: own })
    }
  }
  const counts = await clients.counts()
  return {
    part: query.part,
    title: part.title,
    unit: part.unit,
    fixed,
    clients: found,
    total: part.total,
    sum,
    residual: hasMore ? null : part.total - sum,
    read,
    of: statuses.reduce((total, status) => total + counts[status], 0),
    next: hasMore && after ? cursors.sign(scope, { ...after, sum, read }) : null,
  }
}

const valuedContribution = (client: ClientWithFacts, context: Context) => value(client, context).contribution

const lightContexts = new WeakMap<Context, Context>()

/** The context without the draws behind intervals: no row is made of them, and they are most of the work. */
function withoutDraws(context: Context): Context {
  const known = lightContexts.get(context)
  if (known) return known
  const { loss, ...models } = context.models
  const light: Context = {
    ...context,
    draws: [],
    models: { ...models, ...(loss ? { loss: { ...loss, refits: [] } } : {}) },
  }
  lightContexts.set(context, light)
  return light
}
