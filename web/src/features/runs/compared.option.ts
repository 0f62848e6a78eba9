import type { EChartsCoreOption } from 'echarts/core'
import { range } from '../../lib/format.ts'
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
      ...band(rows, palette),
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

/** The widened interval as an area: a line nobody sees at its foot, and its height stacked upon it. */
function band(rows: Compared['rows'], palette: Palette) {
  if (!rows.some(({ interval }) => interval)) return []
  const line = { type: 'line', stack: 'interval', symbol: 'none', silent: true, lineStyle: { opacity: 0 } }
  return [
    { ...line, id: 'interval-low', data: rows.map(({ interval }) => interval?.wideLow) },
    {
      ...line,
      id: 'interval',
      areaStyle: { color: palette.series, opacity: 0.14 },
      data: rows.map(({ interval }) => interval && interval.wideHigh - interval.wideLow),
    },
  ]
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
    ...(row.interval
      ? [
          {
            title: '80% interval, widened',
            value: range(row.interval.wideLow, row.interval.wideHigh, format),
          },
        ]
      : []),
    ...(row.size === undefined ? [] : [{ title: words.size, value: String(row.size) }]),
  ])
}
