// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { chanceRows, chanceSentence } from '../../web/src/features/clients/chance-rows.ts'
import { chanceOption } from '../../web/src/features/clients/chance.option.ts'
import { engagementCells } from '../../web/src/features/clients/engagement-words.ts'
import { engagementOption } from '../../web/src/features/clients/engagement.option.ts'
import { valueOption } from '../../web/src/features/clients/value.option.ts'
import { backcastSentence, valueRows, valueSentence } from '../../web/src/features/clients/value-rows.ts'
import { revenueRows, revenueSentence } from '../../web/src/ui/revenue-rows.ts'
import { revenueOption } from '../../web/src/ui/revenue.option.ts'
import { light } from '../../web/src/ui/tokens.ts'

interface Series {
  id: string
  data: (number | null)[]
}
const seriesOf = (option: unknown): Series[] => (option as { series: Series[] }).series
const style = { currency: 'USD', palette: light }

function aMonth(month: string, revenueCents: number, isPartial = false) {
  return { month, revenueCents, chargesCents: 0, orders: 3, isPartial }
}
const forecast = [{ month: '2026-11', cents: 300, low80: 250, high80: 350, low95: 200, high95: 400 }]
const revenue = {
  months: [aMonth('2026-09', 100), aMonth('2026-10', 200), aMonth('2026-11', 40, true)],
  forecast,
  forecastMethod: 'damped trend',
}

describe('the revenue chart', () => {
  test('keeps the ids of its series, so that updates move instead of redraw', () => {
    expect(seriesOf(revenueOption(revenue, style)).map(({ id }) => id)).toEqual([
      'fan-base',
      'fan-95-low',
      'fan-80',
      'fan-95-high',
      'forecast',
      'actual',
      'partial',
    ])
  })

  test('opens the fan at the last full month and stacks its bands to the interval ends', () => {
    const bands = seriesOf(revenueOption(revenue, style)).slice(0, 4)

    expect(bands.map(({ data }) => data[1])).toEqual([200, 0, 0, 0])
    expect(bands.reduce((sum, { data }) => sum + (data[2] ?? 0), 0)).toBe(400)
  })

  test('draws the unfinished month apart from the full ones', () => {
    const series = seriesOf(revenueOption(revenue, style))

    expect(series.find(({ id }) => id === 'actual')?.data).toEqual([100, 200, null])
    expect(series.find(({ id }) => id === 'partial')?.data).toEqual([null, null, 40])
  })

  test('stands without a forecast and without any month', () => {
    const bare = { months: [], forecast: [], forecastMethod: null }

    expect(seriesOf(revenueOption(bare, style)).every(({ data }) => data.length === 0)).toBe(true)
    expect(revenueSentence(bare, 'USD')).toBe('Revenue by month: no full month yet.')
  })

  test('has a row for every month and every forecast, named for what it is', () => {
    const rows = revenueRows(revenue, 'USD')

    expect(rows.shown.map(({ month, kind }) => [month, kind])).toEqual([
      ['Sep 2026', 'Actual'],
      ['Oct 2026', 'Actual'],
      ['Nov 2026', 'Month so far'],
      ['Nov 2026', 'Forecast'],
    ])
    expect(rows.raw.at(-1)).toEqual(['2026-11', 'forecast', 300, 250, 350, 200, 400, null])
  })

  test('says in a sentence what it shows', () => {
    expect(revenueSentence(revenue, 'USD')).toBe(
      'Revenue by month, from $1 in Sep 2026 to $2 in Oct 2026. Forecast for Nov 2026: $3, 80% interval $2.50\u2009–\u2009$3.50.',
    )
  })
})

describe('the chance chart', () => {
  const client = {
    curve: [
      { day: '2026-01-01', chance: 0.98 },
      { day: '2026-03-01', chance: 0.4 },
    ],
    purchaseDays: ['2026-01-01', '2026-01-20'],
  }

  test('has a tick for every purchase day', () => {
    const series = seriesOf(chanceOption(client, light))

    expect(series.map(({ id }) => id)).toEqual(['chance', 'purchases'])
    expect(series[1]?.data).toEqual([
      ['2026-01-01', 0],
      ['2026-01-20', 0],
    ])
  })

  test('lists its days newest first, purchases between two points included', () => {
    expect(chanceRows(client).shown).toEqual([
      { day: '1 Mar 2026', bought: '', chance: '40%' },
      { day: '20 Jan 2026', bought: 'yes', chance: '' },
      { day: '1 Jan 2026', bought: 'yes', chance: '98%' },
    ])
  })

  test('says in a sentence what it shows', () => {
    expect(chanceSentence(client)).toContain('with 2 purchases: 40% on 1 Mar 2026')
  })
})

describe('the value chart', () => {
  const cents = (value: number) => ({ value, unit: 'cents' as const })
  const client = {
    run: { id: 'r', asOf: '2026-03-14', model: 'mbg-nbd' },
    live: null,
    value: { historic: cents(500), predicted: cents(200), total: cents(700), isOnRevenue: false },
    horizons: [
      { months: 1, predicted: cents(120), total: { ...cents(620), low80: 510, high80: 720 } },
      { months: 2, predicted: cents(200), total: cents(700) },
    ],
    valueSoFar: [
      { day: '2026-02-28', cents: 300 },
      { day: '2026-03-14', cents: 500 },
    ],
    valueByMonth: [
      { month: 1, cents: 120, low80: 10, high80: 220 },
      { month: 2, cents: 200, low80: 20, high80: 400 },
    ],
    backcast: {
      since: '2025-03-14',
      months: 12,
      expected: { ...cents(100), low80: 50, high80: 150 },
      realisedCents: 180,
    },
  }

  test('goes on from what was realised to what is expected, in its fan', () => {
    const series = seriesOf(valueOption(client, { ...style, months: 2 }))

    expect(series.map(({ id, data }) => [id, data])).toEqual([
      ['fan-base', [null, 500, 510, 520]],
      ['fan', [null, 0, 210, 380]],
      ['realised', [300, 500, null, null]],
      ['expected', [null, 500, 620, 700]],
    ])
  })

  test('ends at the horizon that was chosen, in the curve and in the sentence', () => {
    const series = seriesOf(valueOption(client, { ...style, months: 1 }))

    expect(series.at(-1)?.data).toEqual([null, 500, 620])
    expect(valueSentence(client, { months: 1, currency: 'USD' })).toBe(
      'Realised value by month: $5 so far; $6.20 expected after 1 months, 80% interval $5.10\u2009–\u2009$7.20.',
    )
  })

  test('has a row a month, and one for what was expected a year before', () => {
    expect(valueRows(client, { months: 1, currency: 'USD' }).shown).toEqual([
      {
        when: 'Only the 12 months since 14 Mar 2025',
        realised: '$1.80',
        expected: '$1.00',
        interval: '$0.50\u2009–\u2009$1.50',
      },
      { when: '28 Feb 2026', realised: '$3.00', expected: '—', interval: '—' },
      { when: '14 Mar 2026, today', realised: '$5.00', expected: '—', interval: '—' },
      {
        when: '14 Apr 2026, after 1 month',
        realised: '—',
        expected: '$6.20',
        interval: '$5.10\u2009–\u2009$7.20',
      },
    ])
  })

  test('says what was expected and realised, or why not', () => {
    const reason = 'Not yet a client 12 months before: nothing was expected then.'
    const withheld = { value: null, unit: 'cents' as const, reason }
    const backcast = { ...client.backcast, expected: withheld, realisedCents: null }

    expect(backcastSentence(client, 'USD')).toContain('expect $1 (80% interval $0.50\u2009–\u2009$1.50)')
    expect(backcastSentence(client, 'USD')).toContain('$1.80 was realised, more than the interval.')
    expect(backcastSentence({ backcast }, 'USD')).toBe(`Realised against predicted: — ${reason}`)
  })
})

describe('the engagement chart', () => {
  const row = {
    channel: 'web',
    indicator: 'logins',
    last: 9,
    before: 6,
    segmentMean: 12.5,
    segmentClients: 4,
    months: [
      { month: '2026-01', value: 8 },
      { month: '2026-02', value: 9 },
    ],
  }
  const engagement = { month: '2026-02', segmentMonth: '2026-02', segment: 'champions', rows: [row] }

  test('has a place for each of 12 months, empty where nothing was measured', () => {
    const [bars] = seriesOf(engagementOption(engagement, { row, palette: light }))

    expect(bars?.data).toEqual([...Array.from({ length: 10 }, () => null), 8, 9])
  })

  test('says the month, the own past and the segment, or why it cannot', () => {
    expect(engagementCells(row, engagement)).toEqual({
      last: '9',
      before: '6',
      trend: '▲ up 3',
      segment: '12.5 (4 clients)',
    })
    const missing = { ...row, last: null, before: null, segmentMean: null, segmentClients: 0 }
    expect(engagementCells(missing, engagement)).toEqual({
      last: '— not measured in Feb 2026',
      before: '— not measured in those months',
      trend: '',
      segment: '— nobody measured in champions',
    })
  })
})
