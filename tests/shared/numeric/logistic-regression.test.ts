import { describe, expect, test } from 'vitest'
import { logOddsOf, logisticRegression } from '#shared/numeric/logistic-regression'

const table = (
  rows: readonly (readonly number[])[],
  outcomes: readonly number[],
  weights?: readonly number[],
) => ({
  names: (rows[0] ?? []).map((_, index) => `f${index}`),
  values: Float64Array.from(rows.flat()),
  outcomes,
  ...(weights ? { weights } : {}),
})

describe('logistic regression', () => {
  test('finds the log odds ratio of a 2 x 2 table and its standard error', () => {
    // 10 of 50 exposed, 5 of 100 unexposed: log odds ratio ln((10·95)/(40·5)), SE √(1/10 + 1/40 + 1/5 + 1/95)
    const fit = logisticRegression(table([[1], [1], [0], [0]], [1, 0, 1, 0], [10, 40, 5, 95]), {
      ridge: 1e-9,
    })

    expect(fit.converged).toBe(true)
    expect(fit.coefficients[0]).toBeCloseTo(Math.log((10 * 95) / (40 * 5)), 7)
    expect(fit.standardErrors[0]).toBeCloseTo(Math.sqrt(1 / 10 + 1 / 40 + 1 / 5 + 1 / 95), 6)
    expect(logOddsOf(fit, [0])).toBeCloseTo(Math.log(5 / 95), 7)
  })

  test('converges on separated data because of the penalty', () => {
    const fit = logisticRegression(table([[0], [1], [2], [3]], [0, 0, 1, 1]))

    expect(fit.converged).toBe(true)
    expect(Number.isFinite(fit.coefficients[0])).toBe(true)
  })

  test('gives a feature that never varies no effect, and an unknown value the effect of the mean', () => {
    const fit = logisticRegression(
      table(
        [
          [5, 0],
          [5, 1],
          [5, Number.NaN],
          [5, 1],
        ],
        [0, 1, 1, 0],
      ),
    )

    expect(fit.coefficients[0]).toBe(0)
    expect(logOddsOf(fit, [5, Number.NaN])).toBeCloseTo(logOddsOf(fit, [5, 2 / 3]), 12)
  })

  test('gives the same fit in other units', () => {
    const rows = [[1], [4], [2], [8], [5], [7]]
    const outcomes = [0, 1, 0, 1, 0, 1]
    const metres = logisticRegression(table(rows, outcomes))
    const millimetres = logisticRegression(
      table(
        rows.map(([value = 0]) => [value * 1000]),
        outcomes,
      ),
    )

    expect(logOddsOf(millimetres, [3000])).toBeCloseTo(logOddsOf(metres, [3]), 9)
  })
})
