import { describe, expect, test } from 'vitest'
import { bgNbd } from '#shared/models/bg-nbd'
import { expectedSpend } from '#shared/models/gamma-gamma'
import { discountedValue, monthlyRate } from '#shared/models/lifetime-value'
import { createMonthlyForecast } from '#shared/models/monthly-purchases'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowSample } from './reference.ts'

const params = { r: 0.2425945223, alpha: 4.413602, a: 0.792922, b: 2.4259068 }
const spendParams = { p: 6.25, q: 3.74, v: 15.44 }
const terms = { spend: 10, marginRate: 1, monthlyRate: 0 }

describe('lifetime value', () => {
  test('is the expected spend without discounting, and less with it, by whole months', () => {
    expect(discountedValue([0.5], terms)).toBeCloseTo(5, 12)
    expect(discountedValue([0.5], { ...terms, monthlyRate: 1 })).toBeCloseTo(2.5, 12)
    expect(discountedValue([0.5, 1], { ...terms, monthlyRate: 1 })).toBeCloseTo(5 * (1 / 2 + 1 / 4), 12)
    expect(discountedValue([0.5], { ...terms, marginRate: 0.3 })).toBeCloseTo(1.5, 12)
  })

  test('is never negative', () => {
    expect(discountedValue([0.5, 0.4999999], { ...terms, monthlyRate: 0.01 })).toBeGreaterThan(0)
    expect(discountedValue([], terms)).toBe(0)
  })

  test('compounds twelve months to the annual rate', () => {
    expect((1 + monthlyRate(0.1)) ** 12).toBeCloseTo(1.1, 14)
    expect(monthlyRate(0)).toBe(0)
  })
})

const sample = cdnowSample()

describe.skipIf(sample.length === 0)(`lifetime value of CDNOW clients ${NEEDS_SHARED_DATA}`, () => {
  // lifetimes' rule: months of 4.345 weeks, 12 months, 1 % a month
  const forecast = createMonthlyForecast({ model: 'bg-nbd', params, months: 12, monthLength: 4.345 })
  const value = ({ x, tx, T, meanSpend }: (typeof sample)[number], rate: number): number =>
    discountedValue(forecast({ x, tx, T }), {
      spend: expectedSpend(spendParams, { x, mean: meanSpend }),
      marginRate: 1,
      monthlyRate: rate,
    })

  test.each([
    ['0001', 36.2823],
    ['0002', 4.642594],
    ['0003', 8.356008],
    ['0006', 283.583243],
    ['0157', 625.441846],
    ['1516', 972.068841],
  ])('of client %s is the reference value', (id, expected) => {
    const client = sample.find((one) => one.id === id)
    if (!client) throw new Error(`no client ${id}`)

    // The reference was printed with parameters of seven digits.
    expect(Math.abs(value(client, 0.01) / expected - 1)).toBeLessThan(2e-5)
  })

  test('of the whole sample is 71,536.81, and 38.52 undiscounted for client 1', () => {
    const total = sample.reduce((sum, client) => sum + value(client, 0.01), 0)
    const first = sample.find((one) => one.id === '0001')
    if (!first) throw new Error('no client 0001')

    expect(Math.abs(total / 71536.81 - 1)).toBeLessThan(2e-5)
    expect(value(first, 0)).toBeCloseTo(38.52123, 3)
  })

  test('sums the model month by month', () => {
    const [first] = sample
    if (!first) throw new Error('no client')

    expect(forecast(first)[11]).toBeCloseTo(bgNbd.expectedPurchases(params, first, 12 * 4.345), 11)
  })
})
