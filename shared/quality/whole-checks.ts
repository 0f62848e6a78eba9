/** Checks on what the whole adds up to: against its own history, never against a fixed expectation. */
import { addDays, addMonths, type CivilDay, daysBetween, monthOf } from '#shared/kernel/day'
import { groupedBy } from '#shared/import/grouped'
import { quantile } from '#shared/numeric/quantile'
import type { FailingRow, QualityStats } from './finding.ts'
import { edits } from './near-names.ts'
import { LIVE } from './rows.ts'

/** What a whole check finds: rows without their rule, and how much was evaluated. */
export interface WholeFinding {
  readonly failing: readonly Omit<FailingRow, 'rule'>[]
  readonly evaluated: number
}

const nothing: WholeFinding = { failing: [], evaluated: 0 }
const of = (evaluated: number, failing: WholeFinding['failing'] = []): WholeFinding => ({
  failing,
  evaluated,
})

/** An import as load checks see it. */
export interface Load {
  readonly id: string
  readonly kind: string
  readonly createdAt: string
  readonly read: number
  readonly rejected: number
}

/** What whole checks need beside the statistics. */
export interface Whole {
  readonly stats: QualityStats
  readonly today: CivilDay
  readonly loads: readonly Load[]
  readonly spend: readonly { readonly channel: string; readonly month: string }[]
  readonly run?: { readonly id: string; readonly finishedAt: string; readonly reconciliation?: string }
}

/** The channels that are probably another one, misspelled: rare, and near one at least ten times as frequent. */
export function misspelledChannels(channels: Readonly<Record<string, number>>): Map<string, string> {
  const names = Object.entries(channels)
  const found = new Map<string, string>()
  for (const [name, count] of names) {
    const meant = names
      .filter(([other, often]) => other !== name && often >= 10 * count && isSlip(name, other))
      .sort(([, a], [, b]) => b - a)[0]
    if (meant) found.set(name, meant[0])
  }
  return found
}

const isSlip = (name: string, other: string): boolean => {
  const most = Math.min(name.length, other.length) < 5 ? 1 : 2
  return edits(name, other, most) <= most
}

function spendUnbroken({ spend }: Whole): WholeFinding {
  const byChannel = groupedBy(spend, ({ channel }) => channel)
  let evaluated = 0
  const failing: Omit<FailingRow, 'rule'>[] = []
  for (const [channel, rows] of byChannel) {
    const has = new Set(rows.map(({ month }) => month))
    const sorted = [...has].sort()
    const last = sorted.at(-1) ?? ''
    for (let month = sorted[0] ?? '~'; month <= last; month = addMonths(month, 1)) {
      evaluated += 1
      if (!has.has(month)) failing.push({ source: LIVE, subject: `${channel}/${month}`, value: month })
    }
  }
  return of(evaluated, failing)
}

/** Loads of a kind needed before the next one is compared with them. */
const LEAST_LOADS = 4

function loadVolume({ loads }: Whole): WholeFinding {
  let evaluated = 0
  const failing = [...groupedBy(loads, ({ kind }) => kind)].flatMap(([kind, some]) => {
    const sorted = some.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
    const last = sorted.at(-1)
    const before = sorted.slice(0, -1).map(({ read }) => read)
    if (!last || before.length < LEAST_LOADS) return []
    evaluated += 1
    const usual = quantile(before, 0.5)
    if (last.read >= usual / 3 && last.read <= usual * 3) return []
    const says = `${last.read} rows of ${kind}; files before had about ${Math.round(usual)}`
    return [{ source: last.id, subject: last.id, value: String(last.read), says }]
  })
  return of(evaluated, failing)
}

function loadLate({ loads, today }: Whole): WholeFinding {
  let evaluated = 0
  const failing = [...groupedBy(loads, ({ kind }) => kind)].flatMap(([kind, some]) => {
    const days = [...new Set(some.map(({ createdAt }) => createdAt.slice(0, 10)))].sort()
    const last = days.at(-1)
    if (last === undefined || days.length < LEAST_LOADS) return []
    evaluated += 1
    const gaps = days.slice(1).map((day, index) => daysBetween(days[index] ?? day, day))
    const usual = Math.max(1, quantile(gaps, 0.9))
    const since = daysBetween(last, today)
    if (since <= 2 * usual) return []
    return [
      { source: LIVE, subject: kind, value: last, says: `${since} days since the last; usually ${usual}` },
    ]
  })
  return of(evaluated, failing)
}

const MONTHS_COMPARED = 12

/** Full months compared with the median of the twelve before, in units of their own median deviation. */
function monthsVolume({ stats, today }: Whole): WholeFinding {
  const current = monthOf(today)
  const known = Object.keys(stats.linesByMonth)
    .filter((month) => month < current)
    .sort()
  const first = known[0]
  if (first === undefined) return nothing
  let evaluated = 0
  const failing: Omit<FailingRow, 'rule'>[] = []
  // The first three months of a history fill up and say nothing; only the last full year is judged.
  for (let back = MONTHS_COMPARED; back >= 1; back--) {
    const month = addMonths(current, -back)
    const before = Array.from({ length: MONTHS_COMPARED }, (_, index) => addMonths(month, -1 - index)).filter(
      (one) => one >= addMonths(first, 3),
    )
    if (before.length < 6) continue
    evaluated += 1
    const counts = before.map((one) => stats.linesByMonth[one] ?? 0)
    const median = quantile(counts, 0.5)
    const deviation = quantile(
      counts.map((one) => Math.abs(one - median)),
      0.5,
    )
    const count = stats.linesByMonth[month] ?? 0
    const isFar = Math.abs(count - median) > Math.max(6 * 1.4826 * deviation, median / 2)
    if (!isFar) continue
    const says = `${count} lines; the months before had about ${Math.round(median)}`
    failing.push({ source: LIVE, subject: month, value: String(count), says })
  }
  return of(evaluated, failing)
}

/** Population stability index of two counts by bin; 0.25 and more is usually called a shift. */
export function stabilityIndex(
  recent: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): { index: number; recent: number; before: number } {
  const bins = [...new Set([...Object.keys(recent), ...Object.keys(before)])]
  const total = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0)
  const [n, m] = [total(recent), total(before)]
  // Half a count in every bin: an empty bin says little, not infinitely much.
  const share = (count: number, of: number) => (count + 0.5) / (of + bins.length / 2)
  const index = bins.reduce((sum, bin) => {
    const p = share(recent[bin] ?? 0, n)
    const q = share(before[bin] ?? 0, m)
    return sum + (p - q) * Math.log(p / q)
  }, 0)
  return { index, recent: n, before: m }
}

const LEAST_COMPARED = 200
const SHIFT = 0.25

function drift(subject: string, counts: QualityStats['amounts']): WholeFinding {
  const { index, recent, before } = stabilityIndex(counts.recent, counts.before)
  if (recent < LEAST_COMPARED || before < LEAST_COMPARED) return nothing
  if (index < SHIFT) return of(1)
  const says = `Stability index ${index.toFixed(2)} over ${recent} and ${before} records; 0.25 is a shift`
  return of(1, [{ source: LIVE, subject, value: index.toFixed(2), says }])
}

const FRESH_DAYS = 35

function transactionsLate({ stats, today, loads }: Whole): WholeFinding {
  if (stats.newestLine === '') return nothing
  const since = daysBetween(stats.newestLine, today)
  const days = [
    ...new Set(loads.filter(({ kind }) => kind === 'transactions').map((one) => one.createdAt.slice(0, 10))),
  ]
  // A history that was closed long before it was loaded is not late: it is over.
  const loaded = days.sort().at(-1)
  if (loaded === undefined || daysBetween(stats.newestLine, loaded) > 2 * FRESH_DAYS) return nothing
  if (since <= FRESH_DAYS) return of(1)
  return of(1, [
    { source: LIVE, subject: 'transactions', value: stats.newestLine, says: `${since} days old` },
  ])
}

function engagementLate({ stats, today }: Whole): WholeFinding {
  if (stats.newestMonth === '') return nothing
  const least = addMonths(monthOf(today), -1)
  if (stats.newestMonth >= least) return of(1)
  return of(1, [{ source: LIVE, subject: 'engagement', value: stats.newestMonth }])
}

function runReconciled({ run }: Whole): WholeFinding {
  if (!run?.reconciliation || run.reconciliation === 'not-verified') return nothing
  if (run.reconciliation === 'equal') return of(1)
  return of(1, [{ source: LIVE, subject: run.id, value: 'different', says: 'Repair says what it changes.' }])
}

function runLate({ run, today }: Whole): WholeFinding {
  if (!run) return nothing
  const day = run.finishedAt.slice(0, 10)
  if (day >= addDays(today, -2)) return of(1)
  return of(1, [{ source: LIVE, subject: run.id, value: day }])
}

/** The checks on the whole, by name. */
export const wholeChecks = {
  'spend-unbroken': spendUnbroken,
  'load-volume': loadVolume,
  'load-late': loadLate,
  'months-volume': monthsVolume,
  'amounts-drift': ({ stats }: Whole) => drift('amounts', stats.amounts),
  'channels-drift': ({ stats }: Whole) => drift('channels', stats.joined),
  'transactions-late': transactionsLate,
  'engagement-late': engagementLate,
  'run-reconciled': runReconciled,
  'run-late': runLate,
} as const
