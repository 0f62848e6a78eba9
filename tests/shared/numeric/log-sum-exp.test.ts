import { expect, test } from 'vitest'
import { logAddExp, logistic, logSumExp, softplus } from '#shared/numeric/log-sum-exp'

test('sums of exponentials neither overflow nor lose an absent term', () => {
  expect(logAddExp(1000, 1000)).toBeCloseTo(1000 + Math.LN2, 12)
  expect(logAddExp(-Infinity, -3)).toBe(-3)
  expect(logAddExp(-Infinity, -Infinity)).toBe(-Infinity)
  expect(logSumExp([Math.log(1), Math.log(2), Math.log(3)])).toBeCloseTo(Math.log(6), 14)
  expect(logSumExp([])).toBe(-Infinity)
})

test('softplus and logistic are exact at both ends', () => {
  expect(softplus(-800)).toBe(0)
  expect(softplus(800)).toBe(800)
  expect(logistic(-800)).toBe(0)
  expect(logistic(800)).toBe(1)
  expect(logistic(-Infinity)).toBe(0)
  expect(logistic(0.3) + logistic(-0.3)).toBeCloseTo(1, 15)
})
