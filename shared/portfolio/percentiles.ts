import { type Figure, withheld } from '#shared/kernel/figure.schema'
import { binMiddle, keyParts } from './contribution.ts'
import { type CellFilter, isTaken, type Snapshot } from './snapshot.ts'

/** A percentile lies within this share of the truth: half the width of a bin. */
export const BIN_ERROR = 0.024

/** A percentile of total CLV over the active clients that could be valued, from the bins: right within `BIN_ERROR`. */
export function clvPercentile(snapshot: Snapshot, share: number, filter: CellFilter = {}): Figure {
  const counts = new Map<number, number>()
  for (const [key, [count = 0]] of Object.entries(snapshot.sums)) {
    const [table, kind, segment = '', channel = '', status = '', bin = ''] = keyParts(key)
    if (table !== 'bin' || kind !== 'value' || !isTaken(filter, { segment, channel, status })) continue
    counts.set(Number(bin), (counts.get(Number(bin)) ?? 0) + count)
  }
  const bins = [...counts].sort(([left], [right]) => left - right)
  const n = bins.reduce((sum, [, count]) => sum + count, 0)
  if (n === 0) return withheld('cents', 'No active client could be valued.')
  let below = 0
  for (const [bin, count] of bins) {
    below += count
    if (below >= share * n) return { value: Math.round(binMiddle(bin)), unit: 'cents', n }
  }
  throw new Error('Impossible: the bins hold every client counted')
}
