/** Every reported figure of the demo beside what its generator knows. */
import { monthOf } from '#shared/kernel/day'
import type { CheckRow, TruthSheet } from './check.schema.ts'
import { snapshotView } from './dashboard.ts'
import { flowAt, stateAt } from './kpis.ts'
import type { Snapshot } from './snapshot.ts'

/** Share by which predicted CLV may miss what the generator expects: the models see facts, not the law behind them. */
export const PREDICTED_TOLERANCE = 0.25
/** Share of clients whose activity planted faults and second relationships may move. */
export const ACTIVE_TOLERANCE = 0.02

interface Compared {
  readonly name: string
  readonly title: string
  readonly unit: CheckRow['unit']
  readonly reported: number | null
  readonly truth: number | null
  readonly tolerance: number
  readonly reason: string
}

const EXACT = 'Recounted from the demo’s own ledger: equal to the last cent.'

/** One row for each reported figure; figures of another day than the truth's are not compared. */
export function checkFigures(snapshot: Snapshot, sheet: TruthSheet): CheckRow[] {
  return [
    ...monthRows(snapshot, sheet),
    spendRow(snapshot, sheet),
    ...dayRows(snapshot, sheet).map((row) => ofTheDay(row, snapshot.asOf === sheet.today)),
    ...withoutTruth(snapshot),
  ]
}

function judged({ tolerance, ...row }: Compared): CheckRow {
  if (row.truth === null) return { ...row, tolerance: null, outcome: 'unknown' }
  const isWithin = row.reported !== null && Math.abs(row.reported - row.truth) <= tolerance
  return { ...row, tolerance, outcome: isWithin ? 'pass' : 'fail' }
}

function ofTheDay(row: Compared, isSameDay: boolean): CheckRow {
  if (isSameDay) return judged(row)
  const reason = 'The run is of another day than the truth: start a run as of that day.'
  return { ...row, tolerance: null, outcome: 'unknown', reason }
}

/** Sums over the full months that both the run and the truth have, and how many months differ. */
function monthRows(snapshot: Snapshot, { today, months }: TruthSheet): CheckRow[] {
  const last = monthOf(today < snapshot.asOf ? today : snapshot.asOf)
  const shared = months.filter(({ month }) => month < last && snapshot.context.months.includes(month))
  const flows = shared.map(({ month }) => flowAt(snapshot, `month:${month}`))
  const sums = [
    ['revenue', 'Revenue', 'cents', 'revenue', 'revenueCents'],
    ['charges', 'Charges', 'cents', 'charges', 'chargesCents'],
    ['orders', 'Orders', 'count', 'orders', 'orders'],
    ['buyers', 'Buyers, month by month', 'count', 'buyers', 'buyers'],
  ] as const
  const rows = sums.flatMap(([name, title, unit, reported, truth]) => [
    judged({
      name,
      title: `${title}, ${shared.length} full months`,
      unit,
      reported: flows.reduce((sum, flow) => sum + flow[reported], 0),
      truth: shared.reduce((sum, month) => sum + month[truth], 0),
      tolerance: 0,
      reason: EXACT,
    }),
    judged({
      name: `${name}-months`,
      title: `${title}: months that differ`,
      unit: 'count',
      reported: shared.filter((month, index) => flows[index]?.[reported] !== month[truth]).length,
      truth: 0,
      tolerance: 0,
      reason: EXACT,
    }),
  ])
  return rows
}

function spendRow(snapshot: Snapshot, sheet: TruthSheet): CheckRow {
  return judged({
    name: 'spend',
    title: 'Acquisition spend, all months',
    unit: 'cents',
    reported: snapshot.spend.reduce((sum, { amountCents }) => sum + amountCents, 0),
    truth: sheet.spendCents,
    tolerance: 0,
    reason: EXACT,
  })
}

function dayRows(snapshot: Snapshot, sheet: TruthSheet): Compared[] {
  const window = String(snapshot.context.activityWindowDays)
  const { active, retention12, remainingMarginCents } = sheet
  const [buyers, kept] = [active.buyersByWindow[window], retention12.buyersByWindow[window]]
  const state = stateAt(snapshot, snapshot.asOf)
  const flow = flowAt(snapshot, '12-months:now')
  const isKnown = buyers !== undefined && kept !== undefined
  const atStart = retention12.accounts.active + (kept?.active ?? 0)
  const stayed = retention12.accounts.retained + (kept?.retained ?? 0)
  const near = isKnown
    ? 'Planted faults and clients with both kinds of relationship move up to 2 %.'
    : `The truth does not know an activity window of ${window} days.`
  const truth = (value: number) => (isKnown && atStart > 0 ? value : null)
  const today = active.withOpenAccount + (buyers ?? 0)
  const share = { unit: 'share', tolerance: ACTIVE_TOLERANCE, reason: near } as const
  const stays = flow.activeAtStart === 0 ? null : flow.retained / flow.activeAtStart
  const leaves = flow.activeAtStart === 0 ? null : flow.lost / flow.activeAtStart
  return [
    {
      name: 'active',
      title: 'Active clients',
      unit: 'count',
      reported: state.active,
      truth: truth(today),
      tolerance: Math.ceil(ACTIVE_TOLERANCE * today),
      reason: near,
    },
    {
      name: 'retention',
      title: 'Retention, 12 months',
      reported: stays,
      truth: truth(stayed / atStart),
      ...share,
    },
    {
      name: 'churn',
      title: 'Churn, 12 months',
      reported: leaves,
      truth: truth(1 - stayed / atStart),
      ...share,
    },
    {
      name: 'predicted',
      title: 'Predicted CLV, all clients',
      unit: 'cents',
      reported: state.predicted,
      truth: Math.round(remainingMarginCents),
      tolerance: Math.round(Math.abs(remainingMarginCents) * PREDICTED_TOLERANCE),
      reason: 'Within 25 % of what the generator expects: models see facts, not the law behind them.',
    },
  ]
}

/** The headline figures that no generator can know, with the reason. */
function withoutTruth(snapshot: Snapshot): CheckRow[] {
  const reasons: Readonly<Record<string, string>> = {
    'average-clv': 'Historic margin follows from the catalogue; its predicted part is compared above.',
    'clv-to-cac': 'A ratio of the compared spend and value; the generator keeps no cohorts.',
    growth: 'A forecast: the generator does not draw the year ahead.',
    'clv-at-risk': 'A difference between two futures; the generator draws one.',
  }
  return snapshotView(snapshot, { period: '12-months', compare: 'previous' }).kpis.flatMap(
    ({ name, title, figure: { value, unit } }) => {
      const reason = reasons[name]
      if (reason === undefined) return []
      return [
        { name, title, unit, reported: value, truth: null, tolerance: null, outcome: 'unknown', reason },
      ]
    },
  )
}
