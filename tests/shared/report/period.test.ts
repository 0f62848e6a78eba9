import { describe, expect, test } from 'vitest'
import { flowMonths, listedPeriods } from '#shared/portfolio/context'
import { fiscalQuarterStart, fiscalYearName, fiscalYearStart, resolvedPeriod } from '#shared/report/period'

const context = (fiscalYearStartMonth: number, asOf = '2026-11-20') => ({
  asOf,
  months: flowMonths(asOf),
  periods: listedPeriods(asOf),
  fiscalYearStartMonth,
})

describe('fiscal periods', () => {
  test.each([
    [1, '2026-11', '2026-01', 'FY2026', '2026-10'],
    [4, '2026-11', '2026-04', 'FY2027', '2026-10'],
    [4, '2026-03', '2025-04', 'FY2026', '2026-01'],
    [7, '2026-06', '2025-07', 'FY2026', '2026-04'],
    [7, '2026-07', '2026-07', 'FY2027', '2026-07'],
    [10, '2026-11', '2026-10', 'FY2027', '2026-10'],
    [12, '2026-11', '2025-12', 'FY2026', '2026-09'],
    [2, '2026-01', '2025-02', 'FY2026', '2025-11'],
  ])(
    'of a year that starts in month %d: %s is in the year from %s, %s, in the quarter from %s',
    (start, month, year, name, quarter) => {
      expect(fiscalYearStart(month, start)).toBe(year)
      expect(fiscalYearName(month, start)).toBe(name)
      expect(fiscalQuarterStart(month, start)).toBe(quarter)
    },
  )

  test.each([
    ['fiscal-year-to-date', 4, '2026-04-01', '2026-11-20'],
    ['last-fiscal-year', 4, '2025-04-01', '2026-03-31'],
    ['fiscal-quarter-to-date', 4, '2026-10-01', '2026-11-20'],
    ['last-fiscal-quarter', 4, '2026-07-01', '2026-09-30'],
    ['last-fiscal-year', 1, '2025-01-01', '2025-12-31'],
    ['last-fiscal-quarter', 12, '2026-06-01', '2026-08-31'],
  ] as const)('%s from month %d runs from %s to %s', (period, start, from, to) => {
    expect(resolvedPeriod({ period, compare: 'previous' }, context(start)).now).toMatchObject({ from, to })
  })

  test('that are listed ones keep every measure; compared with the year before they keep their length', () => {
    const year = resolvedPeriod({ period: 'last-fiscal-year', compare: 'previous' }, context(1))
    const quarter = resolvedPeriod({ period: 'last-fiscal-quarter', compare: 'year-before' }, context(4))

    expect(year.now.slot).toBe('last-year:now')
    expect(quarter.before).toMatchObject({ from: '2025-07-01', to: '2025-09-30' })
  })

  test('a range that cuts a month is refused, saying what the run keeps', () => {
    const wish = { period: 'custom', from: '2026-01-15', to: '2026-03-31', compare: 'none' } as const

    expect(() => resolvedPeriod(wish, context(1))).toThrow(/This run keeps 2023-12 to 2026-11-20/)
    expect(resolvedPeriod({ ...wish, from: '2026-01-01' }, context(1)).now.months).toEqual([
      '2026-01',
      '2026-02',
      '2026-03',
    ])
  })
})
