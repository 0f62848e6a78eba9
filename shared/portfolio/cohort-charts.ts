/** Who stays: cohorts month by month, and the survival curve of all of them. */
import { lastDayOf, monthFrom, monthNumber, monthOf } from '#shared/kernel/day'
import { survivalCurve } from '#shared/models/kaplan-meier'
import type { ChartsView, CohortLine } from './charts-view.schema.ts'
import { refusedForCohorts } from './cohort-metrics.ts'
import { keyParts, LIFE_MONTHS } from './contribution.ts'
import { shareFigure } from './kpis.ts'
import { LIFE_CURVE_MONTHS } from './churn-contribution.ts'
import { cohortRow } from './selection.ts'
import type { CellFilter, Snapshot } from './snapshot.ts'

/** Cohorts shown: the newest so many months of acquisition. */
export const COHORTS_SHOWN = 24

/** Cohorts by month of acquisition, newest last; months still running are unfinished and left out of the mean. */
export function cohortsOf(snapshot: Snapshot, filter: CellFilter): ChartsView['cohorts'] {
  const reason = refusedForCohorts(filter)
  if (reason !== undefined) return { lines: [], mean: [], reason }
  const byMonth = new Map<string, { clients: number; active: number[] }>()
  for (const [key, amounts] of Object.entries(snapshot.sums)) {
    const [table, month = '', channel = ''] = keyParts(key)
    if (table !== 'cohort' || (filter.channel !== undefined && filter.channel !== channel)) continue
    const { head, active } = cohortRow(amounts)
    const held = byMonth.get(month)
    byMonth.set(month, {
      clients: (held?.clients ?? 0) + head.clients,
      active: active.map((count, life) => count + (held?.active[life] ?? 0)),
    })
  }
  const now = monthNumber(monthOf(snapshot.asOf))
  const isOver = lastDayOf(monthOf(snapshot.asOf)) === snapshot.asOf
  const lines: CohortLine[] = Array.from({ length: COHORTS_SHOWN }, (_, index) => {
    const number = now - COHORTS_SHOWN + 1 + index
    const month = monthFrom(number)
    const { clients, active } = byMonth.get(month) ?? { clients: 0, active: [] }
    const lives = Math.min(LIFE_MONTHS, now - number + 1)
    const cells = Array.from({ length: lives }, (_, life) => ({
      life,
      active: active[life] ?? 0,
      isUnfinished: number + life === now && !isOver,
    }))
    return { month, clients, cells }
  }).filter(({ clients }) => clients > 0)
  if (lines.length === 0) return { lines, mean: [], reason: 'No client was acquired in the last 24 months.' }
  return { lines, mean: meanOf(lines) }
}

function meanOf(lines: readonly CohortLine[]): ChartsView['cohorts']['mean'] {
  return Array.from({ length: COHORTS_SHOWN }, (_, life) => {
    const finished = lines.flatMap(({ clients, cells }) => {
      const cell = cells[life]
      return cell && !cell.isUnfinished ? [{ clients, active: cell.active }] : []
    })
    const clients = finished.reduce((sum, one) => sum + one.clients, 0)
    const active = finished.reduce((sum, one) => sum + one.active, 0)
    return { life, share: shareFigure(active, clients, 'No cohort has lived this month in full.') }
  }).filter(({ share }) => share.value !== null)
}

/** Kaplan-Meier over first spells of activity, in months since they began. */
export function survivalOf(snapshot: Snapshot, filter: CellFilter): ChartsView['survival'] {
  const reason = refusedForCohorts(filter)
  if (reason !== undefined) return { clients: 0, steps: [], reason }
  const size = LIFE_CURVE_MONTHS + 1
  const lost = Array.from({ length: size }, () => 0)
  const there = Array.from({ length: size }, () => 0)
  for (const [key, amounts] of Object.entries(snapshot.sums)) {
    const [table, channel] = keyParts(key)
    if (table !== 'life' || (filter.channel !== undefined && filter.channel !== channel)) continue
    for (let month = 0; month < size; month++) {
      lost[month] = (lost[month] ?? 0) + (amounts[month] ?? 0)
      there[month] = (there[month] ?? 0) + (amounts[month + size] ?? 0)
    }
  }
  const clients = [...lost, ...there].reduce((sum, count) => sum + count, 0)
  if (clients === 0) return { clients, steps: [], reason: 'No client has been active yet.' }
  // A loss within month m of life is a loss at age m + 1.
  const lifetimes = lost.map((count, month) => ({
    age: month + 1,
    lost: count,
    survived: there[month + 1] ?? 0,
  }))
  const steps = survivalCurve([{ age: 0, lost: 0, survived: there[0] ?? 0 }, ...lifetimes])
  return {
    clients,
    steps: [
      { month: 0, survival: 1, low: 1, high: 1, atRisk: clients },
      ...steps.map(({ age, survival, low, high, atRisk }) => ({ month: age, survival, low, high, atRisk })),
    ],
  }
}
