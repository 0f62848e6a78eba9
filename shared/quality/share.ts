/** What one share of a scan leaves behind: failing rows in groups, so that the whole is put together from summaries. */
import type { FailingRow, QualityStats } from './finding.ts'
import { emptyStats } from './finding.ts'

/** Failing rows of one group in a file: where they stand, how many, and the first of them. */
export interface GroupPlace {
  readonly rule: string
  readonly field: string
  readonly source: string
  /** Set where the whole decides whether this value fails. */
  readonly candidate?: string
  readonly start: number
  readonly end: number
  readonly count: number
  readonly clients: number
  readonly sample: readonly FailingRow[]
}

/** The summary of one file of failing rows. */
export interface ShareSummary {
  readonly file: string
  readonly groups: readonly GroupPlace[]
  readonly evaluated: Readonly<Record<string, number>>
  readonly stats: QualityStats
  readonly clients: number
}

/** A failing row with the field its issue is about, and the value a candidate waits with. */
export interface PlacedRow {
  readonly row: FailingRow
  readonly field: string
  readonly candidate?: string
}

/** Rows kept in the sample of a group. */
export const SAMPLE_ROWS = 10

/** Rows as lines of a file, group after group, and where each group stands. Bytes are counted by `sizeOf`. */
export function shareOf(
  rows: readonly PlacedRow[],
  sizeOf: (text: string) => number,
): { text: string; groups: GroupPlace[] } {
  const byGroup = new Map<string, PlacedRow[]>()
  for (const placed of rows) {
    const { row, field, candidate = '' } = placed
    const key = `${row.rule}\n${field}\n${row.source}\n${candidate}`
    const group = byGroup.get(key)
    if (group) group.push(placed)
    else byGroup.set(key, [placed])
  }
  const pieces: string[] = []
  const groups: GroupPlace[] = []
  let start = 0
  for (const [, some] of [...byGroup].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = some
    if (!first) continue
    const text = some.map(({ row }) => `${JSON.stringify(row)}\n`).join('')
    const end = start + sizeOf(text)
    groups.push({
      rule: first.row.rule,
      field: first.field,
      source: first.row.source,
      ...(first.candidate === undefined ? {} : { candidate: first.candidate }),
      start,
      end,
      count: some.length,
      clients: new Set(some.map(({ row }) => row.clientId ?? row.subject)).size,
      sample: some.slice(0, SAMPLE_ROWS).map(({ row }) => row),
    })
    pieces.push(text)
    start = end
  }
  return { text: pieces.join(''), groups }
}

/** A summary with nothing in it. */
export function emptyShare(file: string): ShareSummary {
  return { file, groups: [], evaluated: {}, stats: emptyStats(), clients: 0 }
}

/** The rows of lines of a file. */
export function parsedRows(text: string): FailingRow[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FailingRow) // -- because `shareOf` is the only writer
}
