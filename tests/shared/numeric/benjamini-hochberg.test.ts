import { expect, test } from 'vitest'
import { adjustedPValues } from '#shared/numeric/benjamini-hochberg'

test('adjusted p-values agree with R p.adjust(method = "BH")', () => {
  // p.adjust(c(.01, .04, .03, .005, .5), "BH")
  const adjusted = adjustedPValues([0.01, 0.04, 0.03, 0.005, 0.5])

  expect(adjusted.map((value) => Number(value.toFixed(6)))).toEqual([0.025, 0.05, 0.05, 0.025, 0.5])
  expect(adjustedPValues([])).toEqual([])
})
