import { DomainError, invalidInput } from '#shared/kernel/errors'
import type { ReportDocument } from '#shared/report/document'
import { type ReportPeriodView, resolvedPeriod } from '#shared/report/period'
import { documentOf, type SnapshotReport, snapshotReports } from '#shared/report/report-types'
import {
  type Manifest,
  MAX_PDF_ROWS,
  MAX_ROWS,
  type ReportDefinition,
} from '#shared/report/report-view.schema'
import { type RowSource, sourceOf, withColumns } from '#shared/report/table'
import type { Snapshot } from '#shared/portfolio/snapshot'
import { DEFINITIONS } from '#shared/portfolio/context'
import type { SourceDeps } from './report-deps.ts'
import { rowSources } from './row-sources.ts'

/** A report before it is written: its tables, and what the file says about itself. */
export interface Content {
  readonly document?: ReportDocument
  readonly sources: readonly RowSource[]
  readonly facts: Pick<
    Manifest,
    'title' | 'type' | 'run' | 'dataVersion' | 'definitions' | 'period' | 'filters' | 'timeZone' | 'currency'
  >
}

/** Whether a report follows from a run alone. */
export function isFromSnapshot(type: ReportDefinition['type']): type is SnapshotReport {
  return type in snapshotReports
}

/**
 * Everything a report is written from.
 *
 * @throws DomainError `report.no-run` before the first run, `report.too-many-rows` beyond the limit, others for the wish
 */
export async function openContent(definition: ReportDefinition, deps: SourceDeps): Promise<Content> {
  const { snapshot, model } = await snapshotFor(definition, deps)
  const versions = await deps.flows.versions()
  const about = {
    type: definition.type,
    run: { id: snapshot.runId, asOf: snapshot.asOf, model },
    dataVersion: [...versions.shards, versions.data].join('.'),
    definitions: snapshot.definitions,
    filters: Object.fromEntries(
      Object.entries({ ...definition.filters, ...definition.query }).filter(
        ([, value]) => value !== undefined,
      ),
    ) as Record<string, string>,
    timeZone: deps.timeZone,
    currency: deps.currency,
  }
  if (!isFromSnapshot(definition.type)) {
    const source = await rowSources[definition.type](definition, { snapshot, ...deps })
    const title = definition.title ?? source.title
    const sources = dated([withColumns(source, definition.columns)], snapshot.asOf, definition.format)
    refuseTooMany(sources, definition)
    return { sources, facts: { ...about, title, period: null } }
  }
  const { document, period } = await documentFor(definition, snapshot, deps)
  const sources = dated(
    chosen(document, definition).map((one) => withColumns(one, definition.columns)),
    snapshot.asOf,
    definition.format,
  )
  refuseTooMany(sources, definition)
  return {
    document,
    sources,
    facts: {
      ...about,
      title: definition.title ?? document.title,
      period: {
        title: period.title,
        from: period.now.from,
        to: period.now.to,
        against: period.before ? `${period.before.from} to ${period.before.to}` : null,
      },
    },
  }
}

/** The document of a report that follows from a snapshot, and the period it is about. */
export async function documentFor(definition: ReportDefinition, snapshot: Snapshot, deps: SourceDeps) {
  if (!isFromSnapshot(definition.type)) throw new Error(`Impossible: ${definition.type} has no document`)
  const fiscalYearStartMonth = await deps.fiscalYearStartMonth()
  const period: ReportPeriodView = resolvedPeriod(definition, {
    asOf: snapshot.asOf,
    months: snapshot.context.months,
    periods: snapshot.context.periods,
    fiscalYearStartMonth,
  })
  const { segment, channel, status } = definition.filters
  const document = documentOf(definition.type, {
    snapshot,
    period,
    compare: definition.compare,
    filter: {
      ...(segment === undefined ? {} : { segment }),
      ...(channel === undefined ? {} : { channel }),
      ...(status === undefined ? {} : { status }),
    },
    time: definition.time,
    by: definition.by,
    fiscalYearStartMonth,
  })
  return { document, period }
}

/** The snapshot a definition is about, and the model behind it. */
export async function snapshotFor(
  definition: Pick<ReportDefinition, 'run'>,
  { runs, published }: SourceDeps,
) {
  const current = await runs.current()
  const runId = definition.run ?? current.runId
  if (runId === undefined) throw noRun()
  const [snapshot, run] = await Promise.all([published.snapshot(runId), runs.load(runId)])
  if (!snapshot || run?.status !== 'published') throw noRun()
  if (snapshot.definitions !== DEFINITIONS) throw otherDefinitions(snapshot.definitions)
  return { snapshot, model: run.model ?? '' }
}

function chosen(document: ReportDocument, { format, table }: ReportDefinition): RowSource[] {
  const { tables } = document
  const one = table === undefined ? tables[0] : tables.find(({ id }) => id === table)
  if (!one)
    throw invalidInput('report.table-unknown', `${document.title} has no table "${table ?? ''}".`, [
      { path: 'table', message: `One of ${tables.map(({ id }) => id).join(', ')}.` },
    ])
  return format === 'csv' ? [sourceOf(one)] : tables.map(sourceOf)
}

/** Every file says as of when, in which time zone: a table without days gets the as-of day as a column, a page has its foot. */
function dated(
  sources: readonly RowSource[],
  asOf: string,
  format: ReportDefinition['format'],
): readonly RowSource[] {
  if (format === 'pdf') return sources
  return sources.map((source) => {
    if (source.columns.some(({ unit }) => unit === 'day' || unit === 'month')) return source
    const column = { key: 'as_of', title: 'As of', unit: 'day' } as const
    return { ...source, columns: [...source.columns, column], rows: withDay(source.rows, asOf) }
  })
}

async function* withDay(rows: RowSource['rows'], asOf: string) {
  for await (const row of rows) yield [...row, asOf]
}

function refuseTooMany(sources: readonly RowSource[], { format }: ReportDefinition): void {
  const limit = format === 'pdf' ? MAX_PDF_ROWS : MAX_ROWS
  const rows = sources.reduce((sum, { expected }) => sum + expected, 0)
  if (rows <= limit) return
  const how =
    format === 'pdf' ? 'Choose CSV or XLSX, or filter the list.' : 'Filter the list and export the parts.'
  const text = (count: number) => count.toLocaleString('en-US')
  throw invalidInput(
    'report.too-many-rows',
    `This would be ${text(rows)} rows; ${format.toUpperCase()} takes at most ${text(limit)}. ${how}`,
  )
}

const noRun = () =>
  new DomainError(
    'not-found',
    'report.no-run',
    'There is no such published run. Import something and wait for its run.',
  )

function otherDefinitions(definitions: number): DomainError {
  return new DomainError(
    'conflict',
    'report.other-definitions',
    `The run was made under definitions ${definitions}, this version has ${DEFINITIONS}: it cannot be reported exactly.`,
  )
}
