import { describe, expect, test } from 'vitest'
import { bgNbd } from '#shared/models/bg-nbd'
import { expectedSpend } from '#shared/models/gamma-gamma'
import { discountWeights, monthlyRate } from '#shared/models/lifetime-value'
import { ruleFigures } from '#shared/models/rule-figures'
import { wilsonInterval } from '#shared/numeric/wilson'
import { constantRetentionValue, formulaLtv } from '#shared/portfolio/formula-ltv'

describe('the test vectors of product.md 9.8', () => {
  test('100 a month at 5 % churn is 2,000; without churn the life is capped at 60 months', () => {
    expect(formulaLtv({ marginPerMonth: 100, monthlyChurn: 0.05 }).value).toBeCloseTo(2_000, 9)
    expect(formulaLtv({ marginPerMonth: 100, monthlyChurn: 0 })).toEqual({ value: 6_000, isCapped: true })
  })

  test('margin 1, retention 0.80, discount 0.10 is 2.6667; with the first margin today 3.6667', () => {
    const terms = { retention: 0.8, discount: 0.1 }

    expect(constantRetentionValue(1, terms)).toBeCloseTo(2.6667, 4)
    expect(constantRetentionValue(1, { ...terms, isFirstNow: true })).toBeCloseTo(3.6667, 4)
  })

  test('5 % a month is 45.964 % a year, never twelve times 5 %', () => {
    expect(1 - (1 - 0.05) ** 12).toBeCloseTo(0.45964, 5)
  })

  test.each([
    [36, 382.67],
    [60, 459.86],
    [3_000, 510.87],
  ])('margin 20 a month, 97 %% staying, 10 %% a year is over %i months %f', (months, value) => {
    const weights = discountWeights(months, monthlyRate(0.1))
    const sum = [...weights].reduce((total, weight, index) => total + 20 * 0.97 ** (index + 1) * weight, 0)

    expect(sum).toBeCloseTo(value, 2)
  })

  test('BG/NBD of a client with 2 purchases, the last at 30.43 of 38.86 weeks', () => {
    const params = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
    const history = { x: 2, tx: 30.43, T: 38.86 }

    expect(bgNbd.expectedPurchases(params, history, 39)).toBeCloseTo(1.226, 3)
    expect(bgNbd.probabilityAlive(params, history)).toBeCloseTo(0.7266, 4)
  })

  test('Gamma-Gamma of a client with 2 purchases of 22.35 on average', () => {
    expect(expectedSpend({ p: 6.25, q: 3.74, v: 15.44 }, { x: 2, mean: 22.35 })).toBeCloseTo(24.6637, 3)
  })

  test.each([
    [90, 100, 0.8256, 0.9448],
    [9, 10, 0.5958, 0.9821],
  ])('Wilson of %i out of %i', (part, whole, low, high) => {
    const interval = wilsonInterval(part, whole)

    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  test('10,000 baskets, 800 with A, 500 with B, 120 with both', () => {
    const figures = ruleFigures({ baskets: 10_000, left: 800, right: 500, both: 120 })

    expect(figures.support).toBeCloseTo(0.012, 12)
    expect(figures.confidence).toBeCloseTo(0.15, 12)
    expect(figures.lift).toBeCloseTo(3, 12)
    expect(figures.leverage).toBeCloseTo(0.008, 12)
    expect(figures.conviction).toBeCloseTo(1.1176, 4)
  })
})
