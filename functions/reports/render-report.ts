import { createHash, randomBytes } from 'node:crypto'
import { DomainError } from '#shared/kernel/errors'
import { FILE_DAYS, type Manifest, type ReportFormat } from '#shared/report/report-view.schema'
import { createTally, type Row, type RowSource } from '#shared/report/table'
import { reportNotFound, type ReportRecord, unfinishedReports } from '#functions/store/reports.store'
import { exportFile, fileNameOf } from './export-file.ts'
import type { Format } from './formats/writer.ts'
import { openContent } from './open-content.ts'
import type { RenderDeps } from './report-deps.ts'

const PROGRESS_ROWS = 50_000
const DAY_MILLISECONDS = 86_400_000

/**
 * Writes a report's file, checks it, and only then says that it is there. A report that is over stays as it is; one that
 * was killed is written again under another key, so no half of a file is ever linked.
 */
export async function renderReport(id: string, deps: RenderDeps): Promise<void> {
  const record = await deps.reports.load(id)
  if (!record) throw reportNotFound(id)
  if (!unfinishedReports.some((status) => status === record.status)) return
  await deps.reports.update(id, unfinishedReports, { status: 'rendering' })
  try {
    await written(record, deps)
  } catch (error) {
    // What the owner can correct ends the report; anything else is tried again.
    if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error
    await deps.reports.fail(id, error, deps.clock())
  }
}

async function written(record: ReportRecord, deps: RenderDeps): Promise<void> {
  const { definition } = record
  const format = formatOf(deps, definition.format)
  const content = await openContent(definition, deps)
  const expected = content.sources.reduce((sum, source) => sum + source.expected, 0)
  if (record.skipsEmpty && expected === 0) {
    await deps.reports.update(record.id, unfinishedReports, { status: 'empty', finishedAt: deps.clock() })
    return
  }
  const progress = async (done: number) =>
    deps.reports.update(record.id, ['rendering'], {
      progress: { done, total: Math.max(expected, done), unit: 'rows' },
    })
  const tables = content.sources.map((source) => counting(source, progress))
  const facts = { ...content.facts, createdAt: record.createdAt, by: record.by, siteOrigin: deps.siteOrigin }
  const sources = tables.map(({ source }) => source)
  const name = fileNameOf(content.facts, record.createdAt, format.extension)
  const key = exportFile(record, randomBytes(6).toString('hex'), name)
  const hash = createHash('sha256')
  let bytes = 0
  async function* pieces() {
    for await (const piece of format.write({ facts, definition, document: content.document, sources })) {
      hash.update(piece)
      bytes += Buffer.byteLength(piece)
      yield piece
    }
    for (const { isComplete } of tables) isComplete()
  }
  await deps.files.write(key, pieces(), format.contentType)
  const arrived = await deps.files.size(key)
  if (arrived !== bytes) throw incomplete(`${arrived ?? 0} of ${bytes} bytes arrived.`)
  const rows = tables.reduce((sum, { tally }) => sum + tally.count(), 0)
  const finishedAt = deps.clock()
  const manifest: Manifest = {
    ...content.facts,
    format: definition.format,
    fileName: name,
    bytes,
    sha256: hash.digest('hex'),
    rows,
    expectedRows: tables.reduce((sum, { required }) => sum + required(), 0),
    tables: tables.map(({ source, tally }) => ({
      id: source.id,
      title: source.title,
      rows: tally.count(),
      totals: tally.totals(),
    })),
    finishedAt,
  }
  await deps.reports.update(record.id, unfinishedReports, {
    status: 'done',
    manifest,
    file: { key, name, contentType: format.contentType },
    progress: { done: rows, total: rows, unit: 'rows' },
    finishedAt,
    fileExpiresAt: new Date(Date.parse(finishedAt) + FILE_DAYS * DAY_MILLISECONDS).toISOString(),
  })
}

function formatOf({ formats }: RenderDeps, name: ReportFormat): Format {
  const format = formats[name]
  if (!format) throw new Error(`Impossible: no format ${name} here`)
  return format
}

/** A source whose rows are counted and added up as they pass, and held against what the source says of itself. */
function counting(source: RowSource, progress: (done: number) => Promise<void>) {
  const tally = createTally(source.columns)
  async function* rows(): AsyncGenerator<Row> {
    for await (const row of source.rows) {
      tally.add(row)
      yield row
      if (tally.count() % PROGRESS_ROWS === 0) await progress(tally.count())
    }
  }
  const required = () => source.counted?.() ?? source.expected
  return {
    tally,
    required,
    source: { ...source, rows: rows() },
    isComplete(): void {
      if (tally.count() !== required())
        throw incomplete(`${tally.count()} of ${required()} rows of "${source.title}" were written.`)
    },
  }
}

function incomplete(what: string): DomainError {
  return new DomainError('unavailable', 'report.incomplete', `${what} The file is not shown.`)
}
