import type { EChartsCoreOption } from 'echarts/core'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'
import type { Compared } from './card-charts.ts'

/** What was predicted as a line, what happened as dots, or as a second line where it happened period by period. */
export function comparedOption(chart: Compared, palette: Palette): EChartsCoreOption {
  const { rows, isOverTime, tick, short, heldOutFrom } = chart
  const start = heldOutFrom === undefined ? undefined : rows[heldOutFrom]?.name
  return {
    grid: { top: 24 },
    xAxis: {
      type: 'category',
      data: rows.map(({ name }) => name),
      boundaryGap: !isOverTime,
      axisLabel: { hideOverlap: true, ...(tick ? { formatter: tick } : {}) },
    },
    yAxis: { type: 'value', axisLabel: { formatter: short } },
    tooltip: { trigger: 'axis', formatter: (items: unknown) => tooltip(items, chart, palette) },
    series: [
      {
        id: 'predicted',
        type: 'line',
        symbol: 'none',
        color: palette.series,
        lineStyle: { width: 2 },
        data: rows.map(({ predicted }) => predicted),
        markLine: start === undefined ? undefined : markLine(start, palette),
      },
      {
        id: 'actual',
        type: isOverTime ? 'line' : 'scatter',
        symbol: isOverTime ? 'none' : 'circle',
        symbolSize: 9,
        color: palette['series-2'],
        lineStyle: { width: 1.5 },
        data: rows.map(({ actual }) => actual),
      },
    ],
  }
}

function markLine(name: string, palette: Palette) {
  return {
    symbol: 'none',
    silent: true,
    animation: false,
    lineStyle: { color: palette['line-control'], type: 'dashed' },
    label: { formatter: 'Held back from here', color: palette.subtle, rotate: 0, fontSize: 11 },
    data: [{ xAxis: name }],
  }
}

function tooltip(items: unknown, { rows, format, words }: Compared, palette: Palette): HTMLElement | string {
  const index = Array.isArray(items) ? (items[0] as { dataIndex: number } | undefined)?.dataIndex : undefined
  const row = rows[index ?? -1]
  if (!row) return ''
  return tip(`${words.axis}: ${row.title}`, [
    { title: 'Predicted', value: format(row.predicted), color: palette.series },
    { title: 'Happened', value: format(row.actual), color: palette['series-2'] },
    ...(row.size === undefined ? [] : [{ title: words.size, value: String(row.size) }]),
  ])
}
