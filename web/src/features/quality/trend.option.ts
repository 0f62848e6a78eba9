import type { EChartsCoreOption } from 'echarts/core'
import type { MetricsView } from '#shared/quality/metrics-view.schema'
import { day, instant } from '../../lib/days.ts'
import { count, decimal, NOTHING } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'

type Scans = MetricsView['scans']

/** The overall score of each full scan as a line. */
export function trendOption(scans: Scans, palette: Palette): EChartsCoreOption {
  return {
    grid: { top: 16 },
    xAxis: {
      type: 'category',
      data: scans.map(({ at }) => at),
      axisLabel: { hideOverlap: true, formatter: (at: string) => day(at.slice(0, 10)) },
    },
    yAxis: { type: 'value', min: ({ min }: { min: number }) => Math.max(0, Math.floor(min - 2)), max: 100 },
    tooltip: { trigger: 'axis', formatter: (items: unknown) => tooltip(items, scans, palette) },
    series: [
      {
        id: 'overall',
        type: 'line',
        symbol: 'circle',
        symbolSize: 7,
        color: palette.series,
        lineStyle: { width: 2 },
        data: scans.map(({ overall }) => overall),
      },
    ],
  }
}

function tooltip(items: unknown, scans: Scans, palette: Palette): HTMLElement | string {
  const index = Array.isArray(items) ? (items[0] as { dataIndex: number } | undefined)?.dataIndex : undefined
  const scan = scans[index ?? -1]
  if (!scan) return ''
  return tip(instant(scan.at), [
    {
      title: 'Score',
      value: scan.overall === null ? NOTHING : decimal(scan.overall, 1),
      color: palette.series,
    },
    { title: 'Failing rows', value: count(scan.failed) },
  ])
}

/** The rows behind the chart. */
export function trendRows(scans: Scans): ChartRows {
  return {
    columns: [
      { name: 'at', title: 'Scan' },
      { name: 'overall', title: 'Score', isNumber: true },
      { name: 'failed', title: 'Failing rows', isNumber: true },
      { name: 'clients', title: 'Clients', isNumber: true },
      { name: 'seconds', title: 'Seconds', isNumber: true },
    ],
    shown: scans.map((scan) => ({
      at: instant(scan.at),
      overall: scan.overall === null ? NOTHING : decimal(scan.overall, 1),
      failed: count(scan.failed),
      clients: count(scan.clients),
      seconds: count(scan.seconds),
    })),
    rawHeader: ['at', 'score', 'failed', 'clients', 'seconds'],
    raw: scans.map(({ at, overall, failed, clients, seconds }) => [at, overall, failed, clients, seconds]),
  }
}
