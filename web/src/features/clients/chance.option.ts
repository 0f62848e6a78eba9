import type { EChartsCoreOption } from 'echarts/core'
import type { ClientView } from '#shared/client/client-view.schema'
import { day, monthTick } from '../../lib/days.ts'
import { chance, percent } from '../../lib/format.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'

/** The chance over time, with a tick at the bottom for every day of a purchase. */
export function chanceOption(
  { curve, purchaseDays }: Pick<ClientView, 'curve' | 'purchaseDays'>,
  palette: Palette,
): EChartsCoreOption {
  return {
    useUTC: true,
    xAxis: {
      type: 'time',
      axisLabel: { formatter: (time: number) => monthTick(new Date(time).toISOString()), hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.25,
      axisLabel: { formatter: (share: number) => percent(share, 0) },
    },
    tooltip: {
      trigger: 'axis',
      formatter: (items: unknown) => tooltip(items, palette),
    },
    series: [
      {
        id: 'chance',
        type: 'line',
        symbol: 'none',
        color: palette.series,
        lineStyle: { width: 2 },
        areaStyle: { color: palette.series, opacity: 0.09 },
        data: curve.map((point) => [point.day, point.chance]),
        markLine: {
          symbol: 'none',
          silent: true,
          animation: false,
          lineStyle: { color: palette['line-control'], type: 'dashed' },
          label: {
            formatter: 'As likely gone as not',
            position: 'insideStartTop',
            color: palette.subtle,
            fontSize: 11,
          },
          data: [{ yAxis: 0.5 }],
        },
      },
      {
        id: 'purchases',
        type: 'scatter',
        symbol: 'rect',
        symbolSize: [1.5, 9],
        symbolOffset: [0, '-50%'],
        silent: true,
        color: palette.muted,
        tooltip: { show: false },
        data: purchaseDays.map((name) => [name, 0]),
      },
    ],
  }
}

function tooltip(items: unknown, palette: Palette): HTMLElement | string {
  const list = Array.isArray(items) ? (items as { seriesId: string; value: [string, number] }[]) : []
  const point = list.find(({ seriesId }) => seriesId === 'chance')?.value
  const hasBought = list.some(({ seriesId }) => seriesId === 'purchases')
  if (!point) return ''
  return tip(day(point[0]), [
    { title: 'Chance still a client', value: chance(point[1]), color: palette.series },
    ...(hasBought ? [{ title: 'Bought', value: 'yes' }] : []),
  ])
}
