import type { EChartsCoreOption } from 'echarts/core'
import type { ClientEngagement, EngagementRow } from '#shared/client/client-engagement.schema'
import { addMonths } from '#shared/kernel/day'
import { month, monthTick } from '../../lib/days.ts'
import { decimal, NOTHING } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'
import { indicatorTitle } from './engagement-words.ts'

const MONTHS = 12

function monthsOf({ month: last }: ClientEngagement, row: EngagementRow) {
  return Array.from({ length: MONTHS }, (_, index) => {
    const name = addMonths(last, index - MONTHS + 1)
    return { month: name, value: row.months.find((one) => one.month === name)?.value ?? null }
  })
}

/** An indicator by month as bars, the segment's mean as a dashed line. */
export function engagementOption(
  engagement: ClientEngagement,
  { row, palette }: { row: EngagementRow; palette: Palette },
): EChartsCoreOption {
  const months = monthsOf(engagement, row)
  return {
    grid: { top: 24 },
    xAxis: {
      type: 'category',
      data: months.map((one) => one.month),
      axisLabel: { formatter: monthTick, hideOverlap: true },
    },
    yAxis: { type: 'value', minInterval: 1 },
    tooltip: {
      trigger: 'axis',
      formatter: (items: unknown) => {
        const index = (items as { dataIndex: number }[])[0]?.dataIndex ?? -1
        const one = months[index]
        if (!one) return ''
        const value = one.value === null ? 'not measured' : decimal(one.value)
        return tip(month(one.month), [{ title: indicatorTitle(row.indicator), value, color: palette.series }])
      },
    },
    series: [
      {
        id: 'months',
        type: 'bar',
        color: palette.series,
        barMaxWidth: 28,
        data: months.map(({ value }) => value),
        markLine: {
          symbol: 'none',
          silent: true,
          animation: false,
          lineStyle: { color: palette['series-2'], type: 'dashed' },
          label: { formatter: 'Segment', position: 'insideEndTop', color: palette.muted, fontSize: 11 },
          data: row.segmentMean === null ? [] : [{ yAxis: row.segmentMean }],
        },
      },
    ],
  }
}

/** The months behind the chart. */
export function engagementRows(engagement: ClientEngagement, row: EngagementRow): ChartRows {
  const months = monthsOf(engagement, row)
  return {
    columns: [
      { name: 'month', title: 'Month' },
      { name: 'value', title: indicatorTitle(row.indicator), isNumber: true },
    ],
    shown: months.toReversed().map((one) => ({
      month: month(one.month),
      value: one.value === null ? `${NOTHING} not measured` : decimal(one.value),
    })),
    rawHeader: ['month', row.indicator],
    raw: months.map((one) => [one.month, one.value]),
  }
}
