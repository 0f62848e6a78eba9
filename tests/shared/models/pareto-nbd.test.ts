import { describe, expect, test } from 'vitest'
import { paretoNbd } from '#shared/models/pareto-nbd'
import { compress } from '#shared/models/purchase-history'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowSample, largestRelativeError, relativeError, vectors } from './reference.ts'

const btyd = { r: 0.553397143, alpha: 10.580198543, s: 0.606062497, beta: 11.656223671 }

describe('Pareto/NBD', () => {
  test('reproduces the BTYD walkthrough', () => {
    const client1516 = { x: 26, tx: 30.857143, T: 31 }
    const silent = (x: number): number => paretoNbd.expectedPurchases(btyd, { x, tx: 20, T: 39 }, 52)

    // The walkthrough's figures come from several of its own fits, which differ in the fourth digit of a parameter.
    const near = (value: number, printed: number): void =>
      expect(relativeError(value, printed)).toBeLessThan(5e-4)
    near(paretoNbd.newClientExpectedPurchases(btyd, 52), 1.473434)
    near(paretoNbd.expectedPurchases(btyd, client1516, 52), 25.45647)
    near(paretoNbd.probabilityAlive(btyd, client1516), 0.997874)
    near(silent(10), 0.7062289)
    near(silent(15), 0.1442396)
    near(silent(20), 0.02250658)
    near(silent(25), 0.00309267)
    expect(paretoNbd.probabilityAlive(btyd, { x: 0, tx: 0, T: 39 })).toBeCloseTo(0.2941633358, 9)
    expect(paretoNbd.probabilityAlive(btyd, { x: 23, tx: 39, T: 39 })).toBe(1)
  })

  test('expects of a new client what lifetimes tabulates for 0 to 9 weeks', () => {
    const published = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }
    const table = [
      0, 0.05077821, 0.09916088, 0.14542507, 0.1897993, 0.23247466, 0.27361274, 0.31335159, 0.35181024,
      0.38909211,
    ]

    // The table was made with parameters of another rounding.
    table.forEach((expected, week) =>
      expect(Math.abs(paretoNbd.newClientExpectedPurchases(published, week) - expected)).toBeLessThan(3e-3),
    )
  })

  test.each([
    [400, 5, 6, { r: 10.465, alpha: 0.00798565181, s: 3.0516, beta: 2.82 }],
    [500, 1, 37, { r: 10.465, alpha: 0.00798565181, s: 3.0516, beta: 2.82 }],
    [500, 4, 37, { r: 10.465, alpha: 0.00798565181, s: 3.0516, beta: 2.82 }],
    [221, 103.42857, 103.57143, { r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 }],
    [254, 97.14286, 97.28571, { r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 }],
    [161, 94.71429, 98, { r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 }],
    [204, 98.57143, 99.42857, { r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 }],
  ])('stays finite for %i purchases until %d of %d', (x, tx, T, params) => {
    expect(Number.isFinite(paretoNbd.logLikelihood(params, { x, tx, T }))).toBe(true)
    expect(paretoNbd.probabilityAlive(params, { x, tx, T })).toBeGreaterThanOrEqual(0)
    expect(paretoNbd.probabilityAlive(params, { x, tx, T })).toBeLessThanOrEqual(1)
  })

  test('does not jump between 132 and 133 purchases', () => {
    const params = { r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 }

    expect(paretoNbd.expectedPurchases(params, { x: 132, tx: 200, T: 200 }, 10)).toBeCloseTo(
      6.2060517889632418,
      10,
    )
    expect(paretoNbd.expectedPurchases(params, { x: 133, tx: 200, T: 200 }, 10)).toBeCloseTo(
      6.2528722475748113,
      10,
    )
  })

  test('spreads a new client over purchase counts that add up to its expectation', () => {
    const counts = paretoNbd.purchaseCountProbabilities(btyd, 39, 400)

    expect(counts.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9)
    expect(counts.reduce((sum, p, x) => sum + p * x, 0)).toBeCloseTo(
      paretoNbd.newClientExpectedPurchases(btyd, 39),
      6,
    )
    // A new client is active exactly when it makes at least one purchase.
    expect(1 - (counts[0] ?? 0)).toBeCloseTo(paretoNbd.probabilityActive(btyd, { x: 0, tx: 0, T: 0 }, 39), 9)
  })
})

const rows = vectors('paretonbd_vectors.csv')

describe.skipIf(rows.length === 0)(`Pareto/NBD on 40-digit vectors ${NEEDS_SHARED_DATA}`, () => {
  test('gives every log-likelihood and P(alive) to 1e-9 and every expectation to 1e-8, also for s = 1 and α = β', () => {
    expect(rows.length).toBe(52)
    expect(largestRelativeError(rows, 'log_likelihood', paretoNbd.logLikelihood)).toBeLessThan(1e-9)
    expect(largestRelativeError(rows, 'p_alive', paretoNbd.probabilityAlive)).toBeLessThan(1e-9)
    expect(largestRelativeError(rows, 'cet', paretoNbd.expectedPurchases)).toBeLessThan(1e-8)
  })
})

const sample = cdnowSample()

describe.skipIf(sample.length === 0)(`Pareto/NBD on CDNOW ${NEEDS_SHARED_DATA}`, () => {
  test('finds the fit of the paper, BTYD and CLVTools, with its standard errors', () => {
    const { histories, weights } = compress(sample)
    const fit = paretoNbd.fit(histories, weights)

    expect(Math.abs(fit.logLikelihood - -9594.976179)).toBeLessThan(1e-4)
    expect(relativeError(fit.params.r, 0.553277)).toBeLessThan(1e-3)
    expect(relativeError(fit.params.alpha, 10.57768)).toBeLessThan(1e-3)
    expect(relativeError(fit.params.s, 0.606239)).toBeLessThan(3e-3)
    expect(relativeError(fit.params.beta, 11.6687)).toBeLessThan(3e-3)
    expect(relativeError(fit.standardErrors['r'] ?? 0, 0.0476264)).toBeLessThan(1e-3)
    expect(relativeError(fit.standardErrors['beta'] ?? 0, 6.2105448)).toBeLessThan(1e-3)
  })
})
