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
  const prefix = `${question.table}|${question.when}|`
  const { filter = {} } = question
  const sum: number[] = []
  for (const [key, amounts] of Object.entries(snapshot.sums)) {
    if (!key.startsWith(prefix)) continue
    const [, , segment, channel, status] = keyParts(key)
    if (filter.segment !== undefined && filter.segment !== segment) continue
    if (filter.channel !== undefined && filter.channel !== channel) continue
    if (filter.status !== undefined && filter.status !== status) continue
    amounts.forEach((amount, index) => (sum[index] = (sum[index] ?? 0) + amount))
  }
  return sum
}
