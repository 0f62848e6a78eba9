import type { ChartsView } from './charts-view.schema.ts'
import { keyParts } from './contribution.ts'
import { type CellFilter, isTaken, type Snapshot } from './snapshot.ts'

const tiers = [
  { name: 'top', title: 'Top 10%', from: 0.9 },
  { name: 'upper', title: 'Next 20%', from: 0.7 },
  { name: 'middle', title: 'Middle 40%', from: 0.3 },
  { name: 'lower', title: 'Lowest 30%', from: 0 },
] as const

/** The lowest amount of a bin, in minor units. */
const edgeOf = (bin: number): number =>
  bin > 0 ? Math.ceil(10 ** ((bin - 1) / 50)) : bin === 0 ? 0 : -Math.floor(10 ** (-bin / 50))

/** Active clients by total CLV: tiers begin at the edge of a bin, so their counts and sums are exact. */
export function tiersOf(snapshot: Snapshot, filter: CellFilter): ChartsView['tiers'] {
  const byBin = new Map<number, { clients: number; cents: number }>()
  for (const [key, [clients = 0, cents = 0]] of Object.entries(snapshot.sums)) {
    const [table, kind, segment = '', channel = '', status = '', bin = ''] = keyParts(key)
    if (table !== 'bin' || kind !== 'value' || !isTaken(filter, { segment, channel, status })) continue
    const held = byBin.get(Number(bin)) ?? { clients: 0, cents: 0 }
    byBin.set(Number(bin), { clients: held.clients + clients, cents: held.cents + cents })
  }
  const bins = [...byBin].sort(([left], [right]) => right - left)
  const n = bins.reduce((sum, [, { clients }]) => sum + clients, 0)
  const found = tiers.map((tier) => ({
    ...tier,
    clients: 0,
    cents: 0,
    fromCents: null as number | null, // -- because the first bin of the tier sets it
  }))
  let above = 0
  for (const [bin, { clients, cents }] of bins) {
    const tier = found.find(({ from }) => above / n < 1 - from)
    if (!tier) throw new Error('Impossible: the lowest tier takes every share')
    above += clients
    tier.clients += clients
    tier.cents += cents
    tier.fromCents = edgeOf(bin)
  }
  return found
    .filter(({ clients }) => clients > 0)
    .map(({ name, title, clients, cents, fromCents }, index, all) => ({
      name,
      title,
      clients,
      cents,
      fromCents: index === all.length - 1 ? null : fromCents,
    }))
}
