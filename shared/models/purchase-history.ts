/**
 * The purchase history of one client, as the transaction models read it, and the only doorway into those models.
 *
 * A history counts days on which a client bought, not receipts: x repeat days after the first, the last of them tx
 * after the first, watched until T after the first (Fader, Hardie & Lee 2005). The product uses days; the maths
 * has no unit.
 * Guaranteed here and assumed inside: x a whole number ≥ 0, 0 ≤ tx ≤ T, x = 0 exactly when tx = 0.
 */
import { DomainError } from '#shared/kernel/errors'

/** One client's history: x repeat purchases, the last at tx, observed until T; times since the first purchase. */
export interface PurchaseHistory {
  readonly x: number
  readonly tx: number
  readonly T: number
}

/** Unique histories and how many clients have each. */
export interface WeightedHistories {
  readonly histories: readonly PurchaseHistory[]
  readonly weights: readonly number[]
}

/** Whether a history keeps the promises of this file; a repeat at time 0 is no repeat. */
export function isPurchaseHistory({ x, tx, T }: PurchaseHistory): boolean {
  return Number.isInteger(x) && x >= 0 && tx >= 0 && tx <= T && Number.isFinite(T) && (x === 0) === (tx === 0)
}

/**
 * The history of a client from the days it bought on, or undefined when it had not bought by `asOf`.
 *
 * Days later than `asOf` are ignored; order and repetitions of a day do not matter.
 *
 * @param days  day numbers (whole days since any fixed day)
 * @param asOf  the last day watched
 */
export function historyFromDays(days: readonly number[], asOf: number): PurchaseHistory | undefined {
  const known = [...new Set(days.filter((day) => day <= asOf))].sort((left, right) => left - right)
  const first = known[0]
  const last = known.at(-1)
  if (first === undefined || last === undefined) return undefined
  return { x: known.length - 1, tx: last - first, T: asOf - first }
}

/**
 * Equal histories put together: a likelihood needs each of them once. The order is by x, T, tx, so shuffled
 * clients give the same bits.
 *
 * @throws DomainError `history.invalid` for a history that breaks the promises of this file
 */
export function compress(histories: readonly PurchaseHistory[]): WeightedHistories {
  const counts = new Map<number, Map<number, Map<number, number>>>()
  for (const history of histories) {
    if (!isPurchaseHistory(history))
      throw new DomainError(
        'invalid',
        'history.invalid',
        'A purchase history needs 0 ≤ tx ≤ T and whole repeats.',
      )
    const ofX = childOf(counts, history.x)
    const ofT = childOf(ofX, history.T)
    ofT.set(history.tx, (ofT.get(history.tx) ?? 0) + 1)
  }
  const unique: PurchaseHistory[] = []
  const weights: number[] = []
  for (const [x, ofX] of inOrder(counts)) {
    for (const [T, ofT] of inOrder(ofX)) {
      for (const [tx, count] of inOrder(ofT)) {
        unique.push({ x, tx, T })
        weights.push(count)
      }
    }
  }
  return { histories: unique, weights }
}

function childOf<Value>(parent: Map<number, Map<number, Value>>, key: number): Map<number, Value> {
  const known = parent.get(key)
  if (known) return known
  const created = new Map<number, Value>()
  parent.set(key, created)
  return created
}

function inOrder<Value>(map: Map<number, Value>): [number, Value][] {
  return [...map].sort(([left], [right]) => left - right)
}
