import * as v from 'valibot'
import { statuses } from '#shared/client/facts'
import { isCivilDay } from '#shared/kernel/day'
import { segments } from '#shared/portfolio/segments'
import { timeGroups } from './document.ts'
import { reportPeriods } from './period.ts'
import { dimensions } from './sums.ts'

/** Every type of report, in the order of the builder. */
export const reportTypes = [
  'executive',
  'financial',
  'revenue',
  'churn',
  'segmentation',
  'trend',
  'cohort',
  'channel',
  'product',
  'client-list',
  'quality',
] as const
/** A type of report. */
export type ReportType = (typeof reportTypes)[number]

/** The formats a report is written in. */
export const reportFormats = ['csv', 'xlsx', 'json', 'pdf'] as const
/** A format a report is written in. */
export type ReportFormat = (typeof reportFormats)[number]

/** Most rows of one export; a longer one is refused before it starts. */
export const MAX_ROWS = 2_000_000
/** Most rows of a PDF: a board reads pages, not tables of millions. */
export const MAX_PDF_ROWS = 5_000
/** Days a finished file is kept; the definition is kept longer and can be run again. */
export const FILE_DAYS = 7
/** Days the record of a report is kept. */
export const RECORD_DAYS = 400

const day = v.pipe(v.string(), v.check(isCivilDay, 'Write a day as YYYY-MM-DD.'))
const name = v.pipe(v.string(), v.trim(), v.maxLength(64))

/** What a report shows: everything that decides its content. */
export const ReportDefinition = v.strictObject({
  type: v.picklist(reportTypes),
  format: v.picklist(reportFormats),
  title: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80))),
  period: v.optional(v.picklist(reportPeriods), '12-months'),
  from: v.optional(day),
  to: v.optional(day),
  compare: v.optional(v.picklist(['previous', 'year-before', 'none']), 'previous'),
  filters: v.optional(
    v.strictObject({
      segment: v.optional(v.picklist([...segments, 'none'])),
      channel: v.optional(name),
      status: v.optional(v.picklist(statuses)),
    }),
    {},
  ),
  time: v.optional(v.picklist(timeGroups), 'month'),
  by: v.optional(v.picklist(dimensions)),
  /** Which of the report's tables a CSV holds; the first when absent. Other formats hold all of them. */
  table: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/, 'This is no table.'))),
  columns: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(40))),
  values: v.optional(v.picklist(['raw', 'formatted']), 'raw'),
  hasBom: v.optional(v.boolean(), false),
  paper: v.optional(v.picklist(['a4', 'letter']), 'a4'),
  /** The query of a list, for `client-list` and others: what the list's own page is asked for. */
  query: v.optional(v.record(v.pipe(v.string(), v.maxLength(40)), v.pipe(v.string(), v.maxLength(200))), {}),
  /** A published run other than the current one. */
  run: v.optional(v.pipe(v.string(), v.maxLength(128))),
})
/** What a report shows. */
export type ReportDefinition = v.InferOutput<typeof ReportDefinition>

/** What was written, so that a file can be checked and made again. */
export const Manifest = v.object({
  title: v.string(),
  type: v.picklist(reportTypes),
  format: v.picklist(reportFormats),
  fileName: v.string(),
  bytes: v.number(),
  sha256: v.string(),
  rows: v.number(),
  /** Rows the source itself counted; always equal to `rows`. */
  expectedRows: v.number(),
  tables: v.array(
    v.object({
      id: v.string(),
      title: v.string(),
      rows: v.number(),
      totals: v.record(v.string(), v.number()),
    }),
  ),
  run: v.object({ id: v.string(), asOf: v.string(), model: v.string() }),
  /** Grows with every change of a client; for lists, which are read live. */
  dataVersion: v.string(),
  definitions: v.number(),
  period: v.nullable(
    v.object({ title: v.string(), from: v.string(), to: v.string(), against: v.nullable(v.string()) }),
  ),
  filters: v.record(v.string(), v.string()),
  timeZone: v.string(),
  currency: v.string(),
  finishedAt: v.string(),
})
/** What was written. */
export type Manifest = v.InferOutput<typeof Manifest>

/** The states of a report. */
export const reportStatuses = ['queued', 'rendering', 'done', 'failed', 'revoked', 'empty'] as const

/** A report as its owner sees it. */
export const ReportView = v.object({
  id: v.string(),
  title: v.string(),
  definition: ReportDefinition,
  status: v.picklist(reportStatuses),
  createdAt: v.string(),
  finishedAt: v.nullable(v.string()),
  progress: v.object({ done: v.number(), total: v.number(), unit: v.literal('rows') }),
  manifest: v.nullable(Manifest),
  /** The link people keep: it asks for the right each time; null until there is a file, and once it is gone. */
  link: v.nullable(v.string()),
  expiresAt: v.nullable(v.string()),
  error: v.nullable(v.object({ code: v.string(), message: v.string() })),
  scheduleId: v.nullable(v.string()),
  rerunOf: v.nullable(v.string()),
})
/** A report as its owner sees it. */
export type ReportView = v.InferOutput<typeof ReportView>

/** A page of reports, newest first. */
export const ReportsPage = v.object({ items: v.array(ReportView), next: v.nullable(v.string()) })
