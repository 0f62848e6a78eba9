import { parse } from 'csv-parse/sync'
import type { FailingRow } from '#shared/quality/finding'
import type { Load } from '#shared/quality/whole-checks'
import type { PlacedRow } from '#shared/quality/share'
import type { FilesStore } from '#functions/store/files.store'
import type { ImportRecord, ImportsStore } from '#functions/store/imports.store'

const IMPORTS_READ = 100
const ROWS_READ = 20_000

/** The newest finished imports. */
export async function finishedImports(imports: Pick<ImportsStore, 'page'>): Promise<ImportRecord[]> {
  const { imports: newest } = await imports.page(IMPORTS_READ)
  return newest.filter(({ status }) => status === 'done')
}

/** An import as load checks see it. */
export function loadOf({ id, kind, createdAt, counts }: ImportRecord): Load {
  return { id, kind, createdAt, read: counts.read, rejected: counts.rejected }
}

/**
 * The rejected rows of imports, each under its column: one issue for each cause. Of more than 20,000 rejected rows of one
 * file the first are read; the count then is a floor and says so.
 */
export async function rejectedRows(
  records: readonly ImportRecord[],
  { rule, files }: { rule: string; files: Pick<FilesStore, 'text'> },
): Promise<PlacedRow[]> {
  const rows: PlacedRow[] = []
  for (const { id, counts } of records) {
    if (counts.rejected === 0) continue
    const text = await files.text(`imports/${id}/rejected.csv`)
    if (text === undefined) continue
    const lines: string[][] = parse(text, { from_line: 2, to_line: ROWS_READ + 1, relax_column_count: true })
    for (const [row = '', column = '', value = '', reason = ''] of lines) {
      const failing: FailingRow = { rule, source: id, subject: `row ${row}`, value, says: reason }
      rows.push({ row: failing, field: column })
    }
  }
  return rows
}
