import { expect, test } from 'vitest'
import { mase, seasonalChange, smape } from '#shared/models/forecast-errors'

test('errors of a forecast follow the M4 rules', () => {
  // 200 · (1/11 + 2/18) / 2
  expect(smape([5, 10], [6, 8])).toBeCloseTo((200 * (1 / 11 + 2 / 18)) / 2, 12)
  expect(seasonalChange([1, 2, 4, 7], 1)).toBeCloseTo(2, 12)
  expect(seasonalChange([1, 2, 4, 7], 2)).toBeCloseTo(4, 12)
  expect(mase([10], [7], { training: [1, 2, 4, 7], period: 1 })).toBeCloseTo(1.5, 12)
})

test('a perfect forecast of nothing has no error', () => {
  expect(smape([0, 0], [0, 0])).toBe(0)
  expect(mase([5], [5], { training: [5, 5, 5], period: 1 })).toBe(0)
  expect(mase([5], [6], { training: [5, 5, 5], period: 1 })).toBe(Infinity)
})
