/**
 * What goes with what: exact tests for pairs of products bought in the same basket.
 *
 * Large baskets hold many products whatever they are, so the test compares baskets of equal size only: one-sided, exact,
 * stratified by basket size, then Benjamini-Hochberg over all pairs of products. Figures: rule-figures.ts.
 */
import { countBasket, emptyPairCounts } from './pair-counts.ts'
import { associationsOf, type NumberedPair } from './pair-tests.ts'

/** Two products bought together, with the verdict of the test. */
export type Pair = Omit<NumberedPair, 'first' | 'second'> & {
  readonly first: string
  readonly second: string
}

/**
 * All pairs of products that stand the test at false-discovery rate q, strongest evidence first.
 *
 * Every pair of products ever bought counts towards the correction, also those never bought together.
 *
 * @param baskets  distinct products of each basket; repetitions within a basket are ignored
 */
export function associatedPairs(baskets: readonly (readonly string[])[], q = 0.05): Pair[] {
  const products = [...new Set(baskets.flat())].sort()
  const numberOf = new Map(products.map((product, index) => [product, index]))
  const counts = emptyPairCounts(products.length)
  for (const basket of baskets)
    countBasket(
      counts,
      [...new Set(basket)].map((product) => numberOf.get(product) ?? 0).sort((left, right) => left - right),
    )
  const nameOf = (number: number) => products[number] ?? ''
  return associationsOf(counts, q).map((pair) => ({
    ...pair,
    first: nameOf(pair.first),
    second: nameOf(pair.second),
  }))
}
