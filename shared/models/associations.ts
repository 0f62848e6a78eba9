/**
 * What goes with what: figures and exact tests for pairs of products bought in the same basket.
 *
 * support = n(A ∪ B)/N, confidence = n(A ∪ B)/n(A), lift = confidence/(n(B)/N), leverage = support − n(A) n(B)/N²,
 * conviction = (1 − n(B)/N)/(1 − confidence) (Agrawal et al. 1993; Brin et al. 1997). The interval of the lift is
 * normal in its logarithm with the delta-method variance of four multinomial counts. Large baskets hold many
 * products whatever they are, so the test compares baskets of equal size only: one-sided, exact, stratified by
 * basket size, then Benjamini-Hochberg over all pairs of products.
 * Accuracy: the published figures of the Groceries data, tests/shared/models/associations.test.ts.
 */
import { adjustedPValues } from '#shared/numeric/benjamini-hochberg'
import { stratifiedPValue, type Margins } from '#shared/numeric/hypergeometric'
import { normalQuantile } from '#shared/numeric/normal'

/** Counts behind the rule "A, therefore B". */
export interface RuleCounts {
  readonly baskets: number
  readonly left: number
  readonly right: number
  readonly both: number
}

/** Figures of a rule; the counts must hold both ≤ left, right ≤ baskets and be positive. */
export interface RuleFigures {
  readonly support: number
  readonly confidence: number
  readonly lift: number
  readonly liftLow: number
  readonly liftHigh: number
  readonly leverage: number
  /** Infinity when B always follows A. */
  readonly conviction: number
}

/** Figures of the rule "A, therefore B" from its counts, with the interval of the lift at `level`. */
export function ruleFigures({ baskets, left, right, both }: RuleCounts, level = 0.95): RuleFigures {
  const support = both / baskets
  const confidence = both / left
  const expected = right / baskets
  const lift = confidence / expected
  const variance = Math.max(0, 1 / both - 1 / left - 1 / right + (2 * lift - 1) / baskets)
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance)
  return {
    support,
    confidence,
    lift,
    liftLow: both > 0 ? lift * Math.exp(-half) : 0,
    liftHigh: both > 0 ? lift * Math.exp(half) : (3 * baskets) / (left * right),
    leverage: support - (left / baskets) * expected,
    conviction: confidence < 1 ? (1 - expected) / (1 - confidence) : Infinity,
  }
}

/** Two products bought together, with the verdict of the test. */
export interface Pair {
  readonly first: string
  readonly second: string
  readonly counts: RuleCounts
  /** Baskets with both if products ignored each other in baskets of equal size. */
  readonly expected: number
  readonly pValue: number
  /** Benjamini-Hochberg over all pairs of products; at most q for a pair that stands. */
  readonly adjustedPValue: number
}

/**
 * All pairs of products that stand the test at false-discovery rate q, strongest evidence first.
 *
 * Every pair of products ever bought counts towards the correction, also those never bought together.
 *
 * @param baskets  distinct products of each basket; repetitions within a basket are ignored
 */
export function associatedPairs(baskets: readonly (readonly string[])[], q = 0.05): Pair[] {
  const table = countBaskets(baskets)
  const { products } = table
  const tested: Omit<Pair, 'adjustedPValue'>[] = []
  const pValues: number[] = []
  for (let first = 0; first < products.length; first++)
    for (let second = first + 1; second < products.length; second++) {
      const both = table.together.get(first * products.length + second) ?? 0
      const strata = both > 0 ? table.strataOf(first, second) : []
      const expected = strata.reduce((sum, { total, first: a, second: b }) => sum + (a * b) / total, 0)
      // Not more often than expected: the one-sided p-value is about one half or more and cannot stand.
      const pValue = both > expected ? stratifiedPValue(strata, both) : 1
      pValues.push(pValue)
      if (pValue > q) continue
      const counts = { baskets: table.baskets, left: table.count(first), right: table.count(second), both }
      tested.push({ first: products[first] ?? '', second: products[second] ?? '', counts, expected, pValue })
    }
  const adjusted = adjustedPValues(pValues).filter((_, index) => (pValues[index] ?? 1) <= q)
  return tested
    .map((pair, index) => ({ ...pair, adjustedPValue: adjusted[index] ?? 1 }))
    .filter(({ adjustedPValue }) => adjustedPValue <= q)
    .sort((left, right) => left.pValue - right.pValue || right.counts.both - left.counts.both)
}

/** Counts of products and pairs, by basket size. */
function countBaskets(baskets: readonly (readonly string[])[]) {
  const distinct = baskets.map((basket) => [...new Set(basket)]).filter((basket) => basket.length > 0)
  const products = [...new Set(distinct.flat())].sort()
  const numberOf = new Map(products.map((product, index) => [product, index]))
  const basketsOfSize = new Map<number, number>()
  const countsOfSize = new Map<number, Float64Array>()
  const together = new Map<number, number>()
  for (const basket of distinct) {
    const size = basket.length
    basketsOfSize.set(size, (basketsOfSize.get(size) ?? 0) + 1)
    const counts = countsOfSize.get(size) ?? new Float64Array(products.length)
    countsOfSize.set(size, counts)
    const items = basket.map((product) => numberOf.get(product) ?? 0).sort((left, right) => left - right)
    items.forEach((first, position) => {
      counts[first] = (counts[first] ?? 0) + 1
      for (const second of items.slice(position + 1)) {
        const key = first * products.length + second
        together.set(key, (together.get(key) ?? 0) + 1)
      }
    })
  }
  const sizes = [...basketsOfSize.keys()].sort((left, right) => left - right)
  const count = (product: number): number =>
    sizes.reduce((sum, size) => sum + (countsOfSize.get(size)?.[product] ?? 0), 0)
  const strataOf = (first: number, second: number): Margins[] =>
    sizes.map((size) => ({
      total: basketsOfSize.get(size) ?? 0,
      first: countsOfSize.get(size)?.[first] ?? 0,
      second: countsOfSize.get(size)?.[second] ?? 0,
    }))
  return { baskets: distinct.length, products, together, count, strataOf }
}
