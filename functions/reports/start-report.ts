import { createHash, randomBytes } from 'node:crypto'
import type { Instant } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import { RECORD_DAYS, type ReportDefinition } from '#shared/report/report-view.schema'
import type { ReportRecord, ReportsStore } from '#functions/store/reports.store'
import { isFromSnapshot, openContent } from './open-content.ts'
import { renderReport } from './render-report.ts'
import type { RenderDeps } from './report-deps.ts'

/** Rows up to which a report from a snapshot is written while its caller waits. */
const ROWS_AT_ONCE = 5_000
const DAY_SECONDS = 86_400

/** Who asks for a report, and what it is for. */
export interface Asking {
  readonly ownerId: string
  readonly by: string
  readonly at: Instant
  /** The same name again is the same report; absent: a new one. */
  readonly name?: string
  readonly scheduleId?: string
  readonly rerunOf?: string
  readonly skipsEmpty?: boolean
}

/** What starting a report needs. */
export interface StartDeps extends RenderDeps {
  readonly reports: ReportsStore
  /** Starts the job of a report; the same report again starts nothing new. */
  readonly startJob: (reportId: string) => Promise<void>
}

/** A report's id: sortable by time, or the same for the same name. */
export function reportId({ ownerId, at, name }: Asking): string {
  if (name === undefined) return `${at.replace(/\D/g, '').slice(0, 17)}-${randomBytes(5).toString('hex')}`
  return `n-${createHash('sha256')
    .update(JSON.stringify([ownerId, name]))
    .digest('hex')
    .slice(0, 40)}`
}

/**
 * Checks the wish, fixes it to its run, keeps it, and writes it: at once when it is small, else by a job.
 *
 * @returns the report as it stands: done, or on its way
 */
export async function startReport(
  wish: ReportDefinition,
  asking: Asking,
  deps: StartDeps,
): Promise<ReportRecord> {
  const definition = await fixed(wish, deps)
  const { facts, sources } = await openContent(definition, deps)
  const id = reportId(asking)
  const total = sources.reduce((sum, { expected }) => sum + expected, 0)
  const { name: _, at, ...about } = asking
  await deps.reports.create({
    ...about,
    id,
    createdAt: at,
    status: 'queued',
    title: facts.title,
    definition,
    progress: { done: 0, total, unit: 'rows' },
    expiresAt: Math.floor(Date.parse(at) / 1_000) + RECORD_DAYS * DAY_SECONDS,
  })
  const isSmall =
    isFromSnapshot(definition.type) && total <= ROWS_AT_ONCE && deps.formats[definition.format] !== undefined
  if (isSmall) await renderReport(id, deps)
  else await deps.startJob(id)
  const record = await deps.reports.load(id)
  if (!record) throw new Error(`Impossible: report ${id} was just kept`)
  return record
}

/** The wish with the run it is about: run again, it is about the same one. */
async function fixed(wish: ReportDefinition, { runs }: StartDeps): Promise<ReportDefinition> {
  const run = wish.run ?? (await runs.current()).runId
  return run === undefined ? wish : { ...wish, run }
}

/**
 * The same report from the same data.
 *
 * @throws DomainError `report.data-changed` for a list whose clients have changed: it cannot be made again exactly
 */
export async function rerunReport(
  record: ReportRecord,
  asking: Asking,
  deps: StartDeps,
): Promise<ReportRecord> {
  const { manifest, definition } = record
  if (!isFromSnapshot(definition.type) && manifest) {
    const { shards, data } = await deps.flows.versions()
    if ([...shards, data].join('.') !== manifest.dataVersion) throw dataChanged(record)
  }
  return startReport(definition, { ...asking, rerunOf: record.id }, deps)
}

function dataChanged({ fileExpiresAt }: ReportRecord): DomainError {
  return new DomainError(
    'conflict',
    'report.data-changed',
    'Clients changed since: a list is read as it is now and cannot be made again exactly. ' +
      `The file itself is kept until ${(fileExpiresAt ?? '').slice(0, 10)}. Start a new one for today’s list.`,
  )
}
