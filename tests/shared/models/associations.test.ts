import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { associatedPairs } from '#shared/models/associations'
import { ruleFigures } from '#shared/models/rule-figures'
import { createRandom, type Random } from '#shared/numeric/random'
import { NEEDS_SHARED_DATA, sharedData } from '#tests/harness/shared-data'

describe('figures of a rule', () => {
  test('follow from its four counts', () => {
    const figures = ruleFigures({ baskets: 1000, left: 100, right: 200, both: 50 })

    expect(figures.support).toBeCloseTo(0.05, 14)
    expect(figures.confidence).toBeCloseTo(0.5, 14)
    expect(figures.lift).toBeCloseTo(2.5, 14)
    expect(figures.leverage).toBeCloseTo(0.03, 14)
    expect(figures.conviction).toBeCloseTo(1.6, 14)
  })

  test('say so when B always or never follows A', () => {
    expect(ruleFigures({ baskets: 10, left: 2, right: 5, both: 2 }).conviction).toBe(Infinity)
    expect(ruleFigures({ baskets: 1000, left: 20, right: 50, both: 0 })).toMatchObject({
      lift: 0,
      liftLow: 0,
      liftHigh: 3,
    })
  })

  test('hold the true lift in the 95 % interval in about 95 of 100 samples', () => {
    const random = createRandom(31)
    let covered = 0
    for (let sample = 0; sample < 300; sample++) {
      const counts = { baskets: 2000, left: 0, right: 0, both: 0 }
      for (let basket = 0; basket < 2000; basket++) {
        const u = random.next()
        // P(both) = .04, P(A only) = .06, P(B only) = .11: lift .04 / (.10 · .15)
        if (u < 0.1) counts.left += 1
        if (u < 0.04 || (u >= 0.1 && u < 0.21)) counts.right += 1
        if (u < 0.04) counts.both += 1
      }
      const { liftLow, liftHigh } = ruleFigures(counts)
      if (liftLow <= 0.04 / 0.015 && 0.04 / 0.015 <= liftHigh) covered += 1
    }

    // Binomial(300, .95): 275..296 with probability .99; the seed is fixed.
    expect(covered).toBeGreaterThanOrEqual(275)
    expect(covered).toBeLessThanOrEqual(296)
  })
})

/** Baskets whose products ignore each other, given the size of the basket. */
function independentBaskets(random: Random, size: () => number): string[][] {
  const appeal = Array.from({ length: 30 }, () => random.gamma(1.5))
  const total = appeal.reduce((sum, value) => sum + value, 0)
  return Array.from({ length: 400 }, () => {
    const basket = new Set<string>()
    const wanted = Math.min(15, Math.max(1, size()))
    while (basket.size < wanted) {
      let left = random.next() * total
      let product = 0
      while (left > (appeal[product] ?? 0) && product < 29) left -= appeal[product++] ?? 0
      basket.add(`p${product}`)
    }
    return [...basket]
  })
}

describe('pairs that stand the test', () => {
  test.each([
    ['of fixed size', () => () => 4],
    ['of gamma-varying size', (random: Random) => () => random.poisson(random.gamma(1.2) * 3.5)],
  ])('are offered in at most 9 of 100 portfolios of independent baskets %s', (_, sizes) => {
    let offered = 0
    for (let seed = 0; seed < 100; seed++) {
      const random = createRandom(seed, 50)
      if (associatedPairs(independentBaskets(random, sizes(random))).length > 0) offered += 1
    }

    expect(offered).toBeLessThanOrEqual(9)
  })

  test('include a pair planted in one basket of twenty, with its figures', () => {
    const random = createRandom(7)
    const baskets = independentBaskets(random, () => 1 + random.integer(8)).map((basket, index) =>
      index % 20 === 0 ? [...basket, 'bread', 'butter', 'bread'] : basket,
    )
    const [strongest] = associatedPairs(baskets)

    expect(strongest).toMatchObject({
      first: 'bread',
      second: 'butter',
      counts: { baskets: 400, left: 20, right: 20, both: 20 },
    })
    expect(strongest?.adjustedPValue).toBeLessThan(1e-6)
  })

  test('are none without baskets, with single products, or with one basket', () => {
    expect(associatedPairs([])).toEqual([])
    expect(associatedPairs([['a'], ['b'], []])).toEqual([])
    expect(associatedPairs([['a', 'b', 'c']])).toEqual([])
  })
})

const path = sharedData('groceries-arules/groceries_baskets.csv')

describe.skipIf(!path)(`pairs of the Groceries data ${NEEDS_SHARED_DATA}`, () => {
  const baskets = path
    ? readFileSync(path, 'utf8')
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(','))
    : []
  const figuresOf = (left: string, right: string) => {
    const has = (item: string) => baskets.filter((basket) => basket.includes(item)).length
    const both = baskets.filter((basket) => basket.includes(left) && basket.includes(right)).length
    return { both, ...ruleFigures({ baskets: baskets.length, left: has(left), right: has(right), both }) }
  }

  test.each([
    ['other vegetables', 'whole milk', 736, 0.074834774, 0.386757751, 1.513634095],
    ['root vegetables', 'other vegetables', 466, 0.0473818, 0.434701493, 2.246604929],
    ['yogurt', 'whole milk', 551, 0.056024403, 0.401603499, 1.571735141],
    ['butter', 'whole milk', 271, 0.027554652, 0.497247706, 1.946053001],
  ])('%s → %s has the published figures', (left, right, count, support, confidence, lift) => {
    const figures = figuresOf(left, right)

    expect(figures.both).toBe(count)
    expect(figures.support).toBeCloseTo(support, 7)
    expect(figures.confidence).toBeCloseTo(confidence, 8)
    expect(figures.lift).toBeCloseTo(lift, 8)
  })

  test('are found among 14,196 in a few seconds, each bought together more than expected', () => {
    const started = performance.now()
    const pairs = associatedPairs(baskets)

    // 38 with these data: baskets of one size leave little room for chance to look like company.
    expect(pairs.length).toBeGreaterThan(30)
    for (const { counts, expected, adjustedPValue } of pairs) {
      expect(counts.both).toBeGreaterThan(expected)
      expect(adjustedPValue).toBeLessThanOrEqual(0.05)
    }
    expect(performance.now() - started).toBeLessThan(8_000)
  })
})
