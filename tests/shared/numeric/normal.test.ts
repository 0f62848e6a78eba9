import { expect, test } from 'vitest'
import { normalDistribution, normalQuantile } from '#shared/numeric/normal'

test('the normal distribution agrees with mpmath', () => {
  expect(normalDistribution(-8) / 6.220960574271784e-16).toBeCloseTo(1, 12)
  expect(normalDistribution(-3.5) / 0.00023262907903552504).toBeCloseTo(1, 12)
  expect(normalDistribution(-1)).toBeCloseTo(0.15865525393145705, 14)
  expect(normalDistribution(2)).toBeCloseTo(0.9772498680518208, 14)
})

test('its quantile agrees with mpmath, far into the tail', () => {
  expect(normalQuantile(1e-9)).toBeCloseTo(-5.9978070150076865, 10)
  expect(normalQuantile(0.001)).toBeCloseTo(-3.0902323061678136, 12)
  expect(normalQuantile(0.975)).toBeCloseTo(1.9599639845400543, 12)
  expect(normalQuantile(0.5)).toBeCloseTo(0, 14)
  expect(normalQuantile(0)).toBe(-Infinity)
})
