import type { Instant } from '#shared/kernel/clock'
import type { ReportView } from '#shared/report/report-view.schema'
import type { ReportRecord } from '#functions/store/reports.store'

/** The application's own link to a report's file. */
export const linkOf = (id: string): string => `/api/reports/${id}/file`

/** A report as its owner sees it. */
export function reportView(record: ReportRecord, now: Instant): ReportView {
  const { fileExpiresAt = null } = record
  const isThere = record.status === 'done' && fileExpiresAt !== null && fileExpiresAt > now
  return {
    id: record.id,
    title: record.title,
    definition: record.definition,
    status: record.status,
    createdAt: record.createdAt,
    finishedAt: record.finishedAt ?? null,
    progress: record.progress,
    manifest: record.manifest ?? null,
    link: isThere ? linkOf(record.id) : null,
    expiresAt: fileExpiresAt,
    error: record.error ?? null,
    scheduleId: record.scheduleId ?? null,
    rerunOf: record.rerunOf ?? null,
  }
}
