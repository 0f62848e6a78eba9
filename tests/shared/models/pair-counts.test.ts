import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addPacked,
  addPairCounts,
  allBaskets,
  basketsWith,
  countBasket,
  emptyPairCounts,
  LARGEST_BASKET,
  packed,
  pairIndex,
  stratumOf,
} from '#shared/models/pair-counts'
import { associationsOf, pairsTested } from '#shared/models/pair-tests'
import { adjustedPValues } from '#shared/numeric/benjamini-hochberg'
import { stratifiedPValue } from '#shared/numeric/hypergeometric'
import { createRandom } from '#shared/numeric/random'

function counted(baskets: readonly (readonly number[])[], products: number) {
  const counts = emptyPairCounts(products)
  for (const basket of baskets)
    countBasket(
      counts,
      [...new Set(basket)].sort((a, b) => a - b),
    )
  return counts
}

/** The slow obvious way: the exact test for every pair, then the correction. */
function naive(baskets: readonly (readonly number[])[], products: number, q = 0.05) {
  const sets = baskets.map((basket) => new Set(basket)).filter((basket) => basket.size > 0)
  const bought = Array.from({ length: products }, (_, product) => product).filter((product) =>
    sets.some((basket) => basket.has(product)),
  )
  const sizes = [...new Set(sets.map((basket) => stratumOf(basket.size)))]
  const pairs = bought.flatMap((first, index) => bought.slice(index + 1).map((second) => ({ first, second })))
  const pValues = pairs.map(({ first, second }) => {
    const both = sets.filter((basket) => basket.has(first) && basket.has(second)).length
    const strata = sizes.map((size) => {
      const of = sets.filter((basket) => stratumOf(basket.size) === size)
      return {
        total: of.length,
        first: of.filter((basket) => basket.has(first)).length,
        second: of.filter((basket) => basket.has(second)).length,
      }
    })
    return both === 0 ? 1 : stratifiedPValue(strata, both)
  })
  const adjusted = adjustedPValues(pValues)
  return pairs
    .map((pair, index) => ({ ...pair, pValue: pValues[index]!, adjusted: adjusted[index]! }))
    .filter((pair) => pair.adjusted <= q)
}

describe('counts of pairs', () => {
  test('are those of counting basket by basket, and add up over parts', () => {
    const aBasket = fc.array(fc.nat(6), { maxLength: 5 })
    fc.assert(
      fc.property(
        fc.array(aBasket, { maxLength: 20 }),
        fc.array(aBasket, { maxLength: 20 }),
        (one, other) => {
          const whole = counted([...one, ...other], 7)
          const parts = counted(one, 7)
          addPairCounts(parts, counted(other, 7))

          expect(parts).toEqual(whole)
          const all = [...one, ...other].map((basket) => new Set(basket))
          expect(allBaskets(whole)).toBe(all.filter(({ size }) => size > 0).length)
          for (let first = 0; first < 7; first++) {
            expect(basketsWith(whole, first)).toBe(all.filter((basket) => basket.has(first)).length)
            for (let second = first + 1; second < 7; second++)
              expect(whole.together[pairIndex(first, second, 7)]).toBe(
                all.filter((basket) => basket.has(first) && basket.has(second)).length,
              )
          }
        },
      ),
      { seed: 1, numRuns: 60 },
    )
  })

  test('come back from their packed form, also piece by piece', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.nat(9)), { maxLength: 60 }),
        fc.nat(60),
        (numbers, cut) => {
          const back = new Uint32Array(numbers.length)
          addPacked(back, packed(numbers.slice(0, cut)))
          addPacked(back, packed(numbers.slice(cut)), Math.min(cut, numbers.length))

          expect([...back]).toEqual(numbers)
        },
      ),
      { seed: 2, numRuns: 80 },
    )
  })

  test('leave out baskets so large that they say nothing, and count them apart', () => {
    const counts = counted([Array.from({ length: LARGEST_BASKET + 1 }, (_, index) => index)], 300)

    expect(counts.leftOut).toBe(1)
    expect(allBaskets(counts)).toBe(0)
  })
})

describe('pairs that stand', () => {
  // From 7 on every product is rare, so that most pairs are put aside without the exact test.
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('are exactly those of testing every pair, portfolio %i', (seed) => {
    const random = createRandom(seed, 77)
    const products = seed < 7 ? 12 + 4 * seed : 60
    const baskets = Array.from({ length: 500 }, () => {
      const size = 1 + random.poisson(random.gamma(1.2) * 2)
      const basket = Array.from({ length: size }, () =>
        Math.floor(products * random.next() ** (seed < 7 ? 2 : 1)),
      )
      // Planted company of every strength, one kind for each product.
      return basket.flatMap((item) =>
        random.next() < (0.9 * item) / products ? [item, (item + 1) % products] : [item],
      )
    })
    const found = associationsOf(counted(baskets, products))
    const expected = naive(baskets, products)

    const names = (pairs: readonly { first: number; second: number }[]) =>
      pairs.map(({ first, second }) => `${first}+${second}`).sort()
    expect(names(found)).toEqual(names(expected))
    for (const { first, second, pValue } of found) {
      const same = expected.find((pair) => pair.first === first && pair.second === second)!
      // Strata are convolved in another order; tails under 1e-16 are only bounded.
      expect(Math.abs(pValue - same.pValue)).toBeLessThanOrEqual(1e-8 * same.pValue + 1e-16)
    }
    expect(expected.length).toBeGreaterThan(0)
    const bought = new Set(baskets.flat()).size
    expect(pairsTested(counted(baskets, products))).toBe((bought * (bought - 1)) / 2)
  })
})
