import { describe, expect, test } from 'vitest'
import { type Cadence, instantOf, isTimeZone, nextDue } from '#shared/report/schedule'

const daily = (at: string, timeZone: string): Cadence => ({ every: 'day', at, timeZone })
const weekly = (weekday: number, at: string, timeZone: string): Cadence => ({
  every: 'week',
  at,
  weekday,
  timeZone,
})
const monthly = (day: number, at: string, timeZone: string): Cadence => ({
  every: 'month',
  at,
  day,
  timeZone,
})
const BERLIN = 'Europe/Berlin'
const NEW_YORK = 'America/New_York'

describe('a scheduled report is due', () => {
  // Local times against UTC by hand, from the rules of each zone.
  test.each([
    ['in winter', daily('07:00', BERLIN), '2026-01-10T12:00:00.000Z', '2026-01-11T06:00:00.000Z'],
    ['in summer', daily('07:00', BERLIN), '2026-07-10T12:00:00.000Z', '2026-07-11T05:00:00.000Z'],
    [
      'today, when the time is still to come',
      daily('07:00', BERLIN),
      '2026-01-10T05:59:59.999Z',
      '2026-01-10T06:00:00.000Z',
    ],
    [
      'not twice at its very instant',
      daily('07:00', BERLIN),
      '2026-01-10T06:00:00.000Z',
      '2026-01-11T06:00:00.000Z',
    ],
    [
      'over the night the clock goes forward',
      daily('07:00', BERLIN),
      '2026-03-28T06:00:00.000Z',
      '2026-03-29T05:00:00.000Z',
    ],
    [
      'over the night the clock goes back',
      daily('07:00', BERLIN),
      '2026-10-24T05:00:00.000Z',
      '2026-10-25T06:00:00.000Z',
    ],
    [
      'later by the skipped hour where its time is skipped',
      daily('02:30', BERLIN),
      '2026-03-28T12:00:00.000Z',
      '2026-03-29T01:30:00.000Z',
    ],
    [
      'at its own time again the day after',
      daily('02:30', BERLIN),
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ],
    [
      'the first of two times where its time comes twice',
      daily('02:30', BERLIN),
      '2026-10-24T12:00:00.000Z',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'not a second time in the repeated hour',
      daily('02:30', BERLIN),
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ],
    ['at midnight', daily('00:00', BERLIN), '2026-06-01T12:00:00.000Z', '2026-06-01T22:00:00.000Z'],
    [
      'in New York, before the change',
      daily('09:15', NEW_YORK),
      '2026-03-07T12:00:00.000Z',
      '2026-03-07T14:15:00.000Z',
    ],
    [
      'in New York, after the change',
      daily('09:15', NEW_YORK),
      '2026-03-07T14:15:00.000Z',
      '2026-03-08T13:15:00.000Z',
    ],
    [
      'in New York, in the skipped hour',
      daily('02:15', NEW_YORK),
      '2026-03-07T12:00:00.000Z',
      '2026-03-08T07:15:00.000Z',
    ],
    [
      'in New York, in the repeated hour',
      daily('01:30', NEW_YORK),
      '2026-10-31T12:00:00.000Z',
      '2026-11-01T05:30:00.000Z',
    ],
    [
      'in New York, once in the repeated hour',
      daily('01:30', NEW_YORK),
      '2026-11-01T05:30:00.000Z',
      '2026-11-02T06:30:00.000Z',
    ],
    [
      'half an hour off in India',
      daily('06:00', 'Asia/Kolkata'),
      '2026-05-01T00:31:00.000Z',
      '2026-05-02T00:30:00.000Z',
    ],
    [
      'three quarters off in Nepal',
      daily('06:00', 'Asia/Kathmandu'),
      '2026-05-01T00:00:00.000Z',
      '2026-05-01T00:15:00.000Z',
    ],
    [
      'where summer is in January',
      daily('08:00', 'Australia/Sydney'),
      '2026-01-14T22:00:00.000Z',
      '2026-01-15T21:00:00.000Z',
    ],
    [
      'where the clock changes by half an hour',
      daily('02:15', 'Australia/Lord_Howe'),
      '2026-10-02T16:00:00.000Z',
      '2026-10-03T15:45:00.000Z',
    ],
    [
      'a day ahead of UTC',
      daily('08:00', 'Pacific/Kiritimati'),
      '2026-01-01T12:00:00.000Z',
      '2026-01-01T18:00:00.000Z',
    ],
    ['in UTC', daily('12:00', 'UTC'), '2026-02-28T12:00:00.000Z', '2026-03-01T12:00:00.000Z'],
    ['on Monday', weekly(1, '07:00', BERLIN), '2026-11-22T15:00:00.000Z', '2026-11-23T06:00:00.000Z'],
    ['on Sunday', weekly(7, '07:00', BERLIN), '2026-11-22T06:00:00.000Z', '2026-11-29T06:00:00.000Z'],
    [
      'on the Sunday of the change',
      weekly(7, '07:00', BERLIN),
      '2026-10-20T00:00:00.000Z',
      '2026-10-25T06:00:00.000Z',
    ],
    [
      'on the first of the month',
      monthly(1, '06:00', BERLIN),
      '2026-11-22T15:00:00.000Z',
      '2026-12-01T05:00:00.000Z',
    ],
    ['on the 31st', monthly(31, '06:00', BERLIN), '2026-12-31T05:00:00.000Z', '2027-01-31T05:00:00.000Z'],
    [
      'on the last day of a month without a 31st',
      monthly(31, '06:00', BERLIN),
      '2026-11-01T00:00:00.000Z',
      '2026-11-30T05:00:00.000Z',
    ],
    [
      'on 28 February in a common year',
      monthly(30, '06:00', BERLIN),
      '2026-02-01T00:00:00.000Z',
      '2026-02-28T05:00:00.000Z',
    ],
    [
      'on 29 February in a leap year',
      monthly(30, '06:00', BERLIN),
      '2028-02-01T00:00:00.000Z',
      '2028-02-29T05:00:00.000Z',
    ],
  ])('%s', (_name, cadence, after, expected) => {
    expect(nextDue(cadence, after)).toBe(expected)
  })

  test('a year of days is 365 times, each once, in order', () => {
    let at = '2026-01-01T00:00:00.000Z'
    const times: string[] = []
    while (times.length < 365) times.push((at = nextDue(daily('02:30', BERLIN), at)))

    expect(new Set(times).size).toBe(365)
    expect(times.at(-1)).toBe('2026-12-31T01:30:00.000Z')
  })

  test('in zones there are, not in others', () => {
    expect(isTimeZone(BERLIN)).toBe(true)
    expect(isTimeZone('Mars/Olympus')).toBe(false)
    expect(instantOf('2026-01-01', '00:00', 'UTC')).toBe('2026-01-01T00:00:00.000Z')
  })
})
