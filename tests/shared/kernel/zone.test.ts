import { describe, expect, test } from 'vitest'
import { dayIn } from '#shared/kernel/zone'

describe('the reporting time zone', () => {
  test.each([
    ['2026-11-22T23:30:00.000Z', 'UTC', '2026-11-22'],
    ['2026-11-22T23:30:00.000Z', 'Europe/Prague', '2026-11-23'],
    ['2026-07-01T22:00:00.000Z', 'Europe/Prague', '2026-07-02'],
    ['2026-07-01T21:59:59.999Z', 'Europe/Prague', '2026-07-01'],
    ['2026-01-01T04:59:59.000Z', 'America/New_York', '2025-12-31'],
    ['2026-01-01T05:00:00.000Z', 'America/New_York', '2026-01-01'],
    ['2025-12-31T10:00:00.000Z', 'Pacific/Kiritimati', '2026-01-01'],
    ['2024-02-29T00:00:00.000Z', 'UTC', '2024-02-29'],
  ])('decides the day: %s in %s is %s', (instant, zone, day) => {
    expect(dayIn(instant, zone)).toBe(day)
  })
})
