import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, isCivilDay } from '#shared/kernel/day'
import { compiledDays } from '#shared/portfolio/compiled-days'
import { flowMonths, listedPeriods, monthEndsBefore } from '#shared/portfolio/context'
import { aContext } from '#tests/builders/context'

/** As-of day, period, and the three stretches worked out by hand from a calendar. */
const table = `
2026-03-14 30-days         2026-02-13..2026-03-14 2026-01-14..2026-02-12 2025-02-13..2025-03-14
2026-03-14 90-days         2025-12-15..2026-03-14 2025-09-16..2025-12-14 2024-12-15..2025-03-14
2026-03-14 month-to-date   2026-03-01..2026-03-14 2026-02-01..2026-02-14 2025-03-01..2025-03-14
2026-03-14 quarter-to-date 2026-01-01..2026-03-14 2025-10-01..2025-12-14 2025-01-01..2025-03-14
2026-03-14 year-to-date    2026-01-01..2026-03-14 2025-01-01..2025-03-14 2025-01-01..2025-03-14
2026-03-14 12-months       2025-03-15..2026-03-14 2024-03-15..2025-03-14 2024-03-15..2025-03-14
2026-03-14 last-month      2026-02-01..2026-02-28 2026-01-01..2026-01-31 2025-02-01..2025-02-28
2026-03-14 last-quarter    2025-10-01..2025-12-31 2025-07-01..2025-09-30 2024-10-01..2024-12-31
2026-03-14 last-year       2025-01-01..2025-12-31 2024-01-01..2024-12-31 2024-01-01..2024-12-31
2026-01-01 30-days         2025-12-03..2026-01-01 2025-11-03..2025-12-02 2024-12-03..2025-01-01
2026-01-01 month-to-date   2026-01-01..2026-01-01 2025-12-01..2025-12-01 2025-01-01..2025-01-01
2026-01-01 quarter-to-date 2026-01-01..2026-01-01 2025-10-01..2025-10-01 2025-01-01..2025-01-01
2026-01-01 year-to-date    2026-01-01..2026-01-01 2025-01-01..2025-01-01 2025-01-01..2025-01-01
2026-01-01 12-months       2025-01-02..2026-01-01 2024-01-02..2025-01-01 2024-01-02..2025-01-01
2026-01-01 last-month      2025-12-01..2025-12-31 2025-11-01..2025-11-30 2024-12-01..2024-12-31
2026-01-01 last-quarter    2025-10-01..2025-12-31 2025-07-01..2025-09-30 2024-10-01..2024-12-31
2026-03-31 month-to-date   2026-03-01..2026-03-31 2026-02-01..2026-02-28 2025-03-01..2025-03-31
2026-02-28 month-to-date   2026-02-01..2026-02-28 2026-01-01..2026-01-31 2025-02-01..2025-02-28
2026-02-28 12-months       2025-03-01..2026-02-28 2024-03-01..2025-02-28 2024-03-01..2025-02-28
2026-06-30 quarter-to-date 2026-04-01..2026-06-30 2026-01-01..2026-03-31 2025-04-01..2025-06-30
2026-12-31 year-to-date    2026-01-01..2026-12-31 2025-01-01..2025-12-31 2025-01-01..2025-12-31
2026-12-31 last-year       2025-01-01..2025-12-31 2024-01-01..2024-12-31 2024-01-01..2024-12-31
2024-02-29 30-days         2024-01-31..2024-02-29 2024-01-01..2024-01-30 2023-01-30..2023-02-28
2024-02-29 month-to-date   2024-02-01..2024-02-29 2024-01-01..2024-01-31 2023-02-01..2023-02-28
2024-02-29 12-months       2023-03-01..2024-02-29 2022-03-01..2023-02-28 2022-03-01..2023-02-28
2025-02-28 12-months       2024-03-01..2025-02-28 2023-03-01..2024-02-29 2023-03-01..2024-02-29
2025-02-28 30-days         2025-01-30..2025-02-28 2024-12-31..2025-01-29 2024-01-31..2024-02-29
2024-03-31 month-to-date   2024-03-01..2024-03-31 2024-02-01..2024-02-29 2023-03-01..2023-03-31
2024-05-31 last-quarter    2024-01-01..2024-03-31 2023-10-01..2023-12-31 2023-01-01..2023-03-31
`
const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split(/\s+/) as [string, string, string, string, string])

describe('listed periods', () => {
  test.each(rows)(
    'as of %s: %s is %s, before %s, a year before %s',
    (asOf, name, now, previous, yearBefore) => {
      const period = listedPeriods(asOf).find((one) => one.name === name)
      const shown = ({ from, to }: { from: string; to: string }) => `${from}..${to}`

      expect([period!.now, period!.previous, period!.yearBefore].map(shown)).toEqual([
        now,
        previous,
        yearBefore,
      ])
    },
  )

  test('are real days in order and never reach beyond the as-of day, on each day of six years', () => {
    const wrong: string[] = []
    for (let asOf = '2022-12-30'; asOf < '2029-01-03'; asOf = addDays(asOf, 1)) {
      for (const { name, now, previous, yearBefore } of listedPeriods(asOf)) {
        const all = [now, previous, yearBefore]
        const lengths = all.map(({ from, to }) => daysBetween(from, to) + 1)
        const counted = name === '30-days' ? 30 : name === '90-days' ? 90 : undefined
        const isRight =
          all.every(({ from, to }) => isCivilDay(from) && isCivilDay(to) && from <= to) &&
          now.to <= asOf &&
          previous.to < now.from &&
          yearBefore.to < now.from &&
          (counted === undefined || lengths.every((days) => days === counted)) &&
          (name !== '12-months' || addDays(previous.to, 1) === now.from)
        if (!isRight) wrong.push(`${asOf} ${name}`)
      }
    }

    expect(wrong).toEqual([])
  })
})

describe('the days of a run', () => {
  test('are the last 12 month ends and the last 36 months', () => {
    expect(monthEndsBefore('2026-03-14')).toEqual([
      ...['2025-03-31', '2025-04-30', '2025-05-31', '2025-06-30', '2025-07-31', '2025-08-31', '2025-09-30'],
      ...['2025-10-31', '2025-11-30', '2025-12-31', '2026-01-31', '2026-02-28'],
    ])
    expect(flowMonths('2026-03-14')).toHaveLength(36)
    expect(flowMonths('2026-03-14').at(0)).toBe('2023-04')
    expect(flowMonths('2026-03-14').at(-1)).toBe('2026-03')
  })

  test('compare a whole month with the whole month before, an unfinished one with as many days', () => {
    const { flows } = compiledDays(aContext({ asOf: '2026-03-14' }))
    const lengthOf = ({ from, to }: { from: number; to: number }) => to - from + 1
    const lengths = Object.fromEntries(
      flows.map(({ when, stretch, before }) => [when, [lengthOf(stretch), lengthOf(before)]]),
    )

    expect(lengths['month:2026-02']).toEqual([28, 31])
    expect(lengths['month:2025-12']).toEqual([31, 30])
    expect(lengths['month:2024-03']).toEqual([31, 29])
    expect(lengths['month:2026-03']).toEqual([14, 14])
  })
})
