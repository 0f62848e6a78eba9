import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { Row, RowSource } from '#shared/report/table'
import type { FileContent, Format } from './writer.ts'
import { rowWriter, sheetEnd, sheetNames, sheetStart, stylesXml, workbookParts } from './xlsx-parts.ts'

// What a sheet of Excel holds, its row of titles apart.
const ROWS_PER_SHEET = 1_048_575
const ROWS_PER_PIECE = 500
const COMPRESSION = 3

/** A workbook: a sheet about the file, then one sheet for each table; longer tables go on in further sheets. */
export const xlsxFormat: Format = {
  extension: 'xlsx',
  contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  write: (content) => pieces(content),
}

/** The pieces of a workbook; `rowsPerSheet` is there for tests. */
export async function* pieces(
  content: FileContent,
  rowsPerSheet = ROWS_PER_SHEET,
): AsyncGenerator<Uint8Array> {
  const archive = createArchive()
  const { currency } = content.facts
  const titles = ['About this file']
  yield* archive.file('xl/worksheets/sheet1.xml', aboutSheet(content))
  for (const source of content.sources) {
    const rows = iteratorOf(source)
    for (let isMore = true; isMore;) {
      titles.push(source.title)
      const sheet = createSheet({ source, rows, currency, rowsPerSheet })
      yield* archive.file(`xl/worksheets/sheet${titles.length}.xml`, sheet.pieces())
      isMore = sheet.isFull()
    }
  }
  yield* archive.file('xl/styles.xml', [stylesXml(currency)])
  for (const [path, text] of Object.entries(workbookParts(sheetNames(titles))))
    yield* archive.file(path, [text])
  yield* archive.end()
}

function createArchive() {
  let ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  const taken = () => {
    const chunks = ready
    ready = []
    return chunks
  }
  return {
    async *file(path: string, texts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Uint8Array> {
      const entry = new ZipDeflate(path, { level: COMPRESSION })
      // The same content makes the same bytes.
      entry.mtime = new Date(1980, 0, 1)
      zip.add(entry)
      for await (const text of texts) {
        entry.push(strToU8(text))
        yield* taken()
      }
      entry.push(new Uint8Array(), true)
      yield* taken()
    },
    *end(): Generator<Uint8Array> {
      zip.end()
      yield* taken()
    },
  }
}

const iteratorOf = ({ rows }: RowSource) =>
  Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]()

interface Sheet {
  readonly source: RowSource
  readonly rows: AsyncIterator<Row> | Iterator<Row>
  readonly currency: string
  readonly rowsPerSheet: number
}

function createSheet({ source, rows, currency, rowsPerSheet }: Sheet) {
  const writer = rowWriter(
    source.columns.map(({ unit }) => unit),
    currency,
  )
  let written = 0
  return {
    isFull: () => written >= rowsPerSheet,
    async *pieces(): AsyncGenerator<string> {
      let piece = sheetStart + writer.heading(source.columns.map(({ title }) => title))
      for (; written < rowsPerSheet; written++) {
        const next = await rows.next()
        if (next.done) break
        piece += writer.row(next.value)
        if (written % ROWS_PER_PIECE !== 0) continue
        yield piece
        piece = ''
      }
      yield piece + sheetEnd
    },
  }
}

function aboutSheet({ facts, document, definition }: FileContent): string[] {
  const { run, period, filters } = facts
  const lines: Row[] = [
    ['Report', facts.title],
    ['Period', period ? `${period.title}: ${period.from} to ${period.to}` : 'As of now'],
    ['Compared with', period?.against ?? '—'],
    [
      'Filters',
      Object.entries(filters)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', ') || 'none',
    ],
    ['Time zone', facts.timeZone],
    ['Currency', facts.currency],
    ['As of', run.asOf],
    ['Run', run.id],
    ['Model', run.model],
    ['Data version', facts.dataVersion],
    ['Definitions version', facts.definitions],
    ['Values', definition.values],
    ...(document?.notes ?? []).map((note): Row => ['Note', note]),
  ]
  const writer = rowWriter(['text', 'count'], facts.currency)
  const rows = [
    writer.heading(['About this file', '']),
    ...lines.map((line) => writer.row(line)),
    ...(document?.figures ?? []).map(({ title, figure: { value, reason, unit } }) =>
      writer.figure(title, value ?? `— ${reason ?? ''}`, unit),
    ),
  ]
  return [sheetStart + rows.join('') + sheetEnd]
}
