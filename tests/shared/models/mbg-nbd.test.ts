import { describe, expect, test } from 'vitest'
import { mbgNbd } from '#shared/models/mbg-nbd'
import { compress } from '#shared/models/purchase-history'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowMaster, cdnowSample, largestRelativeError, relativeError, vectors } from './reference.ts'

const btydplus = { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }

describe('MBG/NBD', () => {
  test('reproduces BTYDplus for four clients', () => {
    expect(mbgNbd.probabilityAlive(btydplus, { x: 2, tx: 30.43, T: 38.86 })).toBeCloseTo(0.7062022651, 9)
    expect(mbgNbd.expectedPurchases(btydplus, { x: 2, tx: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.2629606233, 9)
    expect(mbgNbd.probabilityAlive(btydplus, { x: 0, tx: 0, T: 38.86 })).toBeCloseTo(0.3897350809, 9)
    expect(mbgNbd.probabilityAlive(btydplus, { x: 26, tx: 30.86, T: 31 })).toBeCloseTo(0.9655661441, 9)
  })

  test('lets a client with one purchase be gone, and more likely so the longer it is silent', () => {
    const alive = [0, 10, 100, 1000].map((T) => mbgNbd.probabilityAlive(btydplus, { x: 0, tx: 0, T }))

    expect(alive[0]).toBeCloseTo(btydplus.b / (btydplus.a + btydplus.b), 12)
    expect([...alive].sort((left, right) => right - left)).toEqual(alive)
  })

  test('spreads a new client over purchase counts that add up to its expectation', () => {
    const counts = mbgNbd.purchaseCountProbabilities(btydplus, 39, 400)

    expect(counts.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
    expect(counts.reduce((sum, p, x) => sum + p * x, 0)).toBeCloseTo(
      mbgNbd.newClientExpectedPurchases(btydplus, 39),
      7,
    )
  })
})

const rows = vectors('mbgnbd_vectors.csv')

describe.skipIf(rows.length === 0)(`MBG/NBD on 40-digit vectors ${NEEDS_SHARED_DATA}`, () => {
  test('gives every log-likelihood and P(alive) to 1e-9 and every expectation to 1e-8', () => {
    expect(rows.length).toBe(67)
    expect(largestRelativeError(rows, 'log_likelihood', mbgNbd.logLikelihood)).toBeLessThan(1e-9)
    expect(largestRelativeError(rows, 'p_alive', mbgNbd.probabilityAlive)).toBeLessThan(1e-9)
    expect(largestRelativeError(rows, 'cet', mbgNbd.expectedPurchases)).toBeLessThan(1e-8)
  })
})

const sample = cdnowSample()
const master = cdnowMaster()

describe.skipIf(sample.length === 0 || master.length === 0)(`MBG/NBD on CDNOW ${NEEDS_SHARED_DATA}`, () => {
  test.each([
    ['sample', sample, -9582.135716, { r: 0.5248433, alpha: 6.1830861, a: 0.8913593, b: 1.6140017 }],
    ['master', master, -95336.9583, { r: 0.63713, alpha: 7.31023, a: 0.80749, b: 1.22844 }],
  ])('finds the fit of BTYDplus on the %s file', (_, clients, logLikelihood, params) => {
    const { histories, weights } = compress(clients)
    const fit = mbgNbd.fit(histories, weights)

    expect(fit.converged).toBe(true)
    expect(fit.diagnosis).toBeUndefined()
    expect(Math.abs(fit.logLikelihood - logLikelihood)).toBeLessThan(1e-4)
    // Published to 5-7 digits; a and b lie in a flat valley.
    expect(relativeError(fit.params.r, params.r)).toBeLessThan(1e-3)
    expect(relativeError(fit.params.alpha, params.alpha)).toBeLessThan(1e-3)
    expect(relativeError(fit.params.a, params.a)).toBeLessThan(3e-3)
    expect(relativeError(fit.params.b, params.b)).toBeLessThan(3e-3)
  })
})
