import type { DashboardView } from '#shared/portfolio/dashboard-view.schema'
import { month } from '../lib/days.ts'
import { count, money, moneyShort, range } from '../lib/format.ts'
import type { TraceLink } from '../lib/trace-link.ts'
import type { ChartRows } from './chart-rows.ts'

type Revenue = DashboardView['revenue']

/** How a month's figure is followed; absent: as the portfolio's. */
type Follow = (metric: 'revenue' | 'orders', month: string) => TraceLink

const columns = [
  { name: 'month', title: 'Month' },
  { name: 'kind', title: 'What' },
  { name: 'revenue', title: 'Revenue', isNumber: true },
  { name: 'interval80', title: '80% interval', isNumber: true },
  { name: 'interval95', title: '95% interval', isNumber: true },
  { name: 'orders', title: 'Orders', isNumber: true },
]

/** The months and forecasts behind the chart. The CSV has the ends of the intervals in columns of their own. */
export function revenueRows(
  { months, forecast }: Revenue,
  currency: string,
  follow: Follow = (metric, month) => ({ metric, question: { month } }),
): ChartRows {
  const one = (cents: number): string => money(cents, currency)
  const known = months.map((item) => ({
    month: month(item.month),
    kind: item.isPartial ? 'Month so far' : 'Actual',
    revenue: one(item.revenueCents),
    interval80: '',
    interval95: '',
    orders: count(item.orders),
  }))
  const coming = forecast.map((item) => ({
    month: month(item.month),
    kind: 'Forecast',
    revenue: one(item.cents),
    interval80: range(item.low80, item.high80, one),
    interval95: range(item.low95, item.high95, one),
    orders: '',
  }))
  return {
    columns,
    shown: [...known, ...coming],
    traces: months.map((item) => ({
      revenue: follow('revenue', item.month),
      orders: follow('orders', item.month),
    })),
    rawHeader: ['month', 'what', 'cents', 'low80', 'high80', 'low95', 'high95', 'orders'],
    raw: [
      ...months.map((item) => [
        item.month,
        item.isPartial ? 'partial' : 'actual',
        item.revenueCents,
        null,
        null,
        null,
        null,
        item.orders,
      ]),
      ...forecast.map((item) => [
        item.month,
        'forecast',
        item.cents,
        item.low80,
        item.high80,
        item.low95,
        item.high95,
        null,
      ]),
    ],
  }
}

/** The chart in one sentence. */
export function revenueSentence({ months, forecast }: Revenue, currency: string): string {
  const full = months.filter(({ isPartial }) => !isPartial)
  const [first, last, end] = [full[0], full.at(-1), forecast.at(-1)]
  if (!first || !last) return 'Revenue by month: no full month yet.'
  const start = `Revenue by month, from ${moneyShort(first.revenueCents, currency)} in ${month(first.month)} to ${moneyShort(last.revenueCents, currency)} in ${month(last.month)}`
  if (!end) return `${start}. No forecast.`
  const interval = range(end.low80, end.high80, (cents) => moneyShort(cents, currency))
  return `${start}. Forecast for ${month(end.month)}: ${moneyShort(end.cents, currency)}, 80% interval ${interval}.`
}
