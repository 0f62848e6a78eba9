import { describe, expect, test } from 'vitest'
import type { ChannelEngagement, EngagementMonth } from '#shared/client/facts'
import { dayNumber } from '#shared/kernel/day'
import { engagementView } from '#shared/portfolio/engagement-view'

const month = (name: string, channels: Record<string, ChannelEngagement>): EngagementMonth => ({
  fact: 'engagement',
  month: name,
  channels,
})
const facts = [
  month('2025-01', { web: { logins: 99 } }),
  month('2025-10', { web: { logins: 50 } }),
  month('2025-11', { web: { logins: 4 } }),
  month('2026-01', { web: { logins: 8 }, app: { sessions: 2 } }),
  month('2026-02', { web: { logins: 9, activeDays: 3 } }),
  month('2026-03', { web: { logins: 1000 } }),
]
const view = (day: string, engagement = {}) =>
  engagementView(facts, {
    day: dayNumber(day),
    peersDay: dayNumber('2026-03-14'),
    segment: 'champions',
    peers: { engagement },
  })

describe('the digital engagement of a client', () => {
  test('is the last full month against the mean of the measured ones of the 3 before it', () => {
    const { month: last, rows } = view('2026-03-14')

    expect(last).toBe('2026-02')
    expect(rows.map(({ channel, indicator, last, before }) => [channel, indicator, last, before])).toEqual([
      ['app', 'sessions', null, 2],
      ['web', 'logins', 9, 6],
      ['web', 'activeDays', 3, null],
    ])
  })

  test('counts a month as full on its last day', () => {
    const logins = view('2026-03-31').rows.find(({ indicator }) => indicator === 'logins')

    expect([logins?.last, logins?.before]).toEqual([1000, 8.5])
  })

  test('stands beside the mean of the segment, over those it is measured of', () => {
    const { rows } = view('2026-03-14', {
      'champions|web': [4, 50, 2, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      'lost|app': [0, 0, 0, 0, 9, 90, 0, 0, 0, 0, 0, 0, 0, 0],
    })

    expect(rows.map(({ segmentMean, segmentClients }) => [segmentMean, segmentClients])).toEqual([
      [null, 0],
      [12.5, 4],
      [5.5, 2],
    ])
  })

  test('draws the 12 months up to the last full one, of which the measured ones', () => {
    const logins = view('2026-03-14').rows.find(({ indicator }) => indicator === 'logins')

    expect(logins?.months.map((one) => one.value)).toEqual([50, 4, 8, 9])
  })

  test('has no row where nothing was measured', () => {
    expect(
      engagementView([], {
        day: dayNumber('2026-03-14'),
        peersDay: dayNumber('2026-03-14'),
        segment: 'champions',
        peers: { engagement: {} },
      }).rows,
    ).toEqual([])
  })
})
