import { expect, test } from 'vitest'
import { chebyshevSeries, valueOfSeries } from '#shared/numeric/chebyshev'

test('a smooth function is kept to twelve digits by a short series', () => {
  const series = chebyshevSeries((x) => Math.exp(-x) * Math.sin(x), { from: 0, to: 5, degree: 28 })

  for (const x of [0, 0.37, 2.5, 4.99, 5])
    expect(valueOfSeries(series, x)).toBeCloseTo(Math.exp(-x) * Math.sin(x), 12)
})
