import type { Instant } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import type { ImportId } from '#shared/kernel/ids'
import type { ImportKind, ImportView, Mapping } from '#shared/import/import-view.schema'
import type { TableState } from '#shared/import/table-reader'
import { batchKey, IMPORTS_PARTITION, importKey, indexes, mappingKey } from './keys.ts'
import type { Item, Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** How far the first pass over the file is: where to read on, and what was seen so far. */
export interface Checkpoint {
  readonly offset: number
  readonly segment: number
  readonly table?: TableState
  readonly read: number
  readonly rejected: number
  /** Channels named so far, in the order of the file. */
  readonly channels: readonly string[]
}

/** An import as it is kept. */
export type ImportRecord = Omit<ImportView, 'finishedAt' | 'runId' | 'mapping' | 'error'> & {
  readonly finishedAt?: Instant
  readonly runId?: string
  readonly mapping?: Mapping
  readonly error?: { readonly code: string; readonly message: string }
  /** Under which the mapping is remembered. */
  readonly headerSignature?: string
  /** Whether the clients are valued anew once the rows are in. */
  readonly startsRun?: boolean
  readonly checkpoint?: Checkpoint
}

/** How the rows of one batch counted. */
export interface BatchCounts {
  readonly accepted: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
  /** Clients known only because this import named them. */
  readonly placeholders: number
}

type Changes = Partial<Omit<ImportRecord, 'id' | 'kind' | 'createdAt'>>
type Status = ImportRecord['status']

const isInState = (names: readonly string[]) => `#status IN (${names.join(', ')})`
const batchIsNew = 'attribute_not_exists(pk)'

/** Imports: their progress, the proofs of their batches, and the mappings remembered for files of the same header. */
export function createImportsStore({ table }: { table: Table }) {
  async function create(record: ImportRecord): Promise<void> {
    await table.transact([{ Put: { Item: itemOf(record), ConditionExpression: batchIsNew } }])
  }

  async function load(id: ImportId): Promise<ImportRecord | undefined> {
    const item = await table.get(importKey(id), { isConsistent: true })
    return item && recordOf(item)
  }

  /** The newest imports, and the place to go on from. */
  async function page(limit: number, after?: string) {
    const { index, pk, sk } = indexes.time
    const answer = await table.query({
      IndexName: index,
      KeyConditionExpression: after === undefined ? '#pk = :pk' : '#pk = :pk AND #sk < :after',
      ExpressionAttributeNames: { '#pk': pk, ...(after === undefined ? {} : { '#sk': sk }) },
      ExpressionAttributeValues: {
        ':pk': IMPORTS_PARTITION,
        ...(after === undefined ? {} : { ':after': after }),
      },
      ScanIndexForward: false,
      Limit: limit + 1,
    })
    const ids = answer.items.slice(0, limit).map((item) => (item['card'] as { id: string }).id)
    const items = await table.getMany(ids.map(importKey))
    const byId = new Map(items.map((item) => [item['id'], recordOf(item)]))
    const last = answer.items[limit - 1]
    return {
      imports: ids.flatMap((id) => byId.get(id) ?? []),
      next: answer.items.length > limit && last ? String(last[sk]) : undefined,
    }
  }

  /**
   * Changes an import that is in one of these states.
   *
   * @throws DomainError `import.moved-on` when it is in another
   */
  async function update(id: ImportId, from: readonly Status[], changes: Changes): Promise<void> {
    const entries = Object.entries(changes).filter(([, value]) => value !== undefined)
    const states = from.map((state, index) => [`:from${index}`, state] as const)
    await table.transact([
      {
        Update: {
          Key: { ...importKey(id) },
          UpdateExpression: `SET ${entries.map((_, index) => `#${index} = :${index}`).join(', ')}`,
          ConditionExpression: isInState(states.map(([name]) => name)),
          ExpressionAttributeNames: {
            '#status': 'status',
            ...Object.fromEntries(entries.map(([name], index) => [`#${index}`, name])),
          },
          ExpressionAttributeValues: {
            ...Object.fromEntries(states),
            ...Object.fromEntries(entries.map(([, value], index) => [`:${index}`, value])),
          },
        },
        condition: () => movedOn(id),
      },
    ])
  }

  /** Records why an import ended early; one that is done stays done. */
  async function fail(
    id: ImportId,
    error: { readonly code: string; readonly message: string },
    finishedAt: Instant,
  ): Promise<void> {
    try {
      const { code, message } = error
      await update(id, unfinished, { status: 'failed', error: { code, message }, finishedAt })
    } catch (failure) {
      if (!(failure instanceof DomainError) || failure.code !== 'import.moved-on') throw failure
    }
  }

  /** The proof that a batch is in, to be written with its last facts. */
  function batchMarker(id: ImportId, batch: string, counts: BatchCounts): NamedWrite {
    return {
      Put: { Item: { ...batchKey(id, batch), kind: 'batch', ...counts }, ConditionExpression: batchIsNew },
      condition: () => batchIsIn(batch),
    }
  }

  /** The batches that are in, by name; of one partition, or all. */
  async function batches(id: ImportId, partition = ''): Promise<Map<string, BatchCounts>> {
    const prefix = batchKey(id, partition).sk
    const items = await table.queryAll(importKey(id).pk, { prefix, isConsistent: true })
    return new Map(items.map((item) => [item.sk.slice('BATCH#'.length), countsOf(item)]))
  }

  return { create, load, page, update, fail, batchMarker, batches, ...mappings(table) }
}

/** The mappings last used, by what their files began with. */
function mappings(table: Table) {
  async function remember(signature: string, kind: ImportKind, mapping: Mapping): Promise<void> {
    await table.transact([
      { Put: { Item: { ...mappingKey(signature), kind: 'mapping', of: kind, mapping } } },
    ])
  }

  async function remembered(signature: string): Promise<Mapping | undefined> {
    const item = await table.get(mappingKey(signature))
    return item?.['mapping'] as Mapping | undefined // -- because `remember` is the only writer
  }

  return { remember, remembered }
}

/** Imports. */
export type ImportsStore = ReturnType<typeof createImportsStore>

/** States of an import that is not over. */
export const unfinished = ['awaiting-upload', 'queued', 'partitioning', 'saving'] as const

/** An import that is not there. */
export function importNotFound(id: ImportId): DomainError {
  return new DomainError('not-found', 'import.not-found', 'There is no such import.', { details: { id } })
}

function movedOn(id: ImportId): DomainError {
  return new DomainError('conflict', 'import.moved-on', 'This import has moved on. Load it again.', {
    details: { id },
  })
}

const batchIsIn = (batch: string) =>
  new DomainError('conflict', 'import.batch-is-in', `Batch ${batch} was saved already.`)

function itemOf(record: ImportRecord): Item {
  return {
    ...importKey(record.id),
    ...record,
    of: record.kind,
    kind: 'import',
    card: { id: record.id },
    [indexes.time.pk]: IMPORTS_PARTITION,
    [indexes.time.sk]: `${record.createdAt}#${record.id}`,
  }
}

function recordOf(item: Item): ImportRecord {
  const { pk: _pk, sk: _sk, card: _card, timePk: _timePk, timeSk: _timeSk, of, ...record } = item
  return { ...record, kind: of } as unknown as ImportRecord // -- because `create` and `update` are the only writers
}

function countsOf(item: Item): BatchCounts {
  const count = (name: keyof BatchCounts) => Number(item[name] ?? 0)
  return {
    accepted: count('accepted'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    placeholders: count('placeholders'),
  }
}
