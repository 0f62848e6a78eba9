import { dateFormats, dayFrom, monthFromText } from './day-text.ts'
import { type Field, fieldsOf } from './fields.ts'
import type { ImportKind } from './import-view.schema.ts'
import { decimalOf } from './money-text.ts'
import { normalisedHeader, synonyms } from './synonyms.ts'

type Rows = readonly (readonly string[])[]

/** Fields by the header's words: every field gets the column of its best synonym, every column one field. */
export function columnsByHeader(
  kind: ImportKind,
  headers: readonly string[],
  rows: Rows,
): Record<string, string> {
  const words = headers.map(normalisedHeader)
  const columns: Record<string, string> = {}
  const taken = new Set<number>()
  const claims = fieldsOf(kind)
    .flatMap((field) =>
      (synonyms[kind][field.name] ?? []).map((word, rank) => ({ field, rank, at: words.indexOf(word) })),
    )
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.rank - b.rank)
  for (const { field, at } of claims) {
    if (columns[field.name] !== undefined || taken.has(at) || !suits(field, rows, at)) continue
    columns[field.name] = headers[at] ?? ''
    taken.add(at)
  }
  if (kind === 'transactions') priceAsAmount(columns)
  return columns
}

/** A price without a quantity is the amount. */
function priceAsAmount(columns: Record<string, string>): void {
  if (columns['amount'] !== undefined || columns['quantity'] !== undefined) return
  const price = columns['unitPrice']
  if (price === undefined) return
  columns['amount'] = price
  delete columns['unitPrice']
}

/** Fields by what the columns of a file without header hold: days, amounts, small numbers; the rest in order. */
export function columnsByValues(
  kind: ImportKind,
  headers: readonly string[],
  rows: Rows,
): Record<string, string> {
  const columns: Record<string, string> = {}
  const taken = new Set<number>()
  const take = (name: string, at: number | undefined) => {
    if (at === undefined || at < 0 || taken.has(at)) return
    columns[name] = headers[at] ?? ''
    taken.add(at)
  }
  const free = () => headers.map((_, index) => index).filter((index) => !taken.has(index))
  const fields = fieldsOf(kind)
  for (const field of fields.filter(({ type }) => type === 'day' || type === 'month' || type === 'email'))
    take(
      field.name,
      free().find((at) => suits(field, rows, at)),
    )
  if (kind === 'transactions' || kind === 'spend')
    take(
      'amount',
      free().findLast((at) => looksLikeMoney(rows, at)),
    )
  const first = kind === 'spend' ? 'channel' : kind === 'products' ? 'productId' : 'clientId'
  take(first, free()[0])
  if (kind === 'transactions')
    take(
      'quantity',
      free().findLast((at) => looksLikeCount(rows, at)),
    )
  for (const field of fields.filter(({ isRequired, name }) => isRequired && columns[name] === undefined))
    take(
      field.name,
      free().find((at) => suits(field, rows, at)),
    )
  return columns
}

function values(rows: Rows, at: number): string[] {
  return rows.map((row) => row[at]?.trim() ?? '').filter(Boolean)
}

function most(found: readonly string[], test: (text: string) => boolean): boolean {
  return found.length > 0 && found.filter(test).length >= found.length * 0.8
}

/** Whether most of a column's values can be what the field holds; an empty column can be anything. */
function suits(field: Field, rows: Rows, at: number): boolean {
  const found = values(rows, at)
  if (found.length === 0) return true
  switch (field.type) {
    case 'day':
      return most(found, (text) => dateFormats.some((format) => dayFrom(text, format) !== undefined))
    case 'month':
      return most(found, (text) => dateFormats.some((format) => monthFromText(text, format) !== undefined))
    case 'money':
    case 'positiveMoney':
    case 'quantity':
      return most(found, isNumber)
    case 'count':
      return most(found, (text) => /^\d+$/.test(text))
    case 'email':
      return most(found, (text) => text.includes('@'))
    default:
      return true
  }
}

function isNumber(text: string): boolean {
  return decimalOf(text, 'point') !== undefined || decimalOf(text, 'comma') !== undefined
}

function looksLikeMoney(rows: Rows, at: number): boolean {
  const found = values(rows, at)
  return most(found, isNumber) && found.some((text) => /[.,]\d{1,2}\D{0,4}$/.test(text))
}

function looksLikeCount(rows: Rows, at: number): boolean {
  return most(values(rows, at), (text) => /^\d{1,4}$/.test(text) && !/^0\d/.test(text))
}
