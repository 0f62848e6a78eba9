import { describe, expect, test } from 'vitest'
import { studentDistribution, studentQuantile } from '#shared/numeric/student-t'

describe('Student’s t', () => {
  // Fisher & Yates, Statistical Tables, table III: three decimals.
  test.each([
    [0.9, 1, 3.078],
    [0.975, 1, 12.706],
    [0.9, 4, 1.533],
    [0.975, 4, 2.776],
    [0.9, 6, 1.44],
    [0.975, 7, 2.365],
    [0.995, 30, 2.75],
  ])('has its %f quantile at %i degrees of freedom where the tables have it', (probability, freedom, x) => {
    expect(studentQuantile(probability, freedom)).toBeCloseTo(x, 3)
    expect(studentDistribution(studentQuantile(probability, freedom), freedom)).toBeCloseTo(probability, 9)
  })

  test('is symmetric and goes from 0 to 1', () => {
    for (const freedom of [1, 2, 5, 6]) {
      expect(studentDistribution(0, freedom)).toBe(0.5)
      expect(studentDistribution(-1.3, freedom)).toBeCloseTo(1 - studentDistribution(1.3, freedom), 12)
      expect(studentDistribution(Infinity, freedom)).toBe(1)
      expect(studentDistribution(-Infinity, freedom)).toBe(0)
    }
  })
})
