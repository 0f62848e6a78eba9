import { expect, test } from 'vitest'
import { shapleyValues } from '#shared/numeric/shapley'

test('the glove game is shared 2/3, 1/6, 1/6', () => {
  // Player 0 owns a left glove, 1 and 2 a right one each; a pair is worth 1.
  const pair = (joined: number): number => ((joined & 1) !== 0 && (joined & 6) !== 0 ? 1 : 0)

  const [left, right, other] = shapleyValues(3, pair)

  expect(left).toBeCloseTo(2 / 3, 14)
  expect(right).toBeCloseTo(1 / 6, 14)
  expect(other).toBeCloseTo(1 / 6, 14)
})

test('shares add up to the value of everybody, and a player that changes nothing gets nothing', () => {
  const value = (joined: number): number => Math.sqrt(joined & 5)
  const shares = shapleyValues(3, value)

  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(value(7) - value(0), 14)
  expect(shares[1]).toBe(0)
})
