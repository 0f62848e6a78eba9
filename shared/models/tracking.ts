/**
 * Repeat purchases of a cohort over time, expected and actual, side by side.
 *
 * Expected by time t: Σ over clients of E[X(t − first purchase)], the model's expectation for a new client of that
 * age; nothing known later than the fit is used. Source: Fader, Hardie & Lee (2005) figure 3; BTYD's tracking
 * plots.
 * Accuracy: 78 weeks of CDNOW to 1e-3 in tests/shared/models/tracking.test.ts.
 */
import type { Params } from './fit.ts'
import type { PurchaseModelName } from './purchase-model.ts'
import { purchaseModels } from './purchase-models.ts'

/** One period of a tracking chart. */
export interface TrackingRow {
  /** End of the period. */
  readonly until: number
  readonly actual: number
  readonly expected: number
  readonly actualSoFar: number
  readonly expectedSoFar: number
}

/** What is tracked: times in the unit of the fit, counted from one common start. */
export interface TrackedCohort {
  /** Time of each client's first purchase. */
  readonly firstPurchases: readonly number[]
  /** Times of all repeat purchases, of all clients. */
  readonly repeatPurchases: readonly number[]
  readonly periods: number
  readonly periodLength: number
}

/** Actual and expected repeat purchases by period; a purchase at the very end of a period belongs to the next. */
export function tracking(model: PurchaseModelName, params: Params, cohort: TrackedCohort): TrackingRow[] {
  const { firstPurchases, repeatPurchases, periods, periodLength } = cohort
  const counts = new Map<number, number>()
  for (const first of firstPurchases) counts.set(first, (counts.get(first) ?? 0) + 1)
  const byAge = new Map<number, number>()
  const expectedAt = (age: number): number => {
    const known = byAge.get(age) ?? purchaseModels[model].newClientExpectedPurchases(params, age)
    byAge.set(age, known)
    return known
  }
  const expectedBy = (time: number): number => {
    let sum = 0
    for (const [first, clients] of counts) if (first < time) sum += clients * expectedAt(time - first)
    return sum
  }
  const rows: TrackingRow[] = []
  for (let period = 1; period <= periods; period++) {
    const until = period * periodLength
    const before = rows.at(-1)
    const actual = repeatPurchases.filter((time) => time >= until - periodLength && time < until).length
    const expectedSoFar = expectedBy(until)
    rows.push({
      until,
      actual,
      expected: expectedSoFar - (before?.expectedSoFar ?? 0),
      actualSoFar: (before?.actualSoFar ?? 0) + actual,
      expectedSoFar,
    })
  }
  return rows
}

/** Mean absolute percentage error of cumulative purchases over some rows; 0 for none. */
export function cumulativeError(rows: readonly TrackingRow[]): number {
  const errors = rows
    .filter(({ actualSoFar }) => actualSoFar > 0)
    .map(({ actualSoFar, expectedSoFar }) => Math.abs(expectedSoFar / actualSoFar - 1))
  return errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length)
}
