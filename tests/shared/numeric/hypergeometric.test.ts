import { describe, expect, test } from 'vitest'
import { coOccurrence, stratifiedPValue, sumOf, upperTail } from '#shared/numeric/hypergeometric'

describe('the exact test of co-occurrence', () => {
  test('gives Fisher the probability of his tea: 17/70 for three of four cups', () => {
    expect(stratifiedPValue([{ total: 8, first: 4, second: 4 }], 3)).toBeCloseTo(17 / 70, 14)
    expect(stratifiedPValue([{ total: 8, first: 4, second: 4 }], 4)).toBeCloseTo(1 / 70, 14)
    expect(stratifiedPValue([{ total: 8, first: 4, second: 4 }], 0)).toBeCloseTo(1, 14)
  })

  test('has a distribution that adds up to 1 around first · second / total, also for large tables', () => {
    const { from, probabilities } = coOccurrence({ total: 9835, first: 2513, second: 1903 })
    const mean = probabilities.reduce((sum, p, index) => sum + p * (from + index), 0)

    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10)
    expect(mean).toBeCloseTo((2513 * 1903) / 9835, 6)
  })

  test('adds strata: two tables of the tea have 1/4900 of being right throughout', () => {
    const tea = { total: 8, first: 4, second: 4 }

    expect(stratifiedPValue([tea, tea], 8)).toBeCloseTo(1 / 4900, 14)
    expect(upperTail(sumOf(coOccurrence(tea), coOccurrence(tea)), 0)).toBeCloseTo(1, 14)
  })

  test('finds no evidence where an item is missing or everywhere', () => {
    expect(stratifiedPValue([{ total: 8, first: 0, second: 4 }], 0)).toBe(1)
    expect(stratifiedPValue([{ total: 8, first: 8, second: 4 }], 4)).toBeCloseTo(1, 14)
    expect(stratifiedPValue([], 0)).toBe(1)
  })
})
