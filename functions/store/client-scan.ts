import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { ClientWithFacts } from '#shared/client/client'
import { countedIn } from './client-rewrite.ts'
import { aggregateOf } from './clients.store.ts'
import { factPrefixes } from './keys.ts'
import type { Item, Table } from './table.ts'

/** Which share of the table to read, and where to go on. */
export interface ScanQuestion {
  readonly segment: number
  readonly segments: number
  /** The key after which to go on, as an earlier scan gave it. */
  readonly after?: string
  /** Also what is left of clients being merged or erased: their facts still count in the live flows. */
  readonly withRemnants?: boolean
}

/** A client met by the scan, and the key to resume after once it is done with. */
export interface ScannedClient {
  readonly aggregate: ClientWithFacts
  readonly after: string
  /** Set for what is left of a client: it has facts, and is none. */
  readonly isRemnant?: true
}

const isClientItem = 'begins_with(pk, :client)'

/**
 * Every client of a share of the table, each with all its facts, by parallel Scan: some eighty clients a page instead of
 * a query each. A client whose items do not match its own count (they were being written) is read again by Query.
 */
export async function* scanClients(table: Table, question: ScanQuestion): AsyncGenerator<ScannedClient> {
  let startKey =
    question.after === undefined ? undefined : (JSON.parse(question.after) as Record<string, unknown>)
  let open: Item[] = []
  do {
    const page = await table.client.send(
      new ScanCommand({
        TableName: table.name,
        Segment: question.segment,
        TotalSegments: question.segments,
        FilterExpression: isClientItem,
        ExpressionAttributeValues: { ':client': 'CLIENT#' },
        ReturnConsumedCapacity: 'TOTAL',
        ...(startKey ? { ExclusiveStartKey: startKey } : {}),
      }),
    )
    table.capacity.read(page.ConsumedCapacity)
    for (const item of (page.Items ?? []) as Item[]) {
      if (open.length > 0 && open[0]?.pk !== item.pk) {
        yield* closed(table, open, question)
        open = []
      }
      open.push(item)
    }
    startKey = page.LastEvaluatedKey
  } while (startKey)
  if (open.length > 0) yield* closed(table, open, question)
}

async function* closed(
  table: Table,
  items: readonly Item[],
  { withRemnants = false }: ScanQuestion,
): AsyncGenerator<ScannedClient> {
  const last = items.at(-1)
  if (!last) return
  const after = JSON.stringify({ pk: last.pk, sk: last.sk })
  const whole = isComplete(items) ? items : await table.queryAll(last.pk, { isConsistent: true })
  const aggregate = aggregateOf(whole)
  if (aggregate) yield { aggregate, after }
  else if (withRemnants) {
    const remnant = countedIn(whole)
    if (remnant) yield { aggregate: remnant, after, isRemnant: true }
  }
}

function isComplete(items: readonly Item[]): boolean {
  const client = items.find((item) => item['kind'] === 'client')
  const facts = items.filter((item) => factPrefixes.some((prefix) => item.sk.startsWith(prefix)))
  const summary = client?.['summary'] as { items: number } | undefined
  return summary !== undefined && summary.items === facts.length
}
