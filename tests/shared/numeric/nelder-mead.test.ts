import { describe, expect, test } from 'vitest'
import { minimiseWithoutGradient } from '#shared/numeric/nelder-mead'

describe('the search without a gradient', () => {
  test("finds the bottom of Rosenbrock's valley", () => {
    const found = minimiseWithoutGradient(
      ([x = 0, y = 0]) => 100 * (y - x * x) ** 2 + (1 - x) ** 2,
      [-1.2, 1],
    )

    expect(found.converged).toBe(true)
    // The simplex stops when its values, not its corners, agree.
    expect(found.at[0]).toBeCloseTo(1, 4)
    expect(found.at[1]).toBeCloseTo(1, 4)
  })

  test('treats a value that is not a number as infinitely bad', () => {
    const found = minimiseWithoutGradient(([x = 0]) => (x <= 0 ? Number.NaN : x - Math.log(x)), [0.2])

    expect(found.at[0]).toBeCloseTo(1, 4)
  })
})
