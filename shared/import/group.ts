import type { OrderLine } from '#shared/client/facts'
import type { ClientId } from '#shared/kernel/ids'
import { factContent, lineContent, lineIdentity, sortedJson } from './content.ts'
import { contentHash } from './content-hash.ts'
import { engagementFacts } from './group-engagement.ts'
import { groupedBy } from './grouped.ts'
import {
  type BadLine,
  type ClientGroup,
  contradictions,
  type GroupReject,
  type NumberedRow,
  type Spoilers,
  type StatedFact,
} from './stated.ts'
import type { ClientsRow, EventsRow, HoldingsRow, TransactionsRow, TypedRow } from './typed-row.ts'

/** The rows of a file by client, in the order of their ids; whatever the order of the rows, the groups are equal. */
export function groupByClient(rows: readonly NumberedRow[], spoilers: Spoilers): ClientGroup[] {
  const byClient = new Map<ClientId, { rows: NumberedRow[]; bad: BadLine[] }>()
  const of = (id: ClientId) => {
    const found = byClient.get(id) ?? { rows: [], bad: [] }
    byClient.set(id, found)
    return found
  }
  for (const row of rows) if ('clientId' in row.value) of(row.value.clientId).rows.push(row)
  for (const line of spoilers.badLines) if (byClient.has(line.clientId)) of(line.clientId).bad.push(line)
  return [...byClient]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([clientId, found]) => groupOf(clientId, found, spoilers.orphans))
}

type Typed<Row extends TypedRow> = { readonly row: number; readonly value: Row }

function groupOf(
  clientId: ClientId,
  found: { rows: readonly NumberedRow[]; bad: readonly BadLine[] },
  orphans: ReadonlySet<string>,
): ClientGroup {
  const rejects: GroupReject[] = []
  const ofKind = <Kind extends TypedRow['kind']>(kind: Kind) =>
    found.rows.filter((row): row is Typed<Extract<TypedRow, { kind: Kind }>> => row.value.kind === kind)
  const profile = profileOf(ofKind('clients'), rejects)
  const facts = [
    ...orderFacts(ofKind('transactions'), { bad: found.bad, orphans, rejects }),
    ...holdingFacts(ofKind('holdings'), rejects),
    ...eventFacts(ofKind('events'), rejects),
    ...engagementFacts(ofKind('engagement'), rejects),
  ]
  return { clientId, ...(profile ? { profile } : {}), facts, rejects }
}

function profileOf(rows: readonly Typed<ClientsRow>[], rejects: GroupReject[]): ClientGroup['profile'] {
  const [first] = rows
  if (!first) return undefined
  const contents = new Set(rows.map(({ value }) => sortedJson(value.profile)))
  if (contents.size === 1) return { value: first.value.profile, rows: rows.map(({ row }) => row) }
  rejects.push(...contradictions(rows, { field: 'clientId', value: first.value.clientId }))
  return undefined
}

interface OrderContext {
  readonly bad: readonly BadLine[]
  readonly orphans: ReadonlySet<string>
  readonly rejects: GroupReject[]
}

function orderFacts(rows: readonly Typed<TransactionsRow>[], context: OrderContext): StatedFact[] {
  const facts: StatedFact[] = []
  const badRows = new Map(context.bad.map((line) => [line.transactionId, line.row]))
  for (const [id, lines] of groupedBy(rows, ({ value }) => value.transactionId)) {
    if (id === undefined) continue
    const reason = spoiled(id, lines, { badRows, orphans: context.orphans })
    if (reason !== undefined)
      context.rejects.push(...lines.map(({ row }) => ({ row, field: 'transactionId', value: id, reason })))
    else facts.push(orderOf(id, lines))
  }
  return [...facts, ...ordersByContent(rows.filter(({ value }) => value.transactionId === undefined))]
}

function spoiled(
  id: string,
  lines: readonly Typed<TransactionsRow>[],
  { badRows, orphans }: { badRows: ReadonlyMap<string, number>; orphans: ReadonlySet<string> },
): string | undefined {
  const bad = badRows.get(id)
  if (bad !== undefined) return `Row ${bad} of the same transaction cannot be read.`
  if (orphans.has(id)) return 'Another row of the same transaction names no client.'
  const isOneDay = lines.every(({ value }) => value.occurredOn === lines[0]?.value.occurredOn)
  return isOneDay ? undefined : 'The rows of one transaction name different days.'
}

function orderOf(id: string, rows: readonly Typed<TransactionsRow>[]): StatedFact {
  const lines = rows.map(({ value }) => value.line)
  const day = rows[0]?.value.occurredOn ?? ''
  return { fact: { fact: 'order', id, day, lines: inOrder(lines) }, rows: rows.map(({ row }) => row) }
}

function inOrder(lines: readonly OrderLine[]): OrderLine[] {
  if (lines.length < 2) return [...lines]
  return lines
    .map((line) => ({ line, content: lineContent(line) }))
    .sort((a, b) => (a.content < b.content ? -1 : 1))
    .map(({ line }) => line)
}

/** Orders without a number: each row is one, named by its content and its place among equal rows. */
function ordersByContent(rows: readonly Typed<TransactionsRow>[]): StatedFact[] {
  return named(rows, {
    identity: ({ value }) => `${value.occurredOn}|${lineIdentity(value.line)}`,
    content: ({ value }) => lineContent(value.line),
  }).map(({ id, row }) => orderOf(id, [row]))
}

interface Naming<Row> {
  readonly identity: (row: Row) => string
  readonly content: (row: Row) => string
}

/** Names rows by a hash of their identity; equal ones are told apart by their place in the order of their contents. */
function named<Row>(rows: readonly Row[], { identity, content }: Naming<Row>): { id: string; row: Row }[] {
  return [...groupedBy(rows, identity)].flatMap(([text, equal]) => {
    const id = `~${contentHash(text)}`
    const sorted = equal.length === 1 ? equal : equal.toSorted((a, b) => (content(a) < content(b) ? -1 : 1))
    return sorted.map((row, place) => ({ id: place === 0 ? id : `${id}.${place}`, row }))
  })
}

function holdingFacts(rows: readonly Typed<HoldingsRow>[], rejects: GroupReject[]): StatedFact[] {
  const stated = (id: string, { row, value }: Typed<HoldingsRow>): StatedFact => {
    const { productId, openedOn, closedOn } = value
    const closed = closedOn === undefined ? {} : { closedOn }
    return { fact: { fact: 'holding', id, productId, openedOn, ...closed }, rows: [row] }
  }
  const withId = rows.flatMap((row) =>
    row.value.holdingId === undefined ? [] : [stated(row.value.holdingId, row)],
  )
  const without = named(
    rows.filter(({ value }) => value.holdingId === undefined),
    {
      identity: ({ value }) => `${value.productId}|${value.openedOn}`,
      content: ({ value }) => value.closedOn ?? '',
    },
  ).map(({ id, row }) => stated(id, row))
  return [...distinct(withId, { field: 'holdingId', rejects }), ...without]
}

function eventFacts(rows: readonly Typed<EventsRow>[], rejects: GroupReject[]): StatedFact[] {
  const stated = (id: string, { row, value }: Typed<EventsRow>): StatedFact => ({
    fact: { fact: 'event', id, day: value.occurredOn, kind: value.event },
    rows: [row],
  })
  const withId = rows.flatMap((row) =>
    row.value.eventId === undefined ? [] : [stated(row.value.eventId, row)],
  )
  const identity = ({ value }: Typed<EventsRow>) => `${value.occurredOn}|${value.event}`
  const without = named(
    rows.filter(({ value }) => value.eventId === undefined),
    { identity, content: identity },
  ).map(({ id, row }) => stated(id, row))
  return [...distinct(withId, { field: 'eventId', rejects }), ...without]
}

/** Facts with ids of their own: equal ones are one fact stated by several rows, different ones contradict each other. */
function distinct(
  facts: readonly StatedFact[],
  { field, rejects }: { field: string; rejects: GroupReject[] },
): StatedFact[] {
  const byId = groupedBy(facts, ({ fact }) => ('id' in fact ? fact.id : ''))
  return [...byId].flatMap(([id, same]) => {
    const [first] = same
    const rows = same.flatMap((one) => one.rows)
    if (first && new Set(same.map(({ fact }) => factContent(fact))).size === 1) return [{ ...first, rows }]
    rejects.push(
      ...contradictions(
        rows.map((row) => ({ row })),
        { field, value: id },
      ),
    )
    return []
  })
}
