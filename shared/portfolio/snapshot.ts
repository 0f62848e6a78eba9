import type { CivilDay, Month } from '#shared/kernel/day'
import type { RunId } from '#shared/kernel/ids'
import type { Cents } from '#shared/kernel/money'
import { type Cell, type Contribution, keyParts } from './contribution.ts'
import type { Context } from './context.ts'

/** What was spent to win clients, by channel and month. */
export interface ChannelSpend {
  readonly channel: string
  readonly month: Month
  readonly amountCents: Cents
}

/** The sum of all contributions of a run, with what a reader needs beside it. Immutable once published. */
export interface Snapshot {
  readonly runId: RunId
  readonly asOf: CivilDay
  readonly definitions: number
  readonly clients: number
  readonly sums: Readonly<Record<string, readonly number[]>>
  readonly spend: readonly ChannelSpend[]
  readonly context: Pick<
    Context,
    'settings' | 'activityWindowDays' | 'months' | 'monthEnds' | 'periods' | 'models'
  >
  /** Whether margins are assumed at 100 %: then every value reads "on revenue". */
  readonly isOnRevenue: boolean
}

/** Which clients a slice takes; absent: all. */
export type CellFilter = Partial<Cell>

/** The sum as it is stored: keys in order, zeros left out, so that equal sums are equal bytes. */
export function sumsOf(contribution: Contribution): Record<string, readonly number[]> {
  const entries = [...contribution].filter(([, amounts]) => amounts.some((amount) => amount !== 0))
  return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)))
}

/** The cells of a table at one time, each with its amounts. */
interface CellAmounts {
  readonly cell: Cell
  readonly amounts: readonly number[]
}

const indexes = new WeakMap<Snapshot['sums'], Map<string, CellAmounts[]>>()

/** Cells by `table|when`: a dashboard asks for hundreds of slices of the same sums. */
function cellsOf(sums: Snapshot['sums']): Map<string, CellAmounts[]> {
  const known = indexes.get(sums)
  if (known) return known
  const made = new Map<string, CellAmounts[]>()
  for (const [key, amounts] of Object.entries(sums)) {
    const [table, when, segment, channel, status] = keyParts(key)
    if (segment === undefined || channel === undefined || status === undefined) continue
    const slot = `${table}|${when}`
    const cells = made.get(slot) ?? []
    made.set(slot, cells)
    cells.push({ cell: { segment, channel, status }, amounts })
  }
  indexes.set(sums, made)
  return made
}

/** Whether a filter takes a cell. */
export const isTaken = (filter: CellFilter, cell: Cell): boolean =>
  (filter.segment === undefined || filter.segment === cell.segment) &&
  (filter.channel === undefined || filter.channel === cell.channel) &&
  (filter.status === undefined || filter.status === cell.status)

/**
 * A snapshot's sum of one table at one time over the cells of a filter.
 *
 * @param when  a day for `state`, `month:YYYY-MM` or `<period>:<slot>` for `flow`
 * @returns one number per measure of the table; empty when nothing was counted
 */
export function slice(
  snapshot: Snapshot,
  question: { table: 'state' | 'flow'; when: string; filter?: CellFilter },
) {
  const { table, when, filter = {} } = question
  const sum: number[] = []
  for (const { cell, amounts } of cellsOf(snapshot.sums).get(`${table}|${when}`) ?? []) {
    if (!isTaken(filter, cell)) continue
    amounts.forEach((amount, index) => (sum[index] = (sum[index] ?? 0) + amount))
  }
  return sum
}

/** The values that one part of a cell takes in a table at one time, in order. */
export function valuesOf(
  snapshot: Snapshot,
  { table, when, part }: { table: 'state' | 'flow'; when: string; part: keyof Cell },
): string[] {
  const cells = cellsOf(snapshot.sums).get(`${table}|${when}`) ?? []
  return [...new Set(cells.map(({ cell }) => cell[part]))].sort()
}
