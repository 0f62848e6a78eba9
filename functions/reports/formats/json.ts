import type { RowSource } from '#shared/report/table'
import type { FileContent, Format } from './writer.ts'

const ROWS_PER_PIECE = 1_000

/** JSON: what the file says about itself, the figures, and every table with its columns and rows. */
export const jsonFormat: Format = { extension: 'json', contentType: 'application/json', write: pieces }

async function* pieces({ facts, document, sources }: FileContent): AsyncGenerator<string> {
  const { siteOrigin: _, ...about } = facts
  const head = { about, figures: document?.figures ?? [], notes: document?.notes ?? [] }
  yield `${JSON.stringify(head).slice(0, -1)},"tables":[`
  for (const [index, source] of sources.entries()) {
    if (index > 0) yield ','
    yield* tablePieces(source)
  }
  yield ']}\n'
}

async function* tablePieces({ id, title, columns, note, rows }: RowSource): AsyncGenerator<string> {
  yield `${JSON.stringify({ id, title, note, columns }).slice(0, -1)},"rows":[`
  let piece: string[] = []
  let isFirst = true
  const joined = () => `${isFirst ? '' : ','}${piece.join(',')}`
  for await (const row of rows) {
    piece.push(JSON.stringify(row))
    if (piece.length < ROWS_PER_PIECE) continue
    yield joined()
    isFirst = false
    piece = []
  }
  if (piece.length > 0) yield joined()
  yield ']}'
}
