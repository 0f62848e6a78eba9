import type { FailingRow } from '#shared/quality/finding'
import type { Issue } from '#shared/quality/issue'
import { issueId } from '#shared/quality/issue'
import { parsedRows } from '#shared/quality/share'
import type { Corrected } from '#shared/quality/revision'
import type { FilesStore } from '#functions/store/files.store'
import type { IssuesStore } from '#functions/store/issues.store'
import { scanFiles } from './scan-files.ts'
import type { RowsPlace } from './settle-scan.ts'

/** Rows read of an issue at most: beyond it, its file says the rest. */
export const MOST_ROWS = 20_000

/** The failing rows of an issue as its last full scan found them, read from byte ranges of the scan's files. */
export async function failingRows(
  issue: Issue,
  files: Pick<FilesStore, 'text' | 'bytes'>,
  most = MOST_ROWS,
): Promise<FailingRow[]> {
  if (issue.lastScan === undefined) return [...issue.sample]
  const { subject, ...whole } = issue
  const index = await files.text(scanFiles.index(issue.lastScan))
  if (index === undefined) return [...issue.sample]
  const places =
    (JSON.parse(index) as Record<string, RowsPlace[]>)[
      issueId(subject === undefined ? issue : plain(whole))
    ] ?? []
  const rows: FailingRow[] = []
  for (const { file, start, end } of places) {
    if (rows.length >= most) break
    rows.push(...parsedRows(Buffer.from(await files.bytes(file, start, end)).toString('utf8')))
  }
  return rows.filter((row) => subject === undefined || row.subject === subject).slice(0, most)
}

function plain({ rule, field, source }: Pick<Issue, 'rule' | 'field' | 'source'>) {
  return { rule, field, source }
}

/** The failing rows that no batch of fixes has corrected since they were found. */
export async function openRows(
  issue: Issue,
  { files, issues }: { files: Pick<FilesStore, 'text' | 'bytes'>; issues: Pick<IssuesStore, 'fixes'> },
): Promise<FailingRow[]> {
  const [rows, fixes] = await Promise.all([failingRows(issue, files), issues.fixes(issue.id)])
  const fixed = new Set<string>()
  for (const { id, at, state, kept = [] } of fixes) {
    if (state !== 'applied' || at < (issue.lastScanAt ?? '')) continue
    for (const line of ((await files.text(scanFiles.before(id))) ?? '').split('\n')) {
      if (line === '') continue
      const { before } = JSON.parse(line) as Corrected // -- because `applyFix` is the only writer
      if (!kept.includes(before.client.id)) fixed.add(before.client.id)
    }
  }
  return rows.filter(({ clientId }) => clientId === undefined || !fixed.has(clientId))
}
