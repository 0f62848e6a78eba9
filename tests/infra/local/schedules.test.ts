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

  test('is the only kind the desk takes', () => {
    expect(() => millisecondsToNext('rate(1 hour)', new Date())).toThrow('daily schedules only')
  })
})
