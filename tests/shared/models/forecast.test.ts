import { describe, expect, test } from 'vitest'
import { forecast, growth } from '#shared/models/forecast'
import { createRandom } from '#shared/numeric/random'

const seasonal = (month: number): number => 1 + 0.4 * Math.sin((2 * Math.PI * month) / 12)
const months = (count: number): number[] => Array.from({ length: count }, (_, month) => month)

describe('the forecast of monthly revenue', () => {
  test('does not exist under 12 months, and says so', () => {
    const result = forecast(months(11), { horizon: 12 })

    expect(result.steps).toEqual([])
    expect(result.method).toBeUndefined()
    expect(result.reason).toBe('11 full months are known; 12 are needed.')
  })

  test('is a damped trend without a season under 24 months', () => {
    const result = forecast(
      months(23).map((month) => 100 + 5 * month),
      { horizon: 12 },
    )

    expect(result.method).toBe('damped-trend')
    expect(result.hasSeason).toBe(false)
    expect(result.steps).toHaveLength(12)
    expect(result.errors['theta']).toBeUndefined()
  })

  test('continues season and growth where four years show them, better than repeating last year', () => {
    const series = months(48).map((month) => (1000 + 10 * month) * seasonal(month))
    const result = forecast(series, { horizon: 12 })

    expect(result.hasSeason).toBe(true)
    expect(result.method).not.toBe('seasonal-naive')
    expect(Math.min(result.errors['damped-trend'] ?? 9, result.errors['theta'] ?? 9)).toBeLessThan(
      result.errors['seasonal-naive'] ?? 0,
    )
    result.steps.forEach(({ mean }, step) => {
      const truth = (1000 + 10 * (48 + step)) * seasonal(48 + step)
      // A year ahead of a noiseless series: the damping loses at most a few percent.
      expect(Math.abs(mean / truth - 1)).toBeLessThan(0.08)
    })
    expect(growth(series, result.steps)).toBeGreaterThan(0)
  })

  test('holds four out of five next months inside its 80 % interval', () => {
    const random = createRandom(77)
    let inside = 0
    const trials = 60
    for (let trial = 0; trial < trials; trial++) {
      const series = months(43).map(
        (month) => (500 + 3 * month) * seasonal(month) * (1 + 0.05 * random.normal()),
      )
      const [step] = forecast(series.slice(0, 42), { horizon: 1 }).steps
      const next = series[42] ?? 0
      if (step && next >= step.low80 && next <= step.high80) inside += 1
    }

    // 80 % of 60 is 48; binomial 99 % range, seeds fixed.
    expect(inside).toBeGreaterThanOrEqual(39)
    expect(inside).toBeLessThanOrEqual(56)
  })

  test.each([
    ['zeros', months(30).map(() => 0)],
    ['a constant', months(30).map(() => 12)],
    ['one sale', months(30).map((month) => (month === 29 ? 1e6 : 0))],
    ['negative months', months(30).map((month) => (month % 3) - 1)],
    ['tiny and huge', months(30).map((month) => (month % 2 === 0 ? 1e-9 : 1e9))],
  ])('of %s is finite, ordered and, for revenue, not negative', (_, series) => {
    const result = forecast(series, { horizon: 12 })

    for (const { mean, low80, high80, low95, high95 } of result.steps) {
      expect([low95, low80, mean, high80, high95].every(Number.isFinite)).toBe(true)
      expect(low95).toBeLessThanOrEqual(low80)
      expect(low80).toBeLessThanOrEqual(mean)
      expect(mean).toBeLessThanOrEqual(high80)
      expect(high80).toBeLessThanOrEqual(high95)
      if (series.every((value) => value >= 0)) expect(low95).toBeGreaterThanOrEqual(0)
    }
  })

  test('has no growth to show where the last year was not positive', () => {
    const result = forecast(
      months(30).map(() => 0),
      { horizon: 12 },
    )

    expect(
      growth(
        months(30).map(() => 0),
        result.steps,
      ),
    ).toBeUndefined()
  })
})
