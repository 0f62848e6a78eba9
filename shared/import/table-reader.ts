import { DomainError } from '#shared/kernel/errors'
import { createDelimitedReader, type DelimitedRow, type ReaderState } from './delimited.ts'
import type { Mapping } from './import-view.schema.ts'

/** Where a table reader stands between two chunks. */
export interface TableState {
  readonly reader: ReaderState
  /** Names of the columns once the first row was seen. */
  readonly headers?: readonly string[]
}

/**
 * Names of the columns: the header's texts, or `1`, `2`, … without one. A repeated name gets its count in brackets, an
 * empty one its position.
 */
export function columnNames(first: readonly string[], hasHeader: boolean): string[] {
  if (!hasHeader) return first.map((_, index) => String(index + 1))
  const seen = new Map<string, number>()
  return first.map((cell, index) => {
    const name = cell.trim().normalize('NFC') || String(index + 1)
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}

/** A header nobody can read: nothing after it has a meaning. */
function headerUnreadable(reason: string): DomainError {
  return new DomainError(
    'invalid',
    'import.header-unreadable',
    `The header row cannot be read. ${reason} Correct the first line of the file and import it again.`,
  )
}

/** Reads the rows of a table: takes the header off and reports rows whose number of columns differs from the first. */
export function createTableReader(mapping: Pick<Mapping, 'delimiter' | 'hasHeader'>, start?: TableState) {
  const reader = createDelimitedReader(mapping.delimiter, start?.reader)
  let headers = start?.headers

  function checked(rows: readonly DelimitedRow[]): DelimitedRow[] {
    const kept: DelimitedRow[] = []
    for (const one of rows) {
      const isFirst = headers === undefined
      if (isFirst) headers = headersOf(one)
      if (!(isFirst && mapping.hasHeader)) kept.push(fitted(one, headers?.length))
    }
    return kept
  }

  function headersOf(first: DelimitedRow): readonly string[] | undefined {
    if ('fields' in first) return columnNames(first.fields, mapping.hasHeader)
    if (mapping.hasHeader) throw headerUnreadable(first.reason)
    return undefined
  }

  return {
    /** The rows complete with this chunk. */
    push: (chunk: string): DelimitedRow[] => checked(reader.push(chunk)),
    /** The rows complete because the file ends. */
    end: (): DelimitedRow[] => checked(reader.end()),
    /** Names of the columns; undefined before the first row. */
    headers: (): readonly string[] | undefined => headers,
    /** Where the reader stands. */
    state: (): TableState => ({ reader: reader.state(), ...(headers ? { headers } : {}) }),
    /** Text taken but not used yet. */
    pending: (): string => reader.pending(),
  }
}

/** The row with as many fields as there are columns; empty fields at its end are dropped, as spreadsheets add them. */
function fitted(one: DelimitedRow, columns: number | undefined): DelimitedRow {
  if (!('fields' in one) || columns === undefined || one.fields.length === columns) return one
  const extra = one.fields.slice(columns)
  if (extra.length > 0 && extra.every((field) => field.trim() === ''))
    return { row: one.row, fields: one.fields.slice(0, columns) }
  const reason = `The row has ${one.fields.length} columns, the first row has ${columns}.`
  return { row: one.row, reason, text: one.fields.join(' ').slice(0, 200) }
}
