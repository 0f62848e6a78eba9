import { describe, expect, test } from 'vitest'
import { lifetimesOfClients, lifetimesOfCohort } from '#shared/models/contract-lifetimes'
import { fit, residualLifetime, retention, survival } from '#shared/models/sbg'
import { NEEDS_SHARED_DATA, sharedRows } from '#tests/harness/shared-data'

// Fader & Hardie (2007) table 1, survivors of 1,000 at the end of years 0..7
const regular = [1000, 631, 468, 382, 326, 289, 262, 241]
const highEnd = [1000, 869, 743, 653, 593, 551, 517, 491]

describe('sBG', () => {
  test.each([
    [
      'Regular',
      regular,
      { alpha: 0.704077, beta: 1.182043 },
      -1680.2652,
      [0.2201, 0.2044, 0.1912, 0.1799, 0.17],
    ],
    [
      'High End',
      highEnd,
      { alpha: 0.668088, beta: 3.806095 },
      -1611.1581,
      [0.4604, 0.4358, 0.4142, 0.3951, 0.378],
    ],
  ])(
    'fits the %s customers of the paper and projects years 8 to 12',
    (_, sizes, params, logLikelihood, projection) => {
      const result = fit(lifetimesOfCohort(sizes))

      expect(result.diagnosis).toBeUndefined()
      expect(Math.abs(result.logLikelihood - logLikelihood)).toBeLessThan(1e-3)
      expect(result.params.alpha).toBeCloseTo(params.alpha, 4)
      expect(result.params.beta).toBeCloseTo(params.beta, 4)
      projection.forEach((expected, index) =>
        expect(survival(result.params, 8 + index)).toBeCloseTo(expected, 4),
      )
    },
  )

  test('fits four years of the same customers', () => {
    expect(fit(lifetimesOfCohort(regular.slice(0, 5))).params.alpha).toBeCloseTo(0.763665, 4)
    expect(fit(lifetimesOfCohort(highEnd.slice(0, 5))).params.beta).toBeCloseTo(7.790383, 3)
  })

  test('values what is left of a relationship as Fader & Hardie (2010) table 3 does', () => {
    const case1 = [3.3098, 3.451, 3.5865, 3.7168, 3.8421]
    const case2 = [7.6708, 9.4553, 9.8508, 10.056, 10.189]
    const highEndAfter = [5.4149, 5.9018, 6.2943, 6.6203, 6.8971, 7.136, 7.3451, 7.5299]

    case1.forEach((value, n) =>
      expect(residualLifetime({ alpha: 3.8, beta: 15.2 }, n, 0.1)).toBeCloseTo(value, 4),
    )
    case2.forEach((value, n) =>
      expect(residualLifetime({ alpha: 0.067, beta: 0.267 }, n, 0.1)).toBeCloseTo(value, 3),
    )
    highEndAfter.forEach((value, n) =>
      expect(residualLifetime({ alpha: 0.668, beta: 3.806 }, n, 0.1)).toBeCloseTo(value, 3),
    )
    expect(residualLifetime({ alpha: 0.5, beta: 1 }, 0, 0)).toBe(Infinity)
  })

  test('has the retention (β + t − 1) / (α + β + t − 1), rising with age', () => {
    expect(retention({ alpha: 0.7, beta: 1.2 }, 1)).toBeCloseTo(1.2 / 1.9, 13)
    expect(retention({ alpha: 0.7, beta: 1.2 }, 9)).toBeCloseTo(9.2 / 9.9, 13)
  })
})

const cohorts = sharedRows('sbg-retention/cohort_case1_case2.csv')

describe.skipIf(cohorts.length === 0)(`sBG on the five cohorts of the paper ${NEEDS_SHARED_DATA}`, () => {
  test.each([
    ['case1', { alpha: 3.79812, beta: 15.19189 }, -40255.837],
    ['case2', { alpha: 0.06667, beta: 0.26668 }, -27476.66],
  ])('fits %s over all cohorts together', (name, params, logLikelihood) => {
    const lifetimes = cohorts
      .filter((row) => row['case'] === name)
      .flatMap((row) => {
        const sizes = [0, 1, 2, 3, 4].map((age) => row[`renewal_${age}`] ?? '').filter((size) => size !== '')
        return sizes.length === 1 ? [] : lifetimesOfCohort(sizes.map(Number))
      })
    const result = fit(lifetimes)

    // The published figures are rounded to the digits shown.
    expect(Math.abs(result.logLikelihood - logLikelihood)).toBeLessThan(0.01)
    expect(result.params.alpha / params.alpha).toBeCloseTo(1, 3)
    expect(result.params.beta / params.beta).toBeCloseTo(1, 3)
  })
})

const telco = sharedRows('telco-churn/WA_Fn-UseC_-Telco-Customer-Churn.csv')

describe.skipIf(telco.length === 0)(`sBG on the Telco clients ${NEEDS_SHARED_DATA}`, () => {
  const lifetimes = (contract?: string) =>
    lifetimesOfClients(
      telco
        .filter((row) => contract === undefined || row['Contract'] === contract)
        .map((row) => ({ age: Number(row['tenure']), isLost: row['Churn'] === 'Yes' })),
    )

  test('fits all clients and those with monthly contracts', () => {
    const all = fit(lifetimes())
    const monthly = fit(lifetimes('Month-to-month'))

    expect(all.clients).toBe(7032)
    expect(Math.abs(all.logLikelihood - -10465.425)).toBeLessThan(1e-3)
    expect(all.params.alpha).toBeCloseTo(0.13673, 4)
    expect(all.params.beta).toBeCloseTo(4.03282, 3)
    expect([12, 24, 48, 72].map((age) => survival(all.params, age).toFixed(4))).toEqual([
      '0.8187',
      '0.7573',
      '0.6952',
      '0.6598',
    ])
    expect(Math.abs(monthly.logLikelihood - -7679.175)).toBeLessThan(1e-3)
    expect(monthly.params.alpha).toBeCloseTo(0.42262, 4)
  })

  test.each(['One year', 'Two year'])(
    'says that the %s contracts show no falling chance of leaving',
    (contract) => {
      expect(fit(lifetimes(contract)).diagnosis?.code).toBe('fit.no-decreasing-hazard')
    },
  )
})
