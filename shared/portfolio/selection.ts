/**
 * A figure's part as a linear reading of a sum: what it takes from each key. Because it is linear, the same selection read
 * from every client's own contribution adds up to what it reads from the snapshot, exactly.
 */
import {
  cohortMeasures,
  type Contribution,
  flowMeasures,
  type FlowMeasureName,
  keyParts,
  LIFE_MONTHS,
  type StateMeasure,
  stateMeasures,
} from './contribution.ts'
import { type CellFilter, isTaken } from './snapshot.ts'

/** What a figure takes from the amounts under one key; 0 where the key does not concern it. */
export type Selection = (key: readonly string[], amounts: readonly number[]) => number

/** A selection read from a sum: a client's contribution, or the whole snapshot's. */
export function selected(
  sums: Contribution | Readonly<Record<string, readonly number[]>>,
  selection: Selection,
): number {
  const entries: Iterable<[string, readonly number[]]> = sums instanceof Map ? sums : Object.entries(sums)
  let total = 0
  for (const [key, amounts] of entries) total += selection(keyParts(key), amounts)
  return total
}

/** Measures of a state, added. */
export function ofState(day: string, measures: readonly StateMeasure[], filter: CellFilter = {}): Selection {
  const at = measures.map((measure) => stateMeasures.indexOf(measure))
  return ([table, when, segment = '', channel = '', status = ''], amounts) =>
    table === 'state' && when === day && isTaken(filter, { segment, channel, status })
      ? at.reduce((sum, index) => sum + (amounts[index] ?? 0), 0)
      : 0
}

/** Measures of a flow, each with its sign. */
export function ofFlow(
  when: string,
  measures: Readonly<Partial<Record<FlowMeasureName, 1 | -1>>>,
  filter: CellFilter = {},
): Selection {
  const at = Object.entries(measures).map(([measure, sign]) => ({
    // The keys of `measures` are measures -- because its type says so.
    index: flowMeasures.indexOf(measure as FlowMeasureName),
    sign,
  }))
  return ([table, stretch, segment = '', channel = '', status = ''], amounts) =>
    table === 'flow' && stretch === when && isTaken(filter, { segment, channel, status })
      ? at.reduce((sum, { index, sign }) => sum + sign * (amounts[index] ?? 0), 0)
      : 0
}

/** One cohort row, its parts by name. */
export interface CohortRow {
  readonly head: Readonly<Record<(typeof cohortMeasures)[number], number>>
  /** Clients active in life months 0 to 35. */
  readonly active: readonly number[]
  /** Margin of life months 0 to 35. */
  readonly margin: readonly number[]
}

/** The parts of a cohort's amounts. */
export function cohortRow(amounts: readonly number[]): CohortRow {
  const start = cohortMeasures.length
  const head = Object.fromEntries(cohortMeasures.map((name, index) => [name, amounts[index] ?? 0]))
  return {
    head: head as CohortRow['head'], // -- because every measure has its entry
    active: amounts.slice(start, start + LIFE_MONTHS),
    margin: amounts.slice(start + LIFE_MONTHS),
  }
}

/** Something of the cohorts that count. */
export function ofCohorts(
  isCounted: (month: string, channel: string) => boolean,
  amount: (row: CohortRow, month: string) => number,
): Selection {
  return ([table, month = '', channel = ''], amounts) =>
    table === 'cohort' && isCounted(month, channel) ? amount(cohortRow(amounts), month) : 0
}

/** Selections added: what several rows of a table have in common. */
export function together(...selections: readonly Selection[]): Selection {
  return (key, amounts) => selections.reduce((sum, selection) => sum + selection(key, amounts), 0)
}
