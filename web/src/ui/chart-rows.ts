import type { TraceLink } from '../lib/trace-link.ts'
import type { Column } from './columns.ts'

/** The rows behind a chart: as shown in its table, and raw with a header of their own for the CSV. */
export interface ChartRows {
  readonly columns: readonly Column[]
  readonly shown: readonly Readonly<Record<string, string>>[]
  /** By row: the cells that can be followed. */
  readonly traces?: readonly Readonly<Record<string, TraceLink>>[]
  readonly rawHeader: readonly string[]
  readonly raw: readonly (readonly (string | number | null)[])[]
}
