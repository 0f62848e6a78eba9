import type { EChartsCoreOption } from 'echarts/core'
import type { ScoreHistory } from '#shared/client/score-history.schema'
import { day, monthTick } from '../../lib/days.ts'
import { count, inUnit, NOTHING, percent } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'

const pointsOf = ({ points }: ScoreHistory, source: 'said' | 'recomputed') =>
  points.filter((point) => point.source === source && point.health !== null)

/** Health over time: a line under today's rules, points for what runs said, dashed marks where rules changed. */
export function historyOption(history: ScoreHistory, palette: Palette): EChartsCoreOption {
  return {
    useUTC: true,
    xAxis: {
      type: 'time',
      axisLabel: { formatter: (time: number) => monthTick(new Date(time).toISOString()), hideOverlap: true },
    },
    yAxis: { type: 'value', min: 0, max: 100, interval: 20 },
    tooltip: { trigger: 'axis', formatter: (items: unknown) => tooltip(items, palette) },
    series: [
      {
        id: 'recomputed',
        type: 'line',
        symbol: 'none',
        color: palette.series,
        lineStyle: { width: 2 },
        data: pointsOf(history, 'recomputed').map((point) => [point.day, point.health]),
        markLine: {
          symbol: 'none',
          silent: true,
          animation: false,
          lineStyle: { color: palette['line-control'], type: 'dashed' },
          label: { formatter: 'Rules changed', color: palette.subtle, fontSize: 11 },
          data: history.marks.map((mark) => ({ xAxis: mark.day })),
        },
      },
      {
        id: 'said',
        type: 'scatter',
        symbolSize: 8,
        color: palette.muted,
        data: pointsOf(history, 'said').map((point) => [point.day, point.health]),
      },
    ],
  }
}

function tooltip(items: unknown, palette: Palette): HTMLElement | string {
  const list = Array.isArray(items) ? (items as { seriesId: string; value: [string, number] }[]) : []
  const first = list[0]
  if (!first) return ''
  return tip(
    day(first.value[0]),
    list.map(({ seriesId, value }) => ({
      title: seriesId === 'said' ? 'A run said' : 'Under today’s rules',
      value: count(value[1]),
      color: seriesId === 'said' ? palette.muted : palette.series,
    })),
  )
}

/** Every point behind the chart, newest first. */
export function historyRows(history: ScoreHistory, currency: string): ChartRows {
  const points = history.points.toSorted((left, right) => right.day.localeCompare(left.day))
  const sources = { said: 'a run', recomputed: 'today’s rules' }
  return {
    columns: [
      { name: 'day', title: 'Day' },
      { name: 'source', title: 'Said by' },
      { name: 'health', title: 'Health', isNumber: true },
      { name: 'total', title: 'Total CLV', isNumber: true },
      { name: 'churn', title: 'Churn', isNumber: true },
    ],
    shown: points.map((point) => ({
      day: day(point.day),
      source: sources[point.source],
      health: point.health === null ? NOTHING : count(point.health),
      total: point.totalCents === null ? NOTHING : inUnit(point.totalCents, 'cents', currency),
      churn: point.churn === null ? NOTHING : percent(point.churn),
    })),
    rawHeader: ['day', 'source', 'health', 'totalCents', 'churn'],
    raw: points.map((point) => [point.day, point.source, point.health, point.totalCents, point.churn]),
  }
}

/** The chart in one sentence. */
export function historySentence(history: ScoreHistory): string {
  const line = pointsOf(history, 'recomputed')
  const [first, last] = [line[0], line.at(-1)]
  if (!first || !last) return 'Health over time: no score yet.'
  const marks =
    history.marks.length > 0
      ? ` Rules changed on ${history.marks.map((mark) => day(mark.day)).join(', ')}.`
      : ''
  return `Health under today’s rules from ${count(first.health ?? 0)} on ${day(first.day)} to ${count(last.health ?? 0)} on ${day(last.day)}.${marks}`
}
