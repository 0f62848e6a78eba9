/**
 * How many baskets hold each product and each pair of products, by basket size: all that the tests of association need.
 * Baskets of different groups (quarters of the year, say) are never compared with each other.
 *
 * Memory: four bytes a pair in a triangle (50 MB for 5,000 products) and four bytes a product and stratum, whatever the
 * number of baskets. Baskets of 1 to 32 products are counted by their exact size, larger ones in bins a quarter wide.
 * Counts of parts add up. Exact; tested in tests/shared/models/pair-counts.test.ts.
 */

/** Most products whose pairs are counted: a triangle of 72 MB. */
export const MOST_PRODUCTS = 6_000
/** Baskets of more products than this say little about any pair and are left out, counted apart. */
export const LARGEST_BASKET = 200

const EXACT_SIZES = 32
const SIZES = EXACT_SIZES + Math.ceil(Math.log(LARGEST_BASKET / EXACT_SIZES) / Math.log(1.25)) + 1

/** Counts of baskets, products and pairs. Products are numbered from 0. */
export interface PairCounts {
  readonly products: number
  readonly strata: number
  /** Baskets in each stratum of size. */
  readonly baskets: Float64Array
  /** Baskets with a product in a stratum, at product x strata + stratum. */
  readonly items: Uint32Array
  /** Baskets with both products, at `pairIndex`. */
  readonly together: Uint32Array
  /** Baskets left out because they were too large. */
  leftOut: number
}

/** No baskets yet, of so many products and groups of baskets. */
export function emptyPairCounts(products: number, groups = 1): PairCounts {
  if (products > MOST_PRODUCTS)
    throw new Error(`Impossible: pairs of at most ${MOST_PRODUCTS} products are counted`)
  const strata = groups * SIZES
  return {
    products,
    strata,
    baskets: new Float64Array(strata),
    items: new Uint32Array(products * strata),
    together: new Uint32Array((products * (products - 1)) / 2),
    leftOut: 0,
  }
}

/** The place of a pair in the triangle; `first` < `second`. */
export function pairIndex(first: number, second: number, products: number): number {
  return (first * (2 * products - first - 1)) / 2 + second - first - 1
}

/** The stratum of a basket of so many products. */
export function stratumOf(size: number): number {
  if (size <= EXACT_SIZES) return size - 1
  return EXACT_SIZES + Math.floor(Math.log(size / EXACT_SIZES) / Math.log(1.25))
}

/** Counts one basket of a group: distinct product numbers, ascending. */
export function countBasket(counts: PairCounts, basket: readonly number[], group = 0): void {
  const { products, strata, items, together } = counts
  if (basket.length === 0) return
  if (basket.length > LARGEST_BASKET) {
    counts.leftOut += 1
    return
  }
  const stratum = group * SIZES + stratumOf(basket.length)
  counts.baskets[stratum] = (counts.baskets[stratum] ?? 0) + 1
  for (let position = 0; position < basket.length; position++) {
    const first = basket[position] ?? 0
    const item = first * strata + stratum
    items[item] = (items[item] ?? 0) + 1
    const base = (first * (2 * products - first - 1)) / 2 - first - 1
    for (let next = position + 1; next < basket.length; next++) {
      const pair = base + (basket[next] ?? 0)
      together[pair] = (together[pair] ?? 0) + 1
    }
  }
}

/** Adds counts of the same products to others. */
export function addPairCounts(into: PairCounts, from: PairCounts): void {
  from.baskets.forEach((count, index) => (into.baskets[index] = (into.baskets[index] ?? 0) + count))
  from.items.forEach((count, index) => (into.items[index] = (into.items[index] ?? 0) + count))
  from.together.forEach((count, index) => (into.together[index] = (into.together[index] ?? 0) + count))
  into.leftOut += from.leftOut
}

/** Baskets with a product, of any size. */
export function basketsWith(counts: PairCounts, product: number): number {
  let sum = 0
  for (let stratum = 0; stratum < counts.strata; stratum++)
    sum += counts.items[product * counts.strata + stratum] ?? 0
  return sum
}

/** Every basket counted. */
export function allBaskets(counts: PairCounts): number {
  return counts.baskets.reduce((sum, count) => sum + count, 0)
}

/** Counts as a list of numbers: zeros as how many follow, so that few pairs of many take little room. */
export function packed(numbers: ArrayLike<number>): number[] {
  const list: number[] = []
  let zeros = 0
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index] ?? 0
    if (value === 0) {
      zeros += 1
      continue
    }
    if (zeros > 0) list.push(-zeros)
    zeros = 0
    list.push(value)
  }
  return list
}

/** Adds a packed list to counts, beginning at `from`. */
export function addPacked(into: Uint32Array | Float64Array, list: readonly number[], from = 0): void {
  let index = from
  for (const value of list) {
    if (value < 0) {
      index -= value
      continue
    }
    into[index] = (into[index] ?? 0) + value
    index += 1
  }
}
