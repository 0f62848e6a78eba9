import { describe, expect, test } from 'vitest'
import { createRandom } from '#shared/numeric/random'
import { slopeOf } from '#shared/product/slope'

describe('the slope of smoothed revenue', () => {
  test('is that of a straight line, relative to its mean', () => {
    const line = Array.from({ length: 8 }, (_, month) => 1_000 + 50 * month)

    expect(slopeOf(line, { over: 6, level: 0.8 })).toMatchObject({ n: 8 })
    expect(slopeOf(line, { over: 6, level: 0.8 })?.perMonth).toBeCloseTo(50 / 1_175, 12)
  })

  test('holds the true slope in its 80 % interval in about 80 of 100 series of independent months', () => {
    const random = createRandom(5)
    let covered = 0
    for (let run = 0; run < 1_000; run++) {
      const series = Array.from({ length: 8 }, (_, month) => 1_000 + 20 * month + 90 * random.normal())
      const slope = slopeOf(series, { over: 6, level: 0.8 })!
      const mean = series.reduce((sum, value) => sum + value, 0) / 8
      if (slope.low <= 20 / mean && 20 / mean <= slope.high) covered += 1
    }

    // Binomial(1000, .8): 767..832 with probability .99; the seed is fixed. Without the correction it is some 70 %.
    expect(covered).toBeGreaterThanOrEqual(767)
    expect(covered).toBeLessThanOrEqual(832)
  })

  test('is nothing with fewer than five months, or without revenue', () => {
    expect(slopeOf([1, 2, 3, 4], { over: 6, level: 0.8 })).toBeUndefined()
    expect(slopeOf([0, 0, 0, 0, 0, 0], { over: 6, level: 0.8 })).toBeUndefined()
  })
})
