import { cleaned } from '#shared/import/cells'
import type { DelimitedRow } from '#shared/import/delimited'
import type { ImportKind, Mapping } from '#shared/import/import-view.schema'
import { rowReader, WHOLE_ROW } from '#shared/import/row'
import type { RowResult, TypedRow } from '#shared/import/typed-row'
import { hash32, NO_PRODUCT } from '#shared/kernel/ids'
import type { Reject } from './reject.ts'

interface SorterOptions {
  readonly kind: ImportKind
  readonly mapping: Mapping
  readonly headers: () => readonly string[]
  readonly partitions: number
  /** Channels named in earlier segments. */
  readonly channels: readonly string[]
}

// More than this many channels are counted as `other` anyway; the registry takes twelve.
const NOTED_CHANNELS = 50

/** What the first pass lays down of a segment. */
interface Sorted {
  read: number
  rejected: number
  /** Lines by partition: `[row, ...fields]`, or `[row, null, client, transaction]` of a row that spoils its order. */
  readonly lines: Map<number, string[]>
  readonly rejects: Reject[]
  /** Products named, with the first name given. */
  readonly products: Map<string, string | null>
  /** Transactions with a row that names no client. */
  readonly orphans: Set<string>
  readonly channels: string[]
}

/** Sorts rows by the client, product or channel they are about, and rejects those that cannot be read. */
export function createSorter({ kind, mapping, headers, partitions, channels }: SorterOptions) {
  const sorted: Sorted = {
    read: 0,
    rejected: 0,
    lines: new Map(),
    rejects: [],
    products: new Map(),
    orphans: new Set(),
    channels: [...channels],
  }
  let read: ((fields: readonly string[]) => RowResult) | undefined

  function put(key: string, line: readonly unknown[]): void {
    const partition = hash32(key) % partitions
    const lines = sorted.lines.get(partition) ?? []
    if (lines.length === 0) sorted.lines.set(partition, lines)
    lines.push(`${JSON.stringify(line)}\n`)
  }

  function reject(row: number, result: RowResult & { ok: false }): void {
    sorted.rejected += 1
    for (const { column, value, reason } of result.problems)
      sorted.rejects.push({ row, column, value, reason })
    const { clientId, transactionId } = result
    if (transactionId === undefined) return
    if (clientId === undefined) sorted.orphans.add(transactionId)
    else put(clientId, [row, null, clientId, transactionId])
  }

  function take(row: number, fields: readonly string[]): void {
    read ??= rowReader({ kind, mapping, headers: headers() })
    const result = read(fields)
    if (!result.ok) return reject(row, result)
    note(sorted, result.value)
    put(keyOf(result.value), [row, ...fields])
  }

  return {
    add(rows: readonly DelimitedRow[]): void {
      for (const one of rows) {
        sorted.read += 1
        if ('fields' in one) take(one.row, one.fields)
        else {
          sorted.rejected += 1
          sorted.rejects.push({ row: one.row, column: WHOLE_ROW, value: one.text, reason: one.reason })
        }
      }
    },
    sorted: () => sorted,
  }
}

/** What a row is about: rows with the same key come together. */
function keyOf(row: TypedRow): string {
  if ('clientId' in row) return row.clientId
  return row.kind === 'products' ? row.productId : row.channel
}

function note(sorted: Sorted, row: TypedRow): void {
  if (row.kind === 'transactions') noteProduct(sorted, row.line.productId, row.productName)
  if (row.kind === 'holdings') noteProduct(sorted, row.productId)
  const channel =
    row.kind === 'spend' ? row.channel : row.kind === 'clients' ? row.profile.channel : undefined
  if (channel === undefined || sorted.channels.length >= NOTED_CHANNELS) return
  const key = cleaned(channel).toLowerCase()
  if (!sorted.channels.includes(key)) sorted.channels.push(key)
}

function noteProduct({ products }: Sorted, id: string, name?: string): void {
  if (id !== NO_PRODUCT && (!products.has(id) || (name !== undefined && products.get(id) === null)))
    products.set(id, name ?? null)
}
