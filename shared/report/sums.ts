import type { Month } from '#shared/kernel/day'
import { flowMeasures, keyParts, stateMeasures } from '#shared/portfolio/contribution'
import type { CellFilter, Snapshot } from '#shared/portfolio/snapshot'

/** What the cells of a snapshot can be told apart by. */
export const dimensions = ['segment', 'channel', 'status'] as const
/** What the cells of a snapshot can be told apart by. */
export type Dimension = (typeof dimensions)[number]

/** Sums by measure. */
export type FlowSums = Record<(typeof flowMeasures)[number], number>
/** Sums by measure. */
export type StateSums = Record<(typeof stateMeasures)[number], number>

interface Question {
  readonly filter: CellFilter
  /** Sums are kept apart by this; absent: one sum under ''. */
  readonly by?: Dimension | undefined
}

/** Flows of some times (`month:…` or `<period>:<slot>`), by time and group: one pass over the snapshot. */
export function flowsBy(snapshot: Snapshot, times: readonly string[], question: Question) {
  const sums = sumsBy(snapshot, 'flow', times, question)
  return {
    groups: groupsOf(sums),
    at: (when: string, group = ''): FlowSums => named(flowMeasures, sums.get(when)?.get(group)),
  }
}

/** States of some days, by day and group. */
export function statesBy(snapshot: Snapshot, days: readonly string[], question: Question) {
  const sums = sumsBy(snapshot, 'state', days, question)
  return {
    groups: groupsOf(sums),
    at: (day: string, group = ''): StateSums => named(stateMeasures, sums.get(day)?.get(group)),
  }
}

/** The time of a month's flow. */
export const monthTime = (month: Month): string => `month:${month}`

function sumsBy(
  snapshot: Snapshot,
  table: 'flow' | 'state',
  times: readonly string[],
  { filter, by }: Question,
): Map<string, Map<string, number[]>> {
  const sums = new Map(times.map((time) => [time, new Map<string, number[]>()]))
  for (const [key, amounts] of Object.entries(snapshot.sums)) {
    const [kind, time = '', segment = '', channel = '', status = ''] = keyParts(key)
    const groups = kind === table ? sums.get(time) : undefined
    if (!groups || !isWithin({ segment, channel, status }, filter)) continue
    const group = by === undefined ? '' : { segment, channel, status }[by]
    const sum = groups.get(group) ?? []
    groups.set(group, sum)
    amounts.forEach((amount, index) => (sum[index] = (sum[index] ?? 0) + amount))
  }
  return sums
}

function isWithin(cell: Record<Dimension, string>, filter: CellFilter): boolean {
  return dimensions.every((name) => filter[name] === undefined || filter[name] === cell[name])
}

function groupsOf(sums: Map<string, Map<string, number[]>>): string[] {
  return [...new Set([...sums.values()].flatMap((groups) => [...groups.keys()]))].sort()
}

function named<Name extends string>(names: readonly Name[], amounts: readonly number[] = []) {
  // Every name gets its number -- because the measures and the amounts have the same order.
  return Object.fromEntries(names.map((name, index) => [name, amounts[index] ?? 0])) as Record<Name, number>
}
