import { expect, test } from 'vitest'
import { adaptiveSeries, chebyshevSeries, valueOfSeries } from '#shared/numeric/chebyshev'

test('a smooth function is kept to twelve digits by a short series', () => {
  const series = chebyshevSeries((x) => Math.exp(-x) * Math.sin(x), { from: 0, to: 5, degree: 28 })

  for (const x of [0, 0.37, 2.5, 4.99, 5])
    expect(valueOfSeries(series, x)).toBeCloseTo(Math.exp(-x) * Math.sin(x), 12)
})

test('a series is as long as the function needs, and none where it needs too much', () => {
  const gentle = adaptiveSeries(Math.exp, { from: 0, to: 1, tolerance: 1e-13 })
  const steep = adaptiveSeries((x) => Math.exp(-40 * x), { from: 0, to: 1, tolerance: 1e-13 })

  expect(gentle?.coefficients.length).toBeLessThan(16)
  expect(steep?.coefficients.length).toBeGreaterThan(16)
  expect(steep && valueOfSeries(steep, 0.1)).toBeCloseTo(Math.exp(-4), 12)
  expect(adaptiveSeries((x) => Math.abs(x - 0.37), { from: 0, to: 1, tolerance: 1e-13 })).toBeUndefined()
})
