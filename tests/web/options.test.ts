// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { chanceRows, chanceSentence } from '../../web/src/features/clients/chance-rows.ts'
import { chanceOption } from '../../web/src/features/clients/chance.option.ts'
import { valueOption, valueRows } from '../../web/src/features/clients/value.option.ts'
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
  const client = {
    valueByMonth: [
      { month: 1, cents: 120 },
      { month: 2, cents: 200 },
    ],
  }

  test('starts from nothing today', () => {
    expect(seriesOf(valueOption(client, style))[0]?.data).toEqual([
      [0, 0],
      [1, 120],
      [2, 200],
    ])
  })

  test('has a row a month', () => {
    expect(valueRows(client, 'USD').shown).toEqual([
      { month: '1 month', value: '$1.20' },
      { month: '2 months', value: '$2.00' },
    ])
  })
})
