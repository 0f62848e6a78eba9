import { safeCell } from '#shared/kernel/csv-cell'
import { type CellStyle, cellText } from './cell-text.ts'
import type { Column, Row } from './table.ts'

/** How a CSV is written. */
export interface CsvStyle extends CellStyle {
  readonly timeZone: string
  readonly hasBom: boolean
}

const BREAK = '\r\n'

/** First line: titles, or keys where values are raw; columns of days and months say in which time zone. */
export function csvHeader(columns: readonly Column[], style: CsvStyle): string {
  const cells = columns.map(({ key, title, unit }) => {
    const name = style.isFormatted ? title : key
    return safeCell(unit === 'day' || unit === 'month' ? `${name} (${style.timeZone})` : name)
  })
  return `${style.hasBom ? '\ufeff' : ''}${cells.join(',')}${BREAK}`
}

/** One line (RFC 4180). Numbers stand bare where they are raw; every text is quoted and no text starts a formula. */
export function csvLine(row: Row, columns: readonly Column[], style: CsvStyle): string {
  let line = ''
  for (let index = 0; index < columns.length; index++) {
    const value = row[index] ?? null
    const unit = columns[index]?.unit ?? 'text'
    const text = cellText(value, unit, style)
    if (index > 0) line += ','
    // What was a number cannot be a formula: a minus stays a minus.
    if (typeof value === 'number') line += style.isFormatted ? `"${text}"` : text
    else if (value !== null) line += safeCell(text)
  }
  return line + BREAK
}
