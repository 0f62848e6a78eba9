import { describe, expect, test } from 'vitest'
import { startsOf, type Parts } from '#infra/cost/template-parts'
import { billOf, ordinaryUsage, totalOf } from '#infra/cost/usage'

const parts: Parts = {
  alarms: 14,
  dashboards: 1,
  secrets: 2,
  firewallRules: undefined,
  indexes: 4,
  sectionMegabytes: 1_024,
  stepMegabytes: 1_769,
  machines: [],
  startsPerMonth: 30,
}
const lineOf = (clients: number, what: string) =>
  billOf({ ...ordinaryUsage, clients }, parts).find((line) => line.what.startsWith(what))?.dollars

describe('the bill of a month', () => {
  test('agrees with the sums by hand', () => {
    // A million clients x 47 % x 30 nights x (2 KB x 2 + 6 + 2) writes at 0.625 a million.
    expect(lineOf(1_000_000, 'scores rewritten')).toBeCloseTo(105.75, 6)
    // (2 + 36 x 0.4 + 4 x 0.5) KB x a million = 18.4 GB at 0.45.
    expect(lineOf(1_000_000, 'storage')).toBeCloseTo(8.28, 6)
    // Four alarms beyond ten, two secrets.
    expect(lineOf(1_000, 'standing')).toBeCloseTo(1.2, 9)
  })

  test('grows with clients in what is read and written, and not in what stands', () => {
    const of = (clients: number) => totalOf(billOf({ ...ordinaryUsage, clients }, parts))

    expect(lineOf(10_000, 'standing')).toBe(lineOf(1_000_000, 'standing'))
    expect((of(2_000_000) - of(1_000_000)) / (of(1_000_000) - of(0))).toBeCloseTo(1, 3)
  })

  test.each([
    ['cron(15 2 * * ? *)', 30],
    ['cron(0 * * * ? *)', 720],
    ['cron(0/15 * * * ? *)', 2_880],
    ['rate(15 minutes)', 2_920],
    ['rate(1 hour)', 730],
  ])('counts the starts of %s: %i', (expression, starts) => {
    expect(startsOf(expression)).toBe(starts)
  })
})
