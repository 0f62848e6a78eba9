/** Channels side by side: who was won, at what cost, what they are worth, and who stays. */
import { UNATTRIBUTED } from '#shared/client/client'
import { addMonths, monthNumber, monthOf } from '#shared/kernel/day'
import { type Figure, withheld } from '#shared/kernel/figure.schema'
import type { ChannelRow, ChartsView } from './charts-view.schema.ts'
import { noCostBecause, sumOf, valueToCost, type Win, wins } from './clv-to-cac.ts'
import { refusedForCohorts } from './cohort-metrics.ts'
import { fullMonthsBefore } from './compiled-days.ts'
import { keyParts, LIFE_MONTHS } from './contribution.ts'
import { shareFigure } from './kpis.ts'
import { cohortRow } from './selection.ts'
import type { CellFilter, Snapshot } from './snapshot.ts'

/** Channels with the clients won in the last 12 full months; the total is the headline. */
export function channelsOf(snapshot: Snapshot, filter: CellFilter): ChartsView['channels'] {
  const months = fullMonthsBefore(snapshot.asOf)
  const all = wins(snapshot, months, filter.channel)
  const reason = refusedForCohorts(filter)
  const total = rowOf(snapshot, 'all', all, filter.channel)
  if (reason !== undefined) return { rows: [], total, reason }
  const names = [...new Set(all.map(({ channel }) => channel))].sort(
    (left, right) =>
      Number(left === UNATTRIBUTED) - Number(right === UNATTRIBUTED) || (left < right ? -1 : 1),
  )
  const rows = names.map((name) =>
    rowOf(
      snapshot,
      name,
      all.filter(({ channel }) => channel === name),
      name,
    ),
  )
  return { rows, total }
}

function rowOf(snapshot: Snapshot, name: string, all: readonly Win[], channel?: string): ChannelRow {
  const known = all.filter(({ isKnown }) => isKnown)
  const clients = sumOf(known, 'clients')
  const cost = sumOf(known, 'costCents')
  const mean = (cents: number): Figure => ({ value: Math.round(cents / clients), unit: 'cents', n: clients })
  const unknown = withheld('cents', noCostBecause(snapshot, all))
  const cac = clients > 0 ? mean(cost) : unknown
  return {
    channel: name,
    clients: sumOf(all, 'clients'),
    costCents: known.length > 0 ? cost : null,
    cac,
    clv: clients > 0 ? mean(sumOf(known, 'realisedCents') + sumOf(known, 'restCents')) : unknown,
    ratio: valueToCost(snapshot, { channel }),
    ...payback(snapshot, cac, channel),
    retention: twelveMonthRetention(snapshot, channel),
  }
}

function cohortsOfChannel(snapshot: Snapshot, channel: string | undefined) {
  return Object.entries(snapshot.sums).flatMap(([key, amounts]) => {
    const [table, month = '', from = ''] = keyParts(key)
    if (table !== 'cohort' || (channel !== undefined && channel !== from)) return []
    return [{ month, ...cohortRow(amounts) }]
  })
}

/** Mean margin by life month over the cohorts that have lived it in full, added up until it covers the cost. */
function payback(snapshot: Snapshot, cac: Figure, channel: string | undefined) {
  if (cac.value === null) return { paybackMonth: null, paybackReason: cac.reason ?? '' }
  const lastFull = fullMonthsBefore(snapshot.asOf).at(-1) ?? monthOf(snapshot.asOf)
  const cohorts = cohortsOfChannel(snapshot, channel)
  let earned = 0
  for (let life = 0; life < LIFE_MONTHS; life++) {
    const lived = cohorts.filter(({ month }) => monthNumber(month) + life <= monthNumber(lastFull))
    const clients = lived.reduce((sum, { head }) => sum + head.clients, 0)
    if (clients === 0) break
    earned += lived.reduce((sum, { margin }) => sum + (margin[life] ?? 0), 0) / clients
    if (earned >= cac.value) return { paybackMonth: life + 1 }
  }
  return { paybackMonth: null, paybackReason: 'Not yet: margin so far does not cover the cost.' }
}

function twelveMonthRetention(snapshot: Snapshot, channel: string | undefined): Figure {
  const months = fullMonthsBefore(snapshot.asOf).map((month) => addMonths(month, -12))
  const cohorts = cohortsOfChannel(snapshot, channel).filter(({ month }) => months.includes(month))
  const clients = cohorts.reduce((sum, { head }) => sum + head.clients, 0)
  const active = cohorts.reduce((sum, cohort) => sum + (cohort.active[12] ?? 0), 0)
  return shareFigure(active, clients, 'No client was won 12 to 24 months ago.')
}
