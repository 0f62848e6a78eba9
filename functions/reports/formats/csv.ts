import { csvHeader, csvLine } from '#shared/report/csv'
import { type FileContent, type Format, styleOf } from './writer.ts'

const LINES_PER_PIECE = 1_000

/** Comma-separated values (RFC 4180): one table, row by row. */
export const csvFormat: Format = {
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8',
  write: lines,
}

async function* lines(content: FileContent): AsyncGenerator<string> {
  const [source] = content.sources
  if (!source) return
  const style = styleOf(content)
  const { columns } = source
  let piece = csvHeader(columns, style)
  let held = 0
  for await (const row of source.rows) {
    piece += csvLine(row, columns, style)
    held += 1
    if (held < LINES_PER_PIECE) continue
    yield piece
    piece = ''
    held = 0
  }
  yield piece
}
