import type { WeightedHistories } from './purchase-history.ts'

/** Histories as columns sorted by x, so that everything depending on x alone is computed once per x. */
export interface HistoryColumns {
  /** The distinct values of x, ascending. */
  readonly frequencies: Float64Array
  /** Clients with each x. */
  readonly clientsOf: Float64Array
  /** Row where each x starts, and at the end the number of rows. */
  readonly startOf: Uint32Array
  readonly tx: Float64Array
  readonly T: Float64Array
  readonly weights: Float64Array
  readonly clients: number
  /** Σ x over clients. */
  readonly purchases: number
}

/** The columns of a portfolio, times divided by `scale`; rows of weight 0 are left out. */
export function columnsOf({ histories, weights }: WeightedHistories, scale: number): HistoryColumns {
  const order = [...histories.keys()]
    .filter((row) => (weights[row] ?? 0) > 0)
    .sort((left, right) => (histories[left]?.x ?? 0) - (histories[right]?.x ?? 0) || left - right)
  const tx = new Float64Array(order.length)
  const T = new Float64Array(order.length)
  const rowWeights = new Float64Array(order.length)
  const frequencies: number[] = []
  const clientsOf: number[] = []
  const startOf: number[] = []
  let purchases = 0
  order.forEach((source, row) => {
    const history = histories[source]
    const weight = weights[source] ?? 0
    if (!history) return
    if (frequencies.at(-1) !== history.x) {
      frequencies.push(history.x)
      clientsOf.push(0)
      startOf.push(row)
    }
    clientsOf[clientsOf.length - 1] = (clientsOf.at(-1) ?? 0) + weight
    purchases += weight * history.x
    tx[row] = history.tx / scale
    T[row] = history.T / scale
    rowWeights[row] = weight
  })
  return {
    frequencies: Float64Array.from(frequencies),
    clientsOf: Float64Array.from(clientsOf),
    startOf: Uint32Array.from([...startOf, order.length]),
    tx,
    T,
    weights: rowWeights,
    clients: clientsOf.reduce((sum, clients) => sum + clients, 0),
    purchases,
  }
}
