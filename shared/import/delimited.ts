import { type Delimiter, MAX_ROW_BYTES } from './import-view.schema.ts'
import { createLines } from './lines.ts'
import { exceedsBytes } from './text-size.ts'

/**
 * A row of a file: its fields, or why it cannot be read. `row` counts as a spreadsheet does: the first row is 1, blank
 * rows count, a quoted field with line breaks stays one row.
 */
export type DelimitedRow =
  | { readonly row: number; readonly fields: readonly string[] }
  | { readonly row: number; readonly reason: string; readonly text: string }

/** Where a reader stands between two chunks, apart from the text it has not used yet. */
export interface ReaderState {
  /** Rows passed so far, blank ones too. */
  readonly row: number
  /** Whether the rest of an oversized row is being passed over. */
  readonly isSkipping: boolean
}

/** Characters that separate fields; a run of blanks is a case of its own. */
export const separators: Readonly<Record<Delimiter, string>> = {
  comma: ',',
  semicolon: ';',
  tab: '\t',
  pipe: '|',
  blanks: ' ',
}

const TOO_LONG = 'The row is longer than 64 KB.'
const UNCLOSED = 'A quote is opened and not closed.'
const STRAY = 'There is text after a closing quote.'
const SHOWN_CHARACTERS = 200

/**
 * Reads delimited text in chunks of any size (RFC 4180 quotes; LF, CRLF or CR; byte order mark; blank rows skipped). A
 * row that cannot be read is reported and the next line is tried, so that one stray quote costs one line. Memory stays
 * within one chunk and one row.
 */
export function createDelimitedReader(
  delimiter: Delimiter,
  start: ReaderState = { row: 0, isSkipping: false },
) {
  let { row, isSkipping } = start
  const lines = createLines()

  function reject(reason: string, text: string): DelimitedRow {
    return { row, reason, text: text.slice(0, SHOWN_CHARACTERS) }
  }

  /** Reads the row at the position and moves behind it; undefined when more text is needed. */
  function next(): DelimitedRow | 'blank' | undefined {
    const first = lines.line()
    if (isSkipping) return skip(first)
    const isLonger = lines.text.length - lines.at > MAX_ROW_BYTES
    if (!first) return isLonger ? skipping() : undefined
    const text = lines.text.slice(lines.at, first.end)
    const quoted = text.includes('"') && text.length <= MAX_ROW_BYTES ? quotedRow(isLonger) : undefined
    if (quoted === 'open' && !isLonger && !lines.isFinal()) return undefined
    row++
    const answer = typeof quoted === 'object' ? { row, fields: quoted.fields } : plain(text, quoted)
    lines.at = typeof quoted === 'object' ? lines.at + quoted.next : first.next
    return answer
  }

  /** Looks no further than the longest row, so that the answer does not depend on the size of the chunks. */
  function quotedRow(isLonger: boolean): QuotedRow | 'open' | 'stray' {
    const text = lines.text.slice(lines.at, lines.at + MAX_ROW_BYTES + 1)
    const quoted = readQuoted(text, { at: 0, delimiter, isFinal: lines.isFinal() && !isLonger })
    return typeof quoted === 'object' && exceedsBytes(text.slice(0, quoted.next), MAX_ROW_BYTES)
      ? 'open'
      : quoted
  }

  function skipping(): DelimitedRow {
    row++
    isSkipping = true
    const rejected = reject(TOO_LONG, lines.text.slice(lines.at, lines.at + SHOWN_CHARACTERS))
    lines.at = lines.text.length
    return rejected
  }

  function skip(first: { next: number } | undefined): 'blank' | undefined {
    lines.at = first ? first.next : lines.text.length
    if (!first) return undefined
    isSkipping = false
    return 'blank'
  }

  function plain(text: string, quoted: 'open' | 'stray' | undefined): DelimitedRow | 'blank' {
    if (exceedsBytes(text, MAX_ROW_BYTES)) return reject(TOO_LONG, text)
    if (quoted) return reject(quoted === 'open' ? UNCLOSED : STRAY, text)
    if (text.trim() === '') return 'blank'
    return { row, fields: delimiter === 'blanks' ? blankSeparated(text) : text.split(separators[delimiter]) }
  }

  function read(): DelimitedRow[] {
    const rows: DelimitedRow[] = []
    while (lines.at < lines.text.length) {
      const one = next()
      if (one === undefined) break
      if (one !== 'blank') rows.push(one)
    }
    return rows
  }

  return {
    /** The rows that are complete with this chunk. */
    push(chunk: string): DelimitedRow[] {
      const isStart = row === 0 && !isSkipping && lines.at === lines.text.length
      lines.take(isStart && chunk.startsWith('\uFEFF') ? chunk.slice(1) : chunk)
      return read()
    },
    /** The rows that are complete because the file ends here. */
    end(): DelimitedRow[] {
      lines.finish()
      return read()
    },
    /** Where the reader stands; a new one with this state goes on with `pending()` and what follows it. */
    state: (): ReaderState => ({ row, isSkipping }),
    /** Text taken but not used yet: at most one row. */
    pending: (): string => lines.text.slice(lines.at),
  }
}

interface QuotedRow {
  readonly fields: readonly string[]
  readonly next: number
}

interface Reading {
  at: number
  readonly delimiter: Delimiter
  readonly isFinal: boolean
}

/** A row with quotes in it; `open` when a quote is not closed in this text, `stray` when text follows a closing one. */
function readQuoted(text: string, reading: Reading): QuotedRow | 'open' | 'stray' {
  const fields: string[] = []
  const { delimiter } = reading
  if (delimiter === 'blanks') passBlanks(text, reading)
  for (;;) {
    const field = text[reading.at] === '"' ? quotedField(text, reading) : plainField(text, reading)
    if (field === undefined) return 'open'
    fields.push(field)
    if (delimiter === 'blanks') passBlanks(text, reading)
    const after = text[reading.at]
    if (after === undefined) return reading.isFinal ? { fields, next: reading.at } : 'open'
    if (after === '\n') return { fields, next: reading.at + 1 }
    if (after === '\r') {
      if (reading.at + 1 >= text.length && !reading.isFinal) return 'open'
      return { fields, next: reading.at + (text[reading.at + 1] === '\n' ? 2 : 1) }
    }
    if (delimiter === 'blanks') {
      if (!isBlank(text[reading.at - 1])) return 'stray'
    } else if (after !== separators[delimiter]) return 'stray'
    else reading.at++
  }
}

function quotedField(text: string, reading: Reading): string | undefined {
  let value = ''
  let from = reading.at + 1
  for (;;) {
    const close = text.indexOf('"', from)
    if (close < 0) return undefined
    value += text.slice(from, close)
    if (text[close + 1] !== '"') {
      if (close + 1 >= text.length && !reading.isFinal) return undefined
      reading.at = close + 1
      while (text[reading.at] === ' ') reading.at++
      return value
    }
    value += '"'
    from = close + 2
  }
}

function plainField(text: string, reading: Reading): string {
  const from = reading.at
  const separator = separators[reading.delimiter]
  while (reading.at < text.length) {
    const character = text[reading.at]
    if (character === '\n' || character === '\r' || character === separator) break
    if (reading.delimiter === 'blanks' && character === '\t') break
    reading.at++
  }
  return text.slice(from, reading.at)
}

const isBlank = (character: string | undefined) => character === ' ' || character === '\t'

function passBlanks(text: string, reading: Reading): void {
  while (isBlank(text[reading.at])) reading.at++
}

function blankSeparated(text: string): string[] {
  return text.trim().split(/[ \t]+/)
}
