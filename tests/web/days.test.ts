import { describe, expect, test } from 'vitest'
import * as days from '../../web/src/lib/days.ts'

describe('days and instants', () => {
  test('read the same in every time zone', () => {
    expect(days.day('2026-11-22')).toBe('22 Nov 2026')
    expect(days.month('2026-11')).toBe('Nov 2026')
    expect(days.monthInFull('2026-11')).toBe('November 2026')
    expect(days.monthTick('2026-11')).toBe('Nov ’26')
    expect(days.instant('2026-11-22T02:19:41Z')).toBe('22 Nov 2026, 02:19 UTC')
  })

  test('are made readable inside a sentence', () => {
    expect(days.withDays('2024-11-22 to 2025-11-21')).toBe('22 Nov 2024 to 21 Nov 2025')
  })

  test.each([
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:41Z', '41 s'],
    ['2026-11-22T02:15:00Z', '2026-11-22T02:19:41Z', '4 min 41 s'],
    ['2026-11-22T02:15:00Z', '2026-11-22T04:16:00Z', '2 h 1 min'],
  ])('from %s to %s are %s', (from, to, text) => {
    expect(days.duration(from, to)).toBe(text)
  })
})
