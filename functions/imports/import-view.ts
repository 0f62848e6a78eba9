import type { ImportView } from '#shared/import/import-view.schema'
import type { ImportRecord } from '#functions/store/imports.store'

/** An import as it is shown. */
export function importView(record: ImportRecord): ImportView {
  const { id, kind, name, bytes, status, progress, counts, placeholders, createdAt, createdBy } = record
  return {
    id,
    kind,
    name,
    bytes,
    status,
    progress,
    counts,
    placeholders,
    error: record.error ?? null,
    mapping: record.mapping ?? null,
    createdAt,
    createdBy,
    finishedAt: record.finishedAt ?? null,
    rejectedSample: record.rejectedSample,
    runId: record.runId ?? null,
  }
}
