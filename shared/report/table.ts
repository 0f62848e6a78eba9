/** Tables of a report as data: the same rows become CSV, XLSX, JSON and PDF. */

/** What a column holds; money is integer minor units, shares are 0 to 1. */
export const columnUnits = [
  'text',
  'day',
  'month',
  'count',
  'cents',
  'share',
  'ratio',
  'days',
  'score',
] as const
/** What a column holds. */
export type ColumnUnit = (typeof columnUnits)[number]

/** A column: `isTotalled` ones are added up as control totals, `isKey` ones name the row. */
export interface Column {
  readonly key: string
  readonly title: string
  readonly unit: ColumnUnit
  readonly isTotalled?: boolean
  readonly isKey?: boolean
  readonly definition?: string
}

/** A value of a row; null is unknown, shown as "—". */
export type Cell = string | number | null
/** The values of a row in the order of the columns. */
export type Row = readonly Cell[]

/** A table that is small enough to be held whole. */
export interface ReportTable {
  readonly id: string
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  readonly note?: string
}

/**
 * Rows that are read while they are written: any section offers its list to reports as one of these. `expected` is the
 * count the source itself gives, from elsewhere than the rows; a file with another number of rows is never shown.
 */
export interface RowSource {
  readonly id: string
  readonly title: string
  readonly columns: readonly Column[]
  /** Rows to come; for a source that filters while it reads, how many it reads. */
  readonly expected: number
  /**
   * For a source that filters, or whose rows may move while they are read: asked after the last row, it says how many
   * rows there had to be, having checked what it read against its own count.
   */
  readonly counted?: () => number | undefined
  readonly rows: AsyncIterable<Row> | Iterable<Row>
  readonly note?: string
}

/** A table as a source of rows. */
export function sourceOf(table: ReportTable): RowSource {
  return { ...table, expected: table.rows.length }
}

/** Row count and control totals, counted while the rows pass. */
export function createTally(columns: readonly Column[]) {
  const totalled = columns.flatMap((column, index) => (column.isTotalled ? [{ key: column.key, index }] : []))
  const sums = totalled.map(() => 0)
  let count = 0
  return {
    add(row: Row): void {
      count += 1
      totalled.forEach(({ index }, place) => (sums[place] = (sums[place] ?? 0) + Number(row[index] ?? 0)))
    },
    count: () => count,
    totals: (): Record<string, number> =>
      Object.fromEntries(totalled.map(({ key }, place) => [key, sums[place] ?? 0])),
  }
}

/** A source with only the wished columns, in the wished order; unknown names are left out, keys always stay. */
export function withColumns(source: RowSource, wished: readonly string[] | undefined): RowSource {
  if (!wished || wished.length === 0) return source
  const names = source.columns.map(({ key }) => key)
  const keys = source.columns.filter(({ isKey }) => isKey).map(({ key }) => key)
  const chosen = [...new Set([...keys, ...wished])].filter((name) => names.includes(name))
  const indexes = chosen.map((name) => names.indexOf(name))
  const columns = source.columns
  return {
    ...source,
    columns: indexes.flatMap((index) => columns[index] ?? []),
    rows: mapped(source.rows, (row) => indexes.map((index) => row[index] ?? null)),
  }
}

async function* mapped(rows: RowSource['rows'], of: (row: Row) => Row): AsyncGenerator<Row> {
  for await (const row of rows) yield of(row)
}
