import { describe, expect, test } from 'vitest'
import { minimise } from '#shared/numeric/bfgs'

describe('the search with a gradient', () => {
  test("finds the bottom of Rosenbrock's valley", () => {
    const found = minimise(
      ([x = 0, y = 0], gradient) => {
        gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x)
        gradient[1] = 200 * (y - x * x)
        return 100 * (y - x * x) ** 2 + (1 - x) ** 2
      },
      [-1.2, 1],
    )

    expect(found.converged).toBe(true)
    expect(found.at[0]).toBeCloseTo(1, 7)
    expect(found.at[1]).toBeCloseTo(1, 7)
    expect(found.evaluations).toBeLessThan(100)
  })

  test('walks back from points where the function is not defined', () => {
    const found = minimise(
      ([x = 0], gradient) => {
        gradient[0] = 1 - 1 / x
        return x <= 0 ? Number.NaN : x - Math.log(x)
      },
      [0.01],
    )

    expect(found.converged).toBe(true)
    expect(found.at[0]).toBeCloseTo(1, 7)
  })

  test('says so when there is no minimum, and stops', () => {
    const found = minimise(
      ([x = 0], gradient) => {
        gradient[0] = Math.exp(x)
        return Math.exp(x) - 1e-12 * x
      },
      [0],
      { gradientTolerance: 0, maxIterations: 20 },
    )

    expect(found.converged).toBe(false)
    expect(found.iterations).toBeLessThanOrEqual(20)
  })

  test('leaves a start alone where nothing is finite', () => {
    const found = minimise(() => Number.NaN, [3])

    expect(found.at[0]).toBe(3)
    expect(found.iterations).toBeLessThanOrEqual(1)
  })
})
