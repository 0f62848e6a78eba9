import { describe, expect, test } from 'vitest'
import {
  discountedPurchases,
  expectedPurchases,
  fit,
  newClientExpectedPurchases,
  probabilityAlive,
} from '#shared/models/bg-bb'
import { NEEDS_SHARED_DATA, sharedRows } from '#tests/harness/shared-data'
import { relativeError } from './reference.ts'

const published = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 }
const fitted = { alpha: 1.20350708, beta: 0.74976668, gamma: 0.65675682, delta: 2.78388733 }
const donor = (x: number, tx: number) => ({ x, tx, n: 6 })

describe('BG/BB', () => {
  test('says who is still there in 2002 as the paper does', () => {
    expect(probabilityAlive(published, donor(0, 0))).toBeCloseTo(0.11, 2)
    expect(probabilityAlive(published, donor(2, 4))).toBeCloseTo(0.59, 2)
    expect(probabilityAlive(published, donor(6, 6))).toBeCloseTo(0.93, 2)
  })

  test('expects of a new donor in 1 to 11 years what the note tabulates', () => {
    const table = [0.4985, 0.9233, 1.2969, 1.6323, 1.9381, 2.2202, 2.4826, 2.7285, 2.9603, 3.1798, 3.3887]

    table.forEach((expected, index) =>
      expect(relativeError(newClientExpectedPurchases(published, index + 1), expected)).toBeLessThan(1e-3),
    )
  })

  test('expects of known donors what BTYD computes', () => {
    expect(expectedPurchases(fitted, donor(0, 0), 10)).toBeCloseTo(0.1302169, 4)
    expect(expectedPurchases(fitted, donor(4, 5), 10)).toBeCloseTo(3.627858, 3)
  })

  test.each([
    [6, 6, 5.9098],
    [5, 6, 5.0894],
    [4, 6, 4.269],
    [3, 6, 3.4486],
    [2, 6, 2.6282],
    [1, 6, 1.8078],
    [4, 5, 3.1971],
    [3, 4, 1.6294],
    [2, 4, 1.6656],
    [1, 1, 0.135],
    [0, 0, 0.1148],
  ])('values the future of a donor (%i, %i) at 10 %% a year as BTYD does', (x, tx, expected) => {
    const value = discountedPurchases(fitted, donor(x, tx), { opportunities: 2_000, discountRate: 0.1 })

    expect(relativeError(value, expected)).toBeLessThan(5e-4)
  })
})

const cells = sharedRows('donations-bgbb/donations_with_holdout_2002_2006.csv').map((row) => ({
  x: Number(row['x']),
  tx: Number(row['t_x']),
  n: Number(row['n_cal']),
  clients: Number(row['custs']),
}))

describe.skipIf(cells.length === 0)(
  `BG/BB on the donations of 11,104 supporters ${NEEDS_SHARED_DATA}`,
  () => {
    const result = fit(cells)

    test('finds the published fit', () => {
      expect(result.clients).toBe(11104)
      expect(result.converged).toBe(true)
      expect(Math.abs(result.logLikelihood - -33225.5812852)).toBeLessThan(1e-4)
      expect(relativeError(result.params.alpha, fitted.alpha)).toBeLessThan(1e-3)
      expect(relativeError(result.params.beta, fitted.beta)).toBeLessThan(1e-3)
      expect(relativeError(result.params.gamma, fitted.gamma)).toBeLessThan(1e-3)
      expect(relativeError(result.params.delta, fitted.delta)).toBeLessThan(1e-3)
    })

    test('forecasts 12,884 donations of 2002 to 2006, by frequency as published', () => {
      const total = (x?: number): number =>
        cells
          .filter((cell) => x === undefined || cell.x === x)
          .reduce((sum, cell) => sum + cell.clients * expectedPurchases(result.params, cell, 5), 0)
      const clients = (x: number): number =>
        cells.filter((cell) => cell.x === x).reduce((sum, cell) => sum + cell.clients, 0)
      const byFrequency = [0.07286318, 0.3248841, 0.7089417, 1.333666, 2.031203, 2.784482, 3.7525]

      expect(Math.abs(total() - 12884.14)).toBeLessThan(0.5)
      byFrequency.forEach((expected, x) => expect(total(x) / clients(x)).toBeCloseTo(expected, 3))
    })

    test('expects each year what the paper plots', () => {
      const yearly = [
        5535.833, 4717.059, 4147.621, 3724.665, 3395.888, 3131.647, 2913.778, 2730.482, 2573.731, 2437.854,
        2318.727,
      ]

      yearly.forEach((expected, index) => {
        const year =
          newClientExpectedPurchases(result.params, index + 1) -
          newClientExpectedPurchases(result.params, index)
        expect(relativeError(11104 * year, expected)).toBeLessThan(5e-4)
      })
    })
  },
)
