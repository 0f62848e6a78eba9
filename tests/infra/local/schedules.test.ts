import { describe, expect, test } from 'vitest'
import { millisecondsToNext } from '#infra/local/schedules'

const hours = 60 * 60 * 1000

describe('a daily schedule', () => {
  test('is due later today when its hour is still to come', () => {
    expect(millisecondsToNext('cron(15 2 * * ? *)', new Date('2026-03-01T00:15:00Z'))).toBe(2 * hours)
  })

  test('is due tomorrow when its hour has come', () => {
    expect(millisecondsToNext('cron(15 2 * * ? *)', new Date('2026-03-01T02:15:00Z'))).toBe(24 * hours)
  })

  test('and one of some minutes are the only kinds the desk takes', () => {
    expect(() => millisecondsToNext('rate(1 hour)', new Date())).toThrow('The desk serves daily schedules')
  })
})

test('a schedule of every quarter of an hour is due at the next one', () => {
  expect(millisecondsToNext('cron(0/15 * * * ? *)', new Date('2026-03-01T00:20:30Z'))).toBe(9.5 * 60_000)
})
