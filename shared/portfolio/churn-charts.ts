/** Observed loss by what was known before: the churn panels of a snapshot. */
import type { ChartsView, LossFactorView } from './charts-view.schema.ts'
import { keyParts } from './contribution.ts'
import { shareFigure } from './kpis.ts'
import { type LossFactor, lossFactorNames, lossFactors } from './churn-factors.ts'
import { type CellFilter, isTaken, type Snapshot } from './snapshot.ts'

type Counts = Map<string, [clients: number, lost: number]>

function countsOf(snapshot: Snapshot, table: 'churn' | 'group', filter: CellFilter): Counts {
  const counts: Counts = new Map()
  for (const [key, [clients = 0, lost = 0]] of Object.entries(snapshot.sums)) {
    const [name, factor, segment = '', channel = '', status = '', bin] = keyParts(key)
    if (name !== table || !isTaken(filter, { segment, channel, status })) continue
    const slot = `${factor}|${bin}`
    const held = counts.get(slot) ?? [0, 0]
    counts.set(slot, [held[0] + clients, held[1] + lost])
  }
  return counts
}

/** Loss within the churn horizon by group, and over all clients active at its start. */
export function lossViews(
  snapshot: Snapshot,
  filter: CellFilter,
): Pick<ChartsView['losses'], 'base' | 'factors'> {
  const before = countsOf(snapshot, 'churn', filter)
  const now = countsOf(snapshot, 'group', filter)
  const factors = lossFactorNames.map((factor) => viewOf(factor, before, now))
  const tenure = factors[0]?.bins ?? []
  const sum = (of: 'clients' | 'lost') => tenure.reduce((total, bin) => total + bin[of], 0)
  return { base: shareFigure(sum('lost'), sum('clients'), NOBODY), factors }
}

const NOBODY = 'No client was active at the start of the days.'

function viewOf(factor: LossFactor, before: Counts, now: Counts): LossFactorView {
  const { panel, title, bins } = lossFactors[factor]
  const shown = bins.map(([name, binTitle]) => {
    const [clients, lost] = before.get(`${factor}|${name}`) ?? [0, 0]
    const [activeNow] = now.get(`${factor}|${name}`) ?? [0, 0]
    const rate = shareFigure(lost, clients, 'Nobody was in this group.')
    return { name, title: binTitle, clients, lost, rate, activeNow }
  })
  const known = shown.filter(({ name, clients }) => name !== 'not-known' && clients > 0)
  return {
    factor,
    panel,
    title,
    bins: shown.filter(({ clients, activeNow }) => clients > 0 || activeNow > 0),
    ...(known.length > 0 ? {} : { reason: reasonFor(panel, shown) }),
  }
}

function reasonFor(panel: LossFactorView['panel'], bins: readonly { clients: number }[]): string {
  if (bins.every(({ clients }) => clients === 0)) return NOBODY
  return panel === 'engagement'
    ? 'No digital engagement is known: import engagement by client and month.'
    : 'Nothing is known of this factor.'
}
