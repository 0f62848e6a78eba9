import type { Column } from './columns.ts'

/** The rows behind a chart: as shown in its table, and raw with a header of their own for the CSV. */
export interface ChartRows {
  readonly columns: readonly Column[]
  readonly shown: readonly Readonly<Record<string, string>>[]
  readonly rawHeader: readonly string[]
  readonly raw: readonly (readonly (string | number | null)[])[]
}
