import type { EChartsCoreOption } from 'echarts/core'
import { monthTick } from '../../lib/days.ts'
import { money, moneyShort, range } from '../../lib/format.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'
import { type Valued, type ValuePoint, valuePoints } from './value-rows.ts'

interface Style {
  readonly months: number
  readonly currency: string
  readonly palette: Palette
}

/** Total CLV over time: realised as a line, expected as a dashed one in its 80 % fan. */
export function valueOption(client: Valued, { months, currency, palette }: Style): EChartsCoreOption {
  const points = valuePoints(client, months)
  const today = points.findLast(({ realised }) => realised !== null)
  const line = { type: 'line', symbol: 'none', color: palette.series }
  const fan = {
    ...line,
    stack: 'fan',
    stackStrategy: 'all',
    silent: true,
    lineStyle: { opacity: 0 },
  }
  return {
    grid: { top: 24, right: 24 },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: points.map((point) => point.day),
      axisLabel: { formatter: monthTick, hideOverlap: true },
    },
    yAxis: { type: 'value', axisLabel: { formatter: (cents: number) => moneyShort(cents, currency) } },
    tooltip: {
      trigger: 'axis',
      formatter: (items: unknown) => tooltip(items, points, { currency, palette }),
    },
    series: [
      { ...fan, id: 'fan-base', data: points.map(({ low }) => low) },
      {
        ...fan,
        id: 'fan',
        areaStyle: { color: palette.series, opacity: 0.14 },
        data: points.map(({ low, high }) => (low === null || high === null ? null : high - low)),
      },
      {
        ...line,
        id: 'realised',
        lineStyle: { width: 2 },
        data: points.map(({ realised }) => realised),
        markLine: {
          symbol: 'none',
          silent: true,
          animation: false,
          lineStyle: { color: palette['line-control'], type: 'dashed' },
          label: { formatter: 'Today', color: palette.subtle, rotate: 0, fontSize: 11 },
          data: today ? [{ xAxis: today.day }] : [],
        },
      },
      {
        ...line,
        id: 'expected',
        lineStyle: { width: 2, type: 'dashed' },
        data: points.map(({ expected }) => expected),
      },
    ],
  }
}

function tooltip(
  items: unknown,
  points: readonly ValuePoint[],
  { currency, palette }: Pick<Style, 'currency' | 'palette'>,
): HTMLElement | string {
  const index = Array.isArray(items) ? (items[0] as { dataIndex: number } | undefined)?.dataIndex : undefined
  const point = points[index ?? -1]
  if (!point) return ''
  const { realised, expected, low, high } = point
  const shown = (cents: number) => money(cents, currency)
  if (realised !== null)
    return tip(point.title, [{ title: 'Realised so far', value: shown(realised), color: palette.series }])
  return tip(point.title, [
    { title: 'Expected by then', value: shown(expected ?? 0), color: palette.series },
    ...(low === null || high === null ? [] : [{ title: '80% interval', value: range(low, high, shown) }]),
  ])
}
