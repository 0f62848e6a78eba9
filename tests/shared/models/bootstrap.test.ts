import { describe, expect, test } from 'vitest'
import { bootstrapFits, bootstrapSpendFits, resampled } from '#shared/models/bootstrap'
import { bgNbd } from '#shared/models/bg-nbd'
import { fit as fitSpend } from '#shared/models/gamma-gamma'
import { compress } from '#shared/models/purchase-history'
import { centralInterval } from '#shared/numeric/quantile'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowSample } from './reference.ts'

test('a resample keeps the number of clients on average and depends on seed and draw alone', () => {
  const weights = Array.from({ length: 500 }, () => 4)

  expect(resampled(weights, 1, 0)).toEqual(resampled(weights, 1, 0))
  expect(resampled(weights, 1, 0)).not.toEqual(resampled(weights, 1, 1))
  // 2,000 expected, standard deviation √2000.
  expect(Math.abs(resampled(weights, 1, 0).reduce((sum, weight) => sum + weight, 0) - 2000)).toBeLessThan(
    5 * Math.sqrt(2000),
  )
})

const sample = cdnowSample()

describe.skipIf(sample.length === 0)(`the bootstrap on CDNOW ${NEEDS_SHARED_DATA}`, () => {
  const portfolio = compress(sample)
  const fit = bgNbd.fit(portfolio.histories, portfolio.weights)
  const started = performance.now()
  const draws = bootstrapFits('bg-nbd', portfolio, { draws: 200, seed: 1, start: fit.params })
  const elapsed = performance.now() - started

  test('gives the intervals of an independent bootstrap of 200 draws', () => {
    const interval = (name: string) =>
      centralInterval(
        draws.map((params) => params[name] ?? Number.NaN),
        0.95,
      )

    // From an independent program; an end of a 95 % interval from 200 draws has a standard error of about a fifth of the parameter's.
    expect(Math.abs(interval('r').low - 0.2174)).toBeLessThan(0.006)
    expect(Math.abs(interval('r').high - 0.2733)).toBeLessThan(0.006)
    expect(Math.abs(interval('alpha').low - 3.754)).toBeLessThan(0.25)
    expect(Math.abs(interval('alpha').high - 5.489)).toBeLessThan(0.25)
    expect(Math.abs(interval('a').low - 0.513)).toBeLessThan(0.08)
    expect(Math.abs(interval('a').high - 1.587)).toBeLessThan(0.4)
  })

  test('takes less than 2 s for 200 refits', () => {
    // 0.4 s measured on a quiet core.
    expect(elapsed).toBeLessThan(2_000)
  })

  test('repeats itself for the same seed', () => {
    const again = bootstrapFits('bg-nbd', portfolio, { draws: 2, seed: 1, start: fit.params })

    expect(again).toEqual(draws.slice(0, 2))
  })

  test('spreads the spend parameters by their standard errors', () => {
    const spends = sample.filter(({ x }) => x > 0).map(({ x, meanSpend }) => ({ x, mean: meanSpend }))
    const spendFit = fitSpend(spends)
    const q = bootstrapSpendFits(spends, { draws: 60, seed: 2, start: spendFit.params }).map(
      (params) => params.q,
    )
    const mean = q.reduce((sum, value) => sum + value, 0) / q.length
    const sd = Math.sqrt(q.reduce((sum, value) => sum + (value - mean) ** 2, 0) / q.length)

    // A robust spread may differ from the Hessian's; the order of magnitude may not.
    expect(sd / (spendFit.standardErrors['q'] ?? 1)).toBeGreaterThan(0.6)
    expect(sd / (spendFit.standardErrors['q'] ?? 1)).toBeLessThan(1.8)
  })
})
