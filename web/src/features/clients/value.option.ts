import type { EChartsCoreOption } from 'echarts/core'
import type { ClientView } from '#shared/client/client-view.schema'
import { money, moneyShort } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'

type Months = Pick<ClientView, 'valueByMonth'>

/** Predicted value added up month by month, from nothing at month 0. */
export function valueOption(
  { valueByMonth }: Months,
  { currency, palette }: { currency: string; palette: Palette },
): EChartsCoreOption {
  const points = [[0, 0], ...valueByMonth.map(({ month, cents }) => [month, cents])]
  const end = valueByMonth.at(-1)
  return {
    grid: { top: 20, right: 56 },
    xAxis: {
      type: 'value',
      min: 0,
      max: end?.month ?? 12,
      interval: 12,
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: palette['line-strong'] } },
      axisLabel: { margin: 12, formatter: (month: number) => (month === 0 ? 'Today' : `${month} mo`) },
    },
    yAxis: { type: 'value', axisLabel: { formatter: (cents: number) => moneyShort(cents, currency) } },
    tooltip: {
      trigger: 'axis',
      formatter: (items: unknown) => {
        const [month, cents] = (items as { value: [number, number] }[])[0]?.value ?? [0, 0]
        return tip(month === 0 ? 'Today' : `After ${month} months`, [
          { title: 'Predicted so far', value: money(cents, currency), color: palette.series },
        ])
      },
    },
    series: [
      {
        id: 'value',
        type: 'line',
        symbol: 'none',
        color: palette.series,
        lineStyle: { width: 2 },
        areaStyle: { color: palette.series, opacity: 0.09 },
        endLabel: {
          show: true,
          formatter: () => (end ? moneyShort(end.cents, currency) : ''),
          color: palette.ink,
          fontWeight: 600,
        },
        data: points,
      },
    ],
  }
}

/** The months behind the chart. */
export function valueRows({ valueByMonth }: Months, currency: string): ChartRows {
  return {
    columns: [
      { name: 'month', title: 'After' },
      { name: 'value', title: 'Predicted value', isNumber: true },
    ],
    shown: valueByMonth.map(({ month, cents }) => ({
      month: `${month} ${month === 1 ? 'month' : 'months'}`,
      value: money(cents, currency),
    })),
    rawHeader: ['months', 'cents'],
    raw: valueByMonth.map(({ month, cents }) => [month, cents]),
  }
}

/** The chart in one sentence. */
export function valueSentence({ valueByMonth }: Months, currency: string): string {
  const [year, end] = [valueByMonth.find(({ month }) => month === 12), valueByMonth.at(-1)]
  if (!end) return 'Predicted value by month: no prediction yet.'
  const half = year && year !== end ? `${moneyShort(year.cents, currency)} after 12 months, ` : ''
  return `Predicted value added up by month: ${half}${moneyShort(end.cents, currency)} after ${end.month} months.`
}
