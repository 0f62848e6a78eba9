import { describe, expect, test } from 'vitest'
import { minimiseWithoutGradient } from '#shared/numeric/nelder-mead'

const rosenbrock = ([x = 0, y = 0]: readonly number[]): number => 100 * (y - x * x) ** 2 + (1 - x) ** 2

describe('the search without a gradient', () => {
  test("walks the path of R's optim: 1.000260, 1.000506 after 195 evaluations", () => {
    const found = minimiseWithoutGradient(rosenbrock, [-1.2, 1])

    expect(found.converged).toBe(true)
    expect(found.at[0]).toBeCloseTo(1.00026, 5)
    expect(found.at[1]).toBeCloseTo(1.000506, 5)
    expect(found.evaluations).toBe(195)
  })

  test('comes closer with a smaller tolerance', () => {
    expect(minimiseWithoutGradient(rosenbrock, [-1.2, 1], { tolerance: 1e-14 }).at[0]).toBeCloseTo(1, 6)
  })

  test('avoids points where the value is not a number', () => {
    const found = minimiseWithoutGradient(([x = 0]) => (x <= 0 ? Number.NaN : x - Math.log(x)), [0.2], {
      tolerance: 1e-12,
    })

    expect(found.at[0]).toBeCloseTo(1, 4)
  })

  test('says so when it ran out of evaluations', () => {
    expect(minimiseWithoutGradient(rosenbrock, [-1.2, 1], { maxEvaluations: 10 }).converged).toBe(false)
  })
})
