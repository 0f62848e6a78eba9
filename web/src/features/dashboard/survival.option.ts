import type { EChartsCoreOption } from 'echarts/core'
import type { ChartsView } from '#shared/portfolio/charts-view.schema'
import { count, percent, range } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'

type Survival = ChartsView['survival']

const whole = (share: number): string => percent(share, 0)

/** Share still a client by months since the first activity, with its 95 % band. */
export function survivalOption({ steps }: Survival, palette: Palette): EChartsCoreOption {
  const line = { type: 'line', step: 'end', symbol: 'none', silent: true } as const
  return {
    xAxis: {
      type: 'value',
      max: steps.at(-1)?.month ?? 1,
      name: 'Months since the first activity',
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: palette.subtle, fontSize: 11 },
      splitLine: { show: false },
    },
    grid: { bottom: 24 },
    yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: whole } },
    tooltip: {
      trigger: 'axis',
      formatter: (items: unknown) => {
        const index = Array.isArray(items)
          ? (items[0] as { dataIndex: number } | undefined)?.dataIndex
          : undefined
        const step = steps[index ?? -1]
        if (!step) return ''
        return tip(`Month ${step.month}`, [
          { title: 'Still a client', value: percent(step.survival), color: palette.series },
          { title: '95% band', value: range(step.low, step.high, percent) },
          { title: 'At risk', value: count(step.atRisk) },
        ])
      },
    },
    series: [
      {
        ...line,
        stack: 'band',
        lineStyle: { opacity: 0 },
        data: steps.map(({ month, low }) => [month, low]),
      },
      {
        ...line,
        stack: 'band',
        lineStyle: { opacity: 0 },
        areaStyle: { color: palette.series, opacity: 0.16 },
        data: steps.map(({ month, low, high }) => [month, high - low]),
      },
      {
        ...line,
        silent: false,
        color: palette.series,
        lineStyle: { width: 2 },
        data: steps.map(({ month, survival }) => [month, survival]),
      },
    ],
  }
}

/** The curve as rows. */
export function survivalRows({ steps }: Survival): ChartRows {
  return {
    columns: [
      { name: 'month', title: 'Month' },
      { name: 'survival', title: 'Still a client', isNumber: true },
      { name: 'band', title: '95% band', isNumber: true },
      { name: 'atRisk', title: 'At risk', isNumber: true },
    ],
    shown: steps.map((step) => ({
      month: String(step.month),
      survival: percent(step.survival),
      band: range(step.low, step.high, percent),
      atRisk: count(step.atRisk),
    })),
    rawHeader: ['month', 'survival', 'low95', 'high95', 'atRisk'],
    raw: steps.map((step) => [step.month, step.survival, step.low, step.high, step.atRisk]),
  }
}

/** The curve in one sentence. */
export function survivalSentence({ steps, clients }: Survival): string {
  const at = (month: number) => steps.findLast((step) => step.month <= month)
  const last = steps.at(-1)?.month ?? 0
  const words = [12, 24, 36]
    .filter((month) => month <= last)
    .map((month) => `${whole(at(month)?.survival ?? 1)} after ${month} months`)
  return `Of ${count(clients)} clients, still clients: ${words.join(', ') || 'all so far'}.`
}
