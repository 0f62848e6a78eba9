import { describe, expect, test } from 'vitest'
import { fit, residualLifetime, retention, survival } from '#shared/models/bdw'
import { lifetimesOfCohort } from '#shared/models/contract-lifetimes'
import * as sbg from '#shared/models/sbg'

const regular = [1000, 631, 468, 382, 326, 289, 262, 241]
const highEnd = [1000, 869, 743, 653, 593, 551, 517, 491]

describe('BdW', () => {
  test('fits four years of High End customers and projects ten as retenmod does', () => {
    const { params, logLikelihood } = fit(lifetimesOfCohort(highEnd.slice(0, 5).map((size) => size / 10)))
    const projection = [
      86.9146, 74.1928, 65.4782, 59.2929, 54.6604, 51.0361, 48.1035, 45.6678, 43.6026, 41.822,
    ]

    expect(Math.abs(logLikelihood - -122.2749)).toBeLessThan(1e-4)
    // retenmod's optimiser stopped early; an independent prototype found .259336, 1.722552, 1.584361.
    expect(params.alpha).toBeCloseTo(0.259336, 3)
    expect(params.beta).toBeCloseTo(1.722552, 2)
    expect(params.c).toBeCloseTo(1.584361, 3)
    projection.forEach((expected, index) =>
      expect(Math.abs(100 * survival(params, index + 1) - expected)).toBeLessThan(2e-3),
    )
  })

  test.each([
    ['High End', highEnd, { alpha: 0.214253, beta: 1.426575, c: 1.723565 }, -1605.3142],
    ['Regular', regular, { alpha: 0.455614, beta: 0.779325, c: 1.283451 }, -1679.6028],
  ])('fits seven years of %s customers', (_, sizes, params, logLikelihood) => {
    const result = fit(lifetimesOfCohort(sizes))

    expect(Math.abs(result.logLikelihood - logLikelihood)).toBeLessThan(1e-3)
    expect(result.params.alpha).toBeCloseTo(params.alpha, 4)
    expect(result.params.beta).toBeCloseTo(params.beta, 3)
    expect(result.params.c).toBeCloseTo(params.c, 4)
  })

  test('is the sBG at c = 1', () => {
    const params = { alpha: 0.668, beta: 3.806 }

    expect(survival({ ...params, c: 1 }, 9)).toBe(sbg.survival(params, 9))
    expect(retention({ ...params, c: 1 }, 4)).toBeCloseTo((3.806 + 3) / (0.668 + 3.806 + 3), 12)
    expect(residualLifetime({ ...params, c: 1 }, 7, 0.1)).toBeCloseTo(7.53, 2)
  })

  test.each([
    ['no client', [], 'fit.no-clients'],
    ['nobody lost', [{ age: 5, lost: 0, survived: 80 }], 'fit.no-losses'],
    ['three lost', [{ age: 5, lost: 3, survived: 80 }], 'fit.too-few-losses'],
    ['everybody lost in the same period', [{ age: 5, lost: 80, survived: 0 }], undefined],
  ])('answers %s with finite figures', (_, lifetimes, code) => {
    const result = fit(lifetimes)

    if (code) expect(result.diagnosis?.code).toBe(code)
    expect(survival(result.params, 12)).toBeGreaterThanOrEqual(0)
    expect(survival(result.params, 12)).toBeLessThanOrEqual(1)
    expect(Number.isFinite(residualLifetime(result.params, 3, 0.01))).toBe(true)
  })
})
