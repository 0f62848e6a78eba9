import type { Fact } from '#shared/client/facts'
import type { ClientId } from '#shared/kernel/ids'
import type { ClientsRow, TypedRow } from './typed-row.ts'

/** A row that could be read, with its number. */
export interface NumberedRow {
  readonly row: number
  readonly value: TypedRow
}

/** A row that could not be read but tells whose order it belongs to. */
export interface BadLine {
  readonly row: number
  readonly clientId: ClientId
  readonly transactionId: string
}

/** A row refused because of another row of the file. */
export interface GroupReject {
  readonly row: number
  readonly field: string
  readonly value: string
  readonly reason: string
}

/** A fact with the rows that state it. */
export interface StatedFact {
  readonly fact: Fact
  readonly rows: readonly number[]
  /** Of an engagement month: the rows that state each channel. */
  readonly rowsByChannel?: Readonly<Record<string, readonly number[]>>
}

/** Everything a file says of one client. */
export interface ClientGroup {
  readonly clientId: ClientId
  readonly profile?: { readonly value: ClientsRow['profile']; readonly rows: readonly number[] }
  readonly facts: readonly StatedFact[]
  readonly rejects: readonly GroupReject[]
}

/** What spoils orders from outside: bad lines of the same client, and orders with a line that names no client. */
export interface Spoilers {
  readonly badLines: readonly BadLine[]
  readonly orphans: ReadonlySet<string>
}

/** Rows that say different things under one name: none of them can be preferred, whatever their order. */
export function contradictions(
  rows: readonly { readonly row: number }[],
  { field, value }: { field: string; value: string },
): GroupReject[] {
  const numbers = rows.map(({ row }) => row).sort((a, b) => a - b)
  return rows.map(({ row }) => {
    const other = numbers.find((number) => number !== row)
    return { row, field, value, reason: `Row ${other} says something else of the same ${field}.` }
  })
}
