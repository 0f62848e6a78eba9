import { contentHash } from './content-hash.ts'
import { createDelimitedReader } from './delimited.ts'
import { type DateFormat, dateFormats, dayFrom } from './day-text.ts'
import { type Delimiter, delimiters, type ImportKind, type Mapping } from './import-view.schema.ts'
import { decimalOf } from './money-text.ts'
import { normalisedHeader, synonyms } from './synonyms.ts'
import { columnNames } from './table-reader.ts'
import { columnsByHeader, columnsByValues } from './guess-columns.ts'

/** What the first rows of a file suggest. */
export interface Guess {
  readonly mapping: Mapping
  /** Names of the columns under the guessed mapping. */
  readonly headers: readonly string[]
  /** The first data rows as raw cells, at most 20. */
  readonly rows: readonly (readonly string[])[]
  /** Under which a mapping is remembered: equal for files of this kind with equal first rows or shapes. */
  readonly headerSignature: string
}

const SAMPLED_ROWS = 200
const SHOWN_ROWS = 20
// A longer text was cut out of its file, most likely within a row; a shorter one is the whole file.
const WHOLE_FILE_CHARACTERS = 16_384

/** How a file that starts with this text is best read: delimiter, header, columns, date format and decimal sign. */
export function guessMapping(kind: ImportKind, headText: string): Guess {
  const delimiter = delimiterOf(headText)
  const all = sampleRows(headText, delimiter)
  const hasHeader = looksLikeHeader(kind, all)
  const headers = columnNames(all[0] ?? [], hasHeader)
  const rows = (hasHeader ? all.slice(1) : all).filter((row) => row.length === headers.length)
  const columns = hasHeader ? columnsByHeader(kind, headers, rows) : columnsByValues(kind, headers, rows)
  const mapping: Mapping = {
    delimiter,
    hasHeader,
    columns,
    dateFormat: dateFormatOf(rows, { headers, columns }),
    decimal: decimalSignOf(rows),
    keepsUnmapped: false,
  }
  return {
    mapping,
    headers,
    rows: rows.slice(0, SHOWN_ROWS),
    headerSignature: signatureOf(kind, hasHeader, headers),
  }
}

function signatureOf(kind: ImportKind, hasHeader: boolean, headers: readonly string[]): string {
  return contentHash(JSON.stringify([kind, hasHeader, headers]))
}

/** The column names a file has when it is read with this delimiter and header setting. */
export function headersOf(mapping: Pick<Mapping, 'delimiter' | 'hasHeader'>, headText: string): string[] {
  return columnNames(sampleRows(headText, mapping.delimiter)[0] ?? [], mapping.hasHeader)
}

function sampleRows(text: string, delimiter: Delimiter): (readonly string[])[] {
  const reader = createDelimitedReader(delimiter)
  const rows = reader.push(text)
  if (text.length < WHOLE_FILE_CHARACTERS || rows.length === 0) rows.push(...reader.end())
  return rows.slice(0, SAMPLED_ROWS).flatMap((row) => ('fields' in row ? [row.fields] : []))
}

/** The sign that splits most rows into one number of columns, the more the better; blanks only when no sign does. */
function delimiterOf(text: string): Delimiter {
  let best: { delimiter: Delimiter; columns: number } = { delimiter: 'comma', columns: 1 }
  for (const delimiter of delimiters) {
    if (delimiter === 'blanks' && best.columns > 1) break
    const rows = sampleRows(text, delimiter)
    const columns = mode(rows.map((row) => row.length))
    const share = rows.filter((row) => row.length === columns).length / rows.length
    if (share >= 0.8 && columns > best.columns) best = { delimiter, columns }
  }
  return best.delimiter
}

function mode(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

function looksLikeHeader(kind: ImportKind, rows: readonly (readonly string[])[]): boolean {
  const first = rows[0]
  if (!first) return true
  const known = new Set(Object.values(synonyms[kind]).flat())
  const hits = first.filter((cell) => known.has(normalisedHeader(cell))).length
  if (hits >= 2 || (hits === 1 && first.length <= 3)) return true
  return !first.some((cell) => isValue(cell.trim()))
}

function isValue(cell: string): boolean {
  return (
    /@/.test(cell) || decimalOf(cell) !== undefined || dateFormats.some((format) => dayFrom(cell, format))
  )
}

interface Table {
  readonly headers: readonly string[]
  readonly columns: Readonly<Record<string, string>>
}

const dayFields = ['occurredOn', 'openedOn', 'closedOn', 'joinedOn', 'birthDate', 'launchedOn', 'month']

/** The format under which the most values of the day columns are real days; day before month where both fit. */
function dateFormatOf(rows: readonly (readonly string[])[], { headers, columns }: Table): DateFormat {
  const indexes = dayFields
    .map((field) => headers.indexOf(columns[field] ?? ''))
    .filter((index) => index >= 0)
  const values = rows.flatMap((row) => indexes.map((index) => row[index]?.trim() ?? '')).filter(Boolean)
  let best: { format: DateFormat; fits: number } = { format: 'YYYY-MM-DD', fits: 0 }
  for (const format of dateFormats) {
    const fits = values.filter((value) => dayFrom(value, format) !== undefined).length
    if (fits > best.fits) best = { format, fits }
  }
  return best.format
}

function decimalSignOf(rows: readonly (readonly string[])[]): 'point' | 'comma' {
  let commas = 0
  let points = 0
  for (const cell of rows.flat()) {
    if (/\d,\d{1,2}\D{0,4}$/.test(cell) && !/,\d+,/.test(cell)) commas++
    else if (/\d\.\d{1,2}\D{0,4}$/.test(cell) && !/\.\d+\./.test(cell)) points++
  }
  return commas > points ? 'comma' : 'point'
}
