/**
 * How many clients bought again never, once, twice …, counted and as a model expects it (Fader & Hardie's histogram of
 * actual and fitted frequencies). Each client counts with its own time of observation. A first look at whether a
 * model fits at all; tested against generated portfolios and CDNOW in tests/shared/models/frequency-histogram.test.ts.
 */
import type { Params } from './fit.ts'
import type { PurchaseHistory } from './purchase-history.ts'
import type { PurchaseModelName } from './purchase-model.ts'
import { purchaseModels } from './purchase-models.ts'

/** Clients with `frequency` repeat purchases; the last row means that many or more. */
export interface HistogramRow {
  readonly frequency: number
  readonly expected: number
  readonly actual: number
}

/** The histogram of repeat purchases 0, 1, … `last` or more; `expected` and `actual` each add up to all clients. */
export function frequencyHistogram(
  histories: readonly PurchaseHistory[],
  { model, params, last = 7 }: { model: PurchaseModelName; params: Params; last?: number },
): HistogramRow[] {
  const expected = new Float64Array(last + 1)
  const actual = new Float64Array(last + 1)
  const clientsByAge = new Map<number, number>()
  for (const { x, T } of histories) {
    const bin = Math.min(x, last)
    actual[bin] = (actual[bin] ?? 0) + 1
    clientsByAge.set(T, (clientsByAge.get(T) ?? 0) + 1)
  }
  const { purchaseCountProbabilities } = purchaseModels[model]
  for (const [age, clients] of clientsByAge) {
    const probabilities = purchaseCountProbabilities(params, age, last - 1)
    let rest = 1
    for (let frequency = 0; frequency < last; frequency++) {
      const probability = probabilities[frequency] ?? 0
      expected[frequency] = (expected[frequency] ?? 0) + clients * probability
      rest -= probability
    }
    expected[last] = (expected[last] ?? 0) + clients * Math.max(0, rest)
  }
  return Array.from({ length: last + 1 }, (_, frequency) => ({
    frequency,
    expected: expected[frequency] ?? 0,
    actual: actual[frequency] ?? 0,
  }))
}
