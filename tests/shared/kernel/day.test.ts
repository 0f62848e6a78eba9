import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  addMonthsToDay,
  dayNumber,
  dayOf,
  daysBetween,
  firstDayOf,
  isCivilDay,
  lastDayOf,
  monthFrom,
  monthNumber,
  monthOf,
} from '#shared/kernel/day'

const MILLISECONDS_PER_DAY = 86_400_000
const FIRST = Date.UTC(1900, 0, 1) / MILLISECONDS_PER_DAY
const LAST = Date.UTC(2199, 11, 31) / MILLISECONDS_PER_DAY
const byDate = (number: number) => new Date(number * MILLISECONDS_PER_DAY).toISOString().slice(0, 10)
const options = { seed: 20_261_122, numRuns: 300 }
const aDay = fc.integer({ min: FIRST, max: LAST })

describe('civil days', () => {
  test('agree with the platform calendar on every day from 1900 to 2199', () => {
    const wrong: string[] = []
    for (let number = FIRST; number <= LAST; number++) {
      const day = byDate(number)
      if (dayOf(number) !== day || dayNumber(day) !== number || !isCivilDay(day)) wrong.push(day)
    }

    expect(wrong).toEqual([])
  })

  test('that do not exist are no days: every date of every month from 0 to 32', () => {
    const wrong: string[] = []
    for (const year of [1900, 2000, 2023, 2024, 2100, 2199]) {
      for (let month = 0; month <= 13; month++) {
        for (let date = 0; date <= 32; date++) {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
          const made = new Date(Date.UTC(year, month - 1, date))
          const isReal = month >= 1 && month <= 12 && made.toISOString().slice(0, 10) === text
          if (isCivilDay(text) !== isReal || Number.isNaN(dayNumber(text)) === isReal) wrong.push(text)
        }
      }
    }

    expect(wrong).toEqual([])
  })

  test.each([
    '',
    '2025-1-01',
    '2025/01/01',
    '2025-01-1x',
    '1899-12-31',
    '2200-01-01',
    '12025-01-01',
    '٢٠٢٥-٠١-٠١',
  ])('are written YYYY-MM-DD between 1900 and 2199: not %j', (text) => {
    expect(isCivilDay(text)).toBe(false)
  })

  test('compare as texts like as numbers, and adding days is undone by taking them away', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: -40_000, max: 40_000 }), (number, days) => {
        const day = dayOf(number)
        const later = addDays(day, days)

        expect(daysBetween(day, later)).toBe(days)
        expect(addDays(later, -days)).toBe(day)
        if (isCivilDay(later)) expect(day < later).toBe(days > 0)
      }),
      options,
    )
  })

  test('months later keep the date, or end with the month where it is shorter', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: -600, max: 600 }), (number, months) => {
        const day = dayOf(number)
        const later = addMonthsToDay(day, months)
        const isShortened = later.slice(8) !== day.slice(8)

        expect(monthOf(later)).toBe(addMonths(monthOf(day), months))
        expect(!isShortened || later === lastDayOf(monthOf(later))).toBe(true)
        expect(later.slice(8) <= day.slice(8)).toBe(true)
      }),
      options,
    )
  })

  test.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-02-29', -12, '2023-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-03-15', -3, '2025-12-15'],
  ])('%s and %i months are %s', (day, months, expected) => {
    expect(addMonthsToDay(day, months)).toBe(expected)
  })
})

describe('months', () => {
  test('follow each other without a gap: the day after the last of one is the first of the next', () => {
    for (let number = monthNumber('1900-01'); number <= monthNumber('2199-11'); number++) {
      const month = monthFrom(number)

      expect(monthNumber(month)).toBe(number)
      expect(addDays(lastDayOf(month), 1)).toBe(firstDayOf(addMonths(month, 1)))
    }
  })
})
