import { createHash, randomUUID } from 'node:crypto'
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { DomainError } from '#shared/kernel/errors'
import type { Key } from './keys.ts'
import { type Capacity, createCapacity } from './capacity.ts'
import { answerToCancellation, isRetriable, type NamedWrite } from './transaction.ts'

/** An item as stored. */
export type Item = Record<string, unknown> & Key

/** Most actions of one transaction; DynamoDB takes 100, five stay spare. */
export const MAX_ACTIONS = 95
/** Most bytes of one transaction; DynamoDB takes 4 MB. */
export const MAX_TRANSACTION_BYTES = 3_500_000

// Long enough for DynamoDB's own recovery of a transaction in progress, which starts after five seconds.
const TRANSACTION_BUDGET_MS = 12_000

interface TableOptions {
  readonly client: DynamoDBDocumentClient
  readonly name: string
  readonly sleep?: (milliseconds: number) => Promise<void>
  readonly random?: () => number
  readonly now?: () => number
  readonly capacity?: Capacity
}

const waiting = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** The one table: reads, pages and transactions, with the capacity they consumed. */
export function createTable(options: TableOptions) {
  const { client, name, sleep = waiting, random = Math.random, now = Date.now } = options
  const capacity = options.capacity ?? createCapacity()

  async function get(key: Key, { isConsistent = false } = {}): Promise<Item | undefined> {
    const answer = await client.send(
      new GetCommand({
        TableName: name,
        Key: key,
        ConsistentRead: isConsistent,
        ReturnConsumedCapacity: 'TOTAL',
      }),
    )
    capacity.read(answer.ConsumedCapacity)
    return answer.Item as Item | undefined
  }

  async function query(input: Omit<QueryCommandInput, 'TableName'>) {
    const answer = await client.send(
      new QueryCommand({ ...input, TableName: name, ReturnConsumedCapacity: 'TOTAL' }),
    )
    capacity.read(answer.ConsumedCapacity)
    return {
      items: (answer.Items ?? []) as Item[],
      lastKey: answer.LastEvaluatedKey,
      units: answer.ConsumedCapacity?.CapacityUnits ?? 0,
    }
  }

  /** Every item of a partition, or of those whose sort key starts with `prefix`, in order. */
  async function queryAll(pk: string, { prefix = '', isConsistent = false } = {}): Promise<Item[]> {
    const items: Item[] = []
    let startKey: Record<string, unknown> | undefined
    do {
      const page = await query({
        KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: prefix === '' ? { ':pk': pk } : { ':pk': pk, ':prefix': prefix },
        ConsistentRead: isConsistent,
        ...(startKey ? { ExclusiveStartKey: startKey } : {}),
      })
      items.push(...page.items)
      startKey = page.lastKey
    } while (startKey)
    return items
  }

  /** The items of up to any number of keys, in no order; keys without an item are left out. */
  async function getMany(keys: readonly Key[], { isConsistent = false } = {}): Promise<Item[]> {
    const items: Item[] = []
    for (let start = 0; start < keys.length; start += 100) {
      let pending: Key[] | undefined = keys.slice(start, start + 100).map(({ pk, sk }) => ({ pk, sk }))
      for (let attempt = 0; pending && pending.length > 0; attempt++) {
        if (attempt > 0) await pause(attempt)
        const answer: Awaited<ReturnType<typeof sendBatch>> = await sendBatch(pending, isConsistent)
        items.push(...((answer.Responses?.[name] ?? []) as Item[]))
        pending = answer.UnprocessedKeys?.[name]?.Keys as Key[] | undefined
        if (attempt >= 8 && pending?.length) throw busy(undefined)
      }
    }
    return items
  }

  async function sendBatch(keys: readonly Key[], isConsistent: boolean) {
    const answer = await client.send(
      new BatchGetCommand({
        RequestItems: { [name]: { Keys: [...keys], ConsistentRead: isConsistent } },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    )
    answer.ConsumedCapacity?.forEach((one) => capacity.read(one))
    return answer
  }

  async function pause(attempt: number): Promise<void> {
    await sleep(random() * Math.min(2_000, 50 * 2 ** attempt))
  }

  /**
   * Writes all or nothing. Conflicts, throttling and lost replies are tried again with the same token inside the
   * budget; a failed condition is an answer and becomes a DomainError that names it.
   */
  async function transact(
    writes: readonly NamedWrite[],
    { work, budgetMs = TRANSACTION_BUDGET_MS }: { work?: string; budgetMs?: number } = {},
  ): Promise<void> {
    const TransactItems = writes.map(({ condition: _, ...write }) => withTable(write))
    // Without a named unit of work the same content may well be meant twice: only the retries below share a token.
    const token = createHash('sha256')
      .update(work ?? randomUUID())
      .update(JSON.stringify(TransactItems))
      .digest('base64url')
      .slice(0, 36)
    const deadline = now() + budgetMs
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await client.send(
          new TransactWriteCommand({
            TransactItems,
            ClientRequestToken: token,
            ReturnConsumedCapacity: 'TOTAL',
          }),
        )
        answer.ConsumedCapacity?.forEach((one) => capacity.write(one))
        return
      } catch (error) {
        const answered = answerToCancellation(error, writes)
        if (answered) throw answered
        if (!isRetriable(error)) throw error
        if (now() >= deadline) throw busy(error)
        await pause(attempt + 1)
      }
    }
  }

  function withTable(write: Record<string, unknown>) {
    const entries = Object.entries(write).map(([action, input]) => [
      action,
      { ...(input as object), TableName: name },
    ])
    return Object.fromEntries(entries) as NonNullable<TransactWriteCommandInput['TransactItems']>[number]
  }

  return { name, client, capacity, get, getMany, query, queryAll, transact }
}

/** The one table. */
export type Table = ReturnType<typeof createTable>

function busy(cause: unknown): DomainError {
  return new DomainError(
    'unavailable',
    'store.busy',
    'The store is busy right now. Nothing was written; try again in a moment.',
    { cause },
  )
}
