import * as v from 'valibot'
import { type ClientRow, ClientsQuery } from '#shared/client/client-view.schema'
import { type Status, statuses } from '#shared/client/facts'
import { DomainError, invalidInput } from '#shared/kernel/errors'
import type { ReportDefinition } from '#shared/report/report-view.schema'
import type { Column, Row, RowSource } from '#shared/report/table'
import { SEARCH_LIMIT } from '#functions/store/clients-list'
import type { SourceDeps } from './report-deps.ts'

// What only places a page (cursor, limit) means nothing for the whole list.
const placing = ['cursor', 'limit', 'from']
const isDescendingByDefault = { name: false, value: true, risk: false, time: true }

const columns: readonly Column[] = [
  { key: 'client_id', title: 'Client', unit: 'text', isKey: true },
  { key: 'name', title: 'Name', unit: 'text' },
  { key: 'status', title: 'Status', unit: 'text' },
  { key: 'segment', title: 'Segment', unit: 'text' },
  {
    key: 'clv',
    title: 'CLV',
    unit: 'cents',
    isTotalled: true,
    definition: 'Rounded as in the list: three significant digits beyond 1,000.',
  },
  { key: 'historic_clv', title: 'Historic CLV', unit: 'cents', isTotalled: true },
  { key: 'chance', title: 'Chance still a client', unit: 'share' },
  { key: 'churn', title: 'Churn, 90 days', unit: 'share' },
  { key: 'risk', title: 'Risk', unit: 'text' },
  { key: 'health', title: 'Health', unit: 'score' },
  { key: 'last_activity', title: 'Last activity', unit: 'day' },
  { key: 'channel', title: 'Channel', unit: 'text' },
  { key: 'joined', title: 'Joined', unit: 'day' },
  { key: 'tags', title: 'Tags', unit: 'text' },
]

const rowOf = (client: ClientRow): Row => [
  client.id,
  client.name,
  client.status,
  client.segment,
  client.totalCents,
  client.historicCents,
  client.chance,
  client.churn,
  client.risk,
  client.health,
  client.lastActivityOn,
  client.channel,
  client.joinedOn,
  client.tags.join(', '),
]

/** The whole list of clients under the list's own query, as it is now. */
export async function clientListSource(definition: ReportDefinition, deps: SourceDeps): Promise<RowSource> {
  const query = Object.entries({ ...definition.query, ...definition.filters })
  const parsed = v.safeParse(
    ClientsQuery,
    Object.fromEntries(query.filter(([name, value]) => value !== undefined && !placing.includes(name))),
  )
  if (!parsed.success) throw queryInvalid(parsed.issues)
  const { q, sort, order, limit: _, cursor: __, from: ___, ...filter } = parsed.output
  const isDescending = order ? order === 'desc' : isDescendingByDefault[sort]
  const wanted: readonly Status[] = filter.status && filter.status.length > 0 ? filter.status : statuses
  const request = { statuses: wanted, sort, isDescending, filter }
  const note = 'Scores follow the newest run; the list is read as it is now.'
  const about = { id: 'clients', title: 'Clients', columns, note }
  if (q !== undefined) return { ...about, ...(await searched(q, { ...request, limit: SEARCH_LIMIT }, deps)) }
  const before = await total(wanted, deps)
  let matched = 0
  // The rows are checked here, against the counts that move in the same transactions as the clients.
  async function* rows() {
    let read = 0
    for await (const client of deps.clientsExport.rows(request)) {
      read += 1
      if (!client) continue
      matched += 1
      yield rowOf(client)
    }
    const after = await total(wanted, deps)
    if (read < Math.min(before, after) || read > Math.max(before, after)) throw incomplete(read, before)
  }
  return { ...about, expected: before, rows: rows(), counted: () => matched }
}

async function total(wanted: readonly Status[], { clients }: SourceDeps): Promise<number> {
  const counts = await clients.counts()
  return wanted.reduce((sum, status) => sum + counts[status], 0)
}

async function searched(
  q: string,
  request: Parameters<SourceDeps['clients']['searchPage']>[1],
  { clients }: SourceDeps,
) {
  const { found, isCut } = await clients.searchPage(q, request)
  if (isCut)
    throw invalidInput(
      'report.search-too-wide',
      `More than ${SEARCH_LIMIT} clients match the search: type more of the name, e-mail or id.`,
    )
  return { expected: found.length, rows: found.map(({ row }) => rowOf(row)) }
}

function queryInvalid(issues: readonly v.BaseIssue<unknown>[]): DomainError {
  return invalidInput(
    'report.query-invalid',
    'The list cannot be exported with this query. Set its filters again.',
    issues.map((issue) => ({ path: `query.${v.getDotPath(issue) ?? ''}`, message: issue.message })),
  )
}

function incomplete(read: number, expected: number): DomainError {
  return new DomainError(
    'unavailable',
    'report.incomplete',
    `${read} of ${expected} clients were read: the file is not shown. It is tried again.`,
  )
}
