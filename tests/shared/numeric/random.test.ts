import { describe, expect, test } from 'vitest'
import { createRandom } from '#shared/numeric/random'

const draws = 40_000
const moments = (draw: () => number): { mean: number; variance: number } => {
  const values = Array.from({ length: draws }, draw)
  const mean = values.reduce((sum, value) => sum + value, 0) / draws
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws }
}

describe('seeded chance', () => {
  test('repeats itself for the same seed and stream, and only then', () => {
    const sequence = (seed: number, stream = 0): number[] => {
      const random = createRandom(seed, stream)
      return Array.from({ length: 5 }, () => random.next())
    }

    expect(sequence(7)).toEqual(sequence(7))
    expect(sequence(7)).not.toEqual(sequence(8))
    expect(sequence(7, 1)).not.toEqual(sequence(7, 2))
    expect(sequence(7)).toMatchInlineSnapshot(`
      [
        0.29316928689288846,
        0.8406530717312782,
        0.19588948792202532,
        0.7625830234758301,
        0.28110336382153445,
      ]
    `)
  })

  test.each([0.05, 0.5, 1, 4, 250])('gamma of shape %d has its mean and variance', (shape) => {
    const random = createRandom(11)
    const { mean, variance } = moments(() => random.gamma(shape))

    // Five standard errors of a mean and of a variance over 40,000 draws.
    expect(Math.abs(mean / shape - 1)).toBeLessThan(5 / Math.sqrt(shape * draws))
    expect(Math.abs(variance / shape - 1)).toBeLessThan(5 * Math.sqrt((2 + 6 / shape) / draws))
  })

  test.each([0, 0.4, 12, 31, 400])('Poisson of mean %d has its mean and variance', (wanted) => {
    const random = createRandom(12)
    const { mean, variance } = moments(() => random.poisson(wanted))

    expect(Math.abs(mean - wanted)).toBeLessThanOrEqual(5 * Math.sqrt(wanted / draws))
    expect(Math.abs(variance - wanted)).toBeLessThanOrEqual(
      5 * Math.sqrt((2 * wanted * wanted + wanted) / draws),
    )
  })

  test.each([
    [0.01, 0.02],
    [0.8, 2.4],
    [30, 5],
  ])('Beta(%d, %d) has its mean and variance', (a, b) => {
    const random = createRandom(13)
    const { mean, variance } = moments(() => random.beta(a, b))
    const trueVariance = (a * b) / ((a + b) ** 2 * (a + b + 1))

    expect(Math.abs(mean - a / (a + b))).toBeLessThan(5 * Math.sqrt(trueVariance / draws))
    expect(Math.abs(variance / trueVariance - 1)).toBeLessThan(0.05)
  })

  test('normal and exponential draws have their moments, uniform ones stay inside (0, 1)', () => {
    const random = createRandom(14)
    const normal = moments(() => random.normal())
    const exponential = moments(() => random.exponential())
    const uniform = Array.from({ length: draws }, () => random.next())

    expect(Math.abs(normal.mean)).toBeLessThan(5 / Math.sqrt(draws))
    expect(Math.abs(normal.variance - 1)).toBeLessThan(5 * Math.sqrt(2 / draws))
    expect(Math.abs(exponential.mean - 1)).toBeLessThan(5 / Math.sqrt(draws))
    expect(Math.min(...uniform)).toBeGreaterThan(0)
    expect(Math.max(...uniform)).toBeLessThan(1)
    expect(Math.max(...Array.from({ length: 1000 }, () => random.integer(6)))).toBe(5)
  })
})
