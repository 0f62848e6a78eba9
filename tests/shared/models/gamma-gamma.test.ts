import { describe, expect, test } from 'vitest'
import { drawSpend, expectedSpend, fit, logLikelihood } from '#shared/models/gamma-gamma'
import { createRandom } from '#shared/numeric/random'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { at, cdnowMaster, cdnowSample, relativeError, vectors } from './reference.ts'

const published = { p: 6.25, q: 3.74, v: 15.44 }

describe('Gamma-Gamma', () => {
  test.each([
    [1, 11.77, 18.916852058],
    [2, 22.35, 24.663713911],
    [2, 25.55, 27.288385827],
    [7, 73.74, 71.469670897],
    [0, 0, 35.218978102],
    [50, 35, 35.001903312],
  ])('expects of a client with %i repeat purchases of mean %d the published spend', (x, mean, expected) => {
    expect(expectedSpend(published, { x, mean })).toBeCloseTo(expected, 9)
  })

  test('draws amounts around the expected spend of the client', () => {
    const random = createRandom(5)
    const client = { x: 3, mean: 40 }
    const draws = Array.from({ length: 20_000 }, () => drawSpend(published, client, random)())
    const mean = draws.reduce((sum, amount) => sum + amount, 0) / draws.length

    // Five standard errors of a mean with a standard deviation near 24.
    expect(Math.abs(mean - expectedSpend(published, client))).toBeLessThan((5 * 24) / Math.sqrt(20_000))
  })

  const spread = Array.from({ length: 40 }, (_, index) => ({
    x: 1 + (index % 5),
    mean: 20 + ((index * 7) % 31),
  }))

  test.each([
    ['no client at all', [], 'fit.no-repeat-purchases'],
    ['only clients without a repeat purchase', [{ x: 0, mean: 0 }], 'fit.no-repeat-purchases'],
    ['only amounts of zero', [{ x: 3, mean: 0 }], 'fit.spend-not-positive'],
    ['only negative amounts', [{ x: 3, mean: -5 }], 'fit.spend-not-positive'],
    ['nine clients', spread.slice(0, 9), 'fit.too-few-repeat-clients'],
    ['everybody spending the same', spread.map(({ x }) => ({ x, mean: 9.99 })), 'fit.spend-constant'],
    [
      'frequent buyers spending more',
      spread.map(({ x }, index) => ({ x, mean: 10 * x + index / 40 })),
      'fit.spend-depends-on-frequency',
    ],
    [
      'a few spending a million times the rest',
      spread.map(({ x }, index) => ({ x, mean: index % 2 === 0 ? 10 ** (index / 4) : 10 ** (-index / 4) })),
      'fit.spend-has-no-mean',
    ],
  ])('answers %s with a diagnosis and finite positive spends', (_, spends, code) => {
    const result = fit(spends)

    expect(result.diagnosis?.code).toBe(code)
    for (const client of [
      { x: 0, mean: 0 },
      { x: 1, mean: 5 },
      { x: 40, mean: 500 },
    ]) {
      expect(expectedSpend(result.params, client)).toBeGreaterThan(0)
      expect(expectedSpend(result.params, client)).toBeLessThan(1e9)
    }
  })

  test('expects the constant amount of everybody where everybody spends the same', () => {
    const { params } = fit(spread.map(({ x }) => ({ x, mean: 9.99 })))

    expect(expectedSpend(params, { x: 0, mean: 0 })).toBeCloseTo(9.99, 10)
    expect(expectedSpend(params, { x: 4, mean: 9.99 })).toBeCloseTo(9.99, 10)
  })
})

const rows = vectors('gammagamma_vectors_p6.25_q3.74_v15.44.csv')

describe.skipIf(rows.length === 0)(`Gamma-Gamma on 40-digit vectors ${NEEDS_SHARED_DATA}`, () => {
  test('gives every log-likelihood and expected spend to 1e-9', () => {
    for (const row of rows) {
      const spend = { x: at(row, 'x'), mean: at(row, 'm_bar') }
      expect(relativeError(logLikelihood(published, spend), at(row, 'log_likelihood'))).toBeLessThan(1e-9)
      expect(relativeError(expectedSpend(published, spend), at(row, 'expected_mean_value'))).toBeLessThan(
        1e-9,
      )
    }
  })
})

const sample = cdnowSample()
const master = cdnowMaster()

describe.skipIf(sample.length === 0 || master.length === 0)(
  `Gamma-Gamma on CDNOW ${NEEDS_SHARED_DATA}`,
  () => {
    test('finds the fit of note 025 on 946 repeat buyers, with its standard errors', () => {
      const result = fit(sample.map(({ x, meanSpend }) => ({ x, mean: meanSpend })))

      expect(result.clients).toBe(946)
      expect(result.diagnosis).toBeUndefined()
      expect(Math.abs(result.logLikelihood - -4055.917695)).toBeLessThan(1e-4)
      // CLVTools and the independent prototype agree to 5 digits.
      expect(relativeError(result.params.p, 6.24956947)).toBeLessThan(1e-3)
      expect(relativeError(result.params.q, 3.74422539)).toBeLessThan(1e-3)
      expect(relativeError(result.params.v, 15.44353186)).toBeLessThan(1e-3)
      expect(relativeError(result.standardErrors['p'] ?? 0, 1.18997)).toBeLessThan(1e-3)
      expect(relativeError(result.standardErrors['q'] ?? 0, 0.290136)).toBeLessThan(1e-3)
      expect(relativeError(result.standardErrors['v'] ?? 0, 4.15953)).toBeLessThan(1e-3)
    })

    test('finds the fit of the master file, whose one free repeat buyer is left out', () => {
      const result = fit(master.map(({ x, meanSpend }) => ({ x, mean: meanSpend })))

      expect(result.clients).toBe(9450)
      expect(Math.abs(result.logLikelihood - -40763.4763)).toBeLessThan(1e-4)
      expect(relativeError(result.params.p, 6.27536)).toBeLessThan(1e-3)
    })

    test('scales with the currency: cents give v × 100 and the same spends', () => {
      const euros = fit(sample.map(({ x, meanSpend }) => ({ x, mean: meanSpend })))
      const cents = fit(sample.map(({ x, meanSpend }) => ({ x, mean: meanSpend * 100 })))

      expect(cents.params.v / euros.params.v).toBeCloseTo(100, 6)
      expect(cents.params.q).toBeCloseTo(euros.params.q, 8)
    })
  },
)
