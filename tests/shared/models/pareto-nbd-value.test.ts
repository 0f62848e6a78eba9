import { describe, expect, test } from 'vitest'
import { continuousRate, discountedExpectedPurchases } from '#shared/models/pareto-nbd-value'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { at, historyIn, relativeError, vectors } from './reference.ts'

const published = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }

describe('the endless future under Pareto/NBD', () => {
  test.each([
    [0, 0, 38.86, 0.477136229032],
    [1, 1.71, 38.86, 0.762360293671],
    [2, 30.43, 38.86, 6.48377356773],
    [4, 30, 38.86, 11.0627843673],
    [7, 35.71, 38.86, 20.9863547232],
    [14, 35, 38.86, 38.8393089964],
    [26, 30.86, 31, 86.0564936012],
  ])('of (%i, %d, %d) is worth what BTYD computes at 15 %% a year in weeks', (x, tx, T, expected) => {
    expect(discountedExpectedPurchases(published, { x, tx, T }, 0.0027) / expected).toBeCloseTo(1, 9)
  })

  test('is worth less the more it is discounted; the rate is per unit of the history, not per year', () => {
    const worth = (rate: number): number =>
      discountedExpectedPurchases(published, { x: 2, tx: 30, T: 38 }, rate)

    expect(worth(0.001)).toBeGreaterThan(worth(0.06))
    expect(worth(0.06)).toBeGreaterThan(worth(0.99))
    expect(continuousRate(0.15, 52)).toBeCloseTo(0.0026877, 6)
    expect(worth(0)).toBe(Infinity)
  })
})

const rows = vectors('paretonbd_vectors.csv')

describe.skipIf(rows.length === 0)(`the endless future on 40-digit vectors ${NEEDS_SHARED_DATA}`, () => {
  test('agrees to 1e-8', () => {
    for (const row of rows) {
      const params = { r: at(row, 'r'), alpha: at(row, 'alpha'), s: at(row, 's'), beta: at(row, 'beta') }
      const value = discountedExpectedPurchases(params, historyIn(row), 0.0027)
      expect(relativeError(value, at(row, 'dert_delta_0.0027'))).toBeLessThan(1e-8)
    }
  })
})
