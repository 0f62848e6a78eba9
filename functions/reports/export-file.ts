import type { ReportRecord } from '#functions/store/reports.store'
import type { FileFacts } from './formats/writer.ts'

/** Where a report's file lies in the bucket; each attempt has a place of its own. */
export function exportFile({ ownerId, id }: ReportRecord, attempt: string, name: string): string {
  return `exports/${ownerId.replaceAll(/[^\w-]/g, '_')}/${id}-${attempt}/${name}`
}

/** The name a file is saved under: type, period, day; nothing a person typed. */
export function fileNameOf(
  { type, period, run }: Pick<FileFacts, 'type' | 'period' | 'run'>,
  createdAt: string,
  extension: string,
): string {
  const about = period ? `${period.from}_${period.to}` : run.asOf
  return `perennial-${type}_${about}_${createdAt.replaceAll(/\D/g, '').slice(0, 14)}.${extension}`
}
