import { expect, test } from 'vitest'
import { averageRanks, centralInterval, predictiveInterval, quantile } from '#shared/numeric/quantile'

test('quantiles agree with R type 7', () => {
  // quantile(c(3, 1, 4, 1, 5, 9, 2, 6), c(.1, .5, .9)) in R
  expect(quantile([3, 1, 4, 1, 5, 9, 2, 6], 0.1)).toBeCloseTo(1, 12)
  expect(quantile([3, 1, 4, 1, 5, 9, 2, 6], 0.5)).toBeCloseTo(3.5, 12)
  expect(quantile([3, 1, 4, 1, 5, 9, 2, 6], 0.9)).toBeCloseTo(6.9, 12)
  expect(quantile([], 0.5)).toBeNaN()
  expect(centralInterval([0, 10], 0.8).low).toBeCloseTo(1, 12)
  expect(centralInterval([0, 10], 0.8).high).toBeCloseTo(9, 12)
})

test('equal values share the mean of their ranks', () => {
  expect([...averageRanks([10, 20, 10, 30, 10])]).toEqual([2, 4, 2, 5, 2])
})

test('an interval for one more draw leaves room for what few draws have not shown', () => {
  // Of nine draws, the tenth falls between the extremes with probability 8/10.
  const nine = [5, 1, 9, 3, 7, 2, 8, 4, 6]

  expect(predictiveInterval(nine, 0.8).low).toBeCloseTo(1, 12)
  expect(predictiveInterval(nine, 0.8).high).toBeCloseTo(9, 12)
  expect(predictiveInterval(nine, 0.99)).toEqual({ low: 1, high: 9 })
  expect(predictiveInterval([3], 0.8)).toEqual({ low: 3, high: 3 })
})
