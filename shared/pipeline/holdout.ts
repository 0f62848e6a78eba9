/**
 * A hold-out in time: models fitted to what was known some days ago, their predictions beside what happened since.
 *
 * The rule of the split: the last third of the observed span, at most 365 days; none when that leaves under 60 days.
 * Clients who had not bought by the split were unknown then and are left out. Checked against the hold-out table of
 * CDNOW in tests/shared/pipeline/holdout.test.ts.
 */
import type { Fit, Params } from '#shared/models/fit'
import type { Spend } from '#shared/models/gamma-gamma'
import { compress, type PurchaseHistory } from '#shared/models/purchase-history'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import { type HoldoutErrors, holdoutErrors } from '#shared/models/report-card'
import { countUpTo } from '#shared/portfolio/timeline'
import type { ClientDays } from './client-days.ts'

const MOST_DAYS = 365
const FEWEST_DAYS = 60
const SHARE_HELD_OUT = 3

/** Where the known part ends: the last `days` days up to the as-of day are held out. */
export interface Split {
  /** The last day known. */
  readonly cut: number
  readonly days: number
}

/** The split of a portfolio by the rule of this file, or why there is none. */
export function splitOf(rows: readonly ClientDays[], asOf: number): Split | { readonly reason: string } {
  const first = rows.reduce((least, { days }) => Math.min(least, days[0] ?? Infinity), Infinity)
  if (first === Infinity) return { reason: 'No client has bought yet.' }
  const span = asOf - first + 1
  const days = Math.min(MOST_DAYS, Math.floor(span / SHARE_HELD_OUT))
  if (days >= FEWEST_DAYS) return { cut: asOf - days, days }
  return {
    reason: `Purchases are known for ${span} days; ${SHARE_HELD_OUT * FEWEST_DAYS} are needed to hold back ${FEWEST_DAYS} and learn from the rest.`,
  }
}

/** One client as known at the split, and what it did afterwards. */
export interface HeldOutClient {
  readonly history: PurchaseHistory
  readonly spend: Spend
  /** Spend known at the split, in minor units. */
  readonly pastCents: number
  /** Repeat purchases in as many days before the split as are held out. */
  readonly lastPeriod: number
  /** Purchase days after the split. */
  readonly later: number
  readonly laterCents: number
}

/** The clients known at the split, in one order whatever the order of the rows. */
export function heldOut(rows: readonly ClientDays[], { cut, days: held }: Split): HeldOutClient[] {
  return [...rows]
    .sort((left, right) => left.hash - right.hash || compareDays(left.days, right.days))
    .flatMap(({ days, cents }) => {
      const known = countUpTo(days, cut)
      const first = days[0]
      const last = days[known - 1]
      if (first === undefined || last === undefined) return []
      const sum = (from: number, to: number): number =>
        cents.slice(from, to).reduce((total, amount) => total + amount, 0)
      const until = countUpTo(days, cut + held)
      const x = known - 1
      const mean = x > 0 ? sum(1, known) / x : 0
      return [
        {
          history: { x, tx: last - first, T: cut - first },
          spend: mean > 0 ? { x, mean } : { x: 0, mean: 0 },
          pastCents: Math.max(0, sum(0, known)),
          lastPeriod: known - Math.max(1, countUpTo(days, cut - held)),
          later: until - known,
          laterCents: Math.max(0, sum(known, until)),
        },
      ]
    })
}

/** A way to predict, with its predictions in the order of the clients. */
export interface Tested {
  readonly name: string
  readonly predicted: Float64Array
  readonly errors: HoldoutErrors
}

/** A model fitted to what was known at the split. */
export interface TestedModel extends Tested {
  readonly name: PurchaseModelName
  readonly fit: Fit<Params>
}

/** Models fitted to the known histories, with their expected purchases in the days held out. */
export function testModels(
  clients: readonly HeldOutClient[],
  days: number,
  names: readonly PurchaseModelName[],
): TestedModel[] {
  const { histories, weights } = compress(clients.map(({ history }) => history))
  const actual = clients.map(({ later }) => later)
  return names.map((name) => {
    const fit = purchaseModels[name].fit(histories, weights)
    const predicted = predictedBy(clients, (history) =>
      purchaseModels[name].expectedPurchases(fit.params, history, days),
    )
    return { name, fit, predicted, errors: holdoutErrors(predicted, actual) }
  })
}

/** Guesses that need no model, to be beaten. */
export function naiveGuesses(clients: readonly HeldOutClient[], days: number): Tested[] {
  const actual = clients.map(({ later }) => later)
  const guess = (name: string, of: (client: HeldOutClient) => number): Tested => {
    const predicted = Float64Array.from(clients, of)
    return { name, predicted, errors: holdoutErrors(predicted, actual) }
  }
  return [
    guess('own-rate', ({ history: { x, T } }) => (T > 0 ? (x / T) * days : 0)),
    guess('last-period', ({ lastPeriod }) => lastPeriod),
    guess('zero', () => 0),
  ]
}

/** A function of each client's history, computed once for each history there is. */
export function predictedBy(
  clients: readonly HeldOutClient[],
  of: (history: PurchaseHistory) => number,
): Float64Array {
  const known = new Map<string, number>()
  return Float64Array.from(clients, ({ history }) => {
    const key = `${history.x},${history.tx},${history.T}`
    const value = known.get(key) ?? of(history)
    known.set(key, value)
    return value
  })
}

function compareDays(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((day, at) => day !== right[at])
  return index < 0 ? left.length - right.length : (left[index] ?? 0) - (right[index] ?? 0)
}
