import { describe, expect, test } from 'vitest'
import { nbd } from '#shared/models/nbd'
import { compress } from '#shared/models/purchase-history'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowSample, relativeError } from './reference.ts'

const params = { r: 0.384765875, alpha: 12.072013732 }

describe('NBD', () => {
  test('counts purchases by the negative binomial distribution', () => {
    const counts = nbd.purchaseCountProbabilities(params, 39, 2000)

    expect(counts.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10)
    expect(counts.reduce((sum, p, x) => sum + p * x, 0)).toBeCloseTo(
      nbd.newClientExpectedPurchases(params, 39),
      8,
    )
    expect(1 - (counts[0] ?? 0)).toBeCloseTo(nbd.probabilityActive(params, { x: 0, tx: 0, T: 0 }, 39), 12)
  })

  test('knows no leaving', () => {
    expect(nbd.probabilityAlive(params, { x: 1, tx: 1, T: 1000 })).toBe(1)
  })
})

const sample = cdnowSample()

describe.skipIf(sample.length === 0)(`NBD on CDNOW ${NEEDS_SHARED_DATA}`, () => {
  test('finds the fit of BTYDplus', () => {
    const { histories, weights } = compress(sample)
    const fit = nbd.fit(histories, weights)

    expect(Math.abs(fit.logLikelihood - -9763.657615)).toBeLessThan(1e-4)
    expect(relativeError(fit.params.r, params.r)).toBeLessThan(1e-3)
    expect(relativeError(fit.params.alpha, params.alpha)).toBeLessThan(1e-3)
  })
})
