import type { EChartsCoreOption } from 'echarts/core'
import type { ChartsView } from '#shared/portfolio/charts-view.schema'
import { change, money, moneyShort } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'

type Bridge = ChartsView['bridge']

interface Style {
  readonly currency: string
  readonly palette: Palette
}

const isEnd = (name: string): boolean => name === 'revenue' || name === 'revenue-start'

/** Where each bar floats: from the revenue before to the revenue now. */
export function floating({ bars }: Bridge): { from: number; to: number }[] {
  let level = 0
  return bars.map(({ name, cents }) => {
    const from = isEnd(name) ? 0 : level
    level = isEnd(name) ? cents : level + cents
    return { from, to: level }
  })
}

/** Revenue of the period before, what changed client by client, and revenue now. */
export function bridgeOption(bridge: Bridge, { currency, palette }: Style): EChartsCoreOption {
  const spans = floating(bridge)
  const colour = (name: string, cents: number) =>
    isEnd(name) ? palette.series : cents >= 0 ? palette['pos-fill'] : palette['neg-fill']
  return {
    grid: { top: 28 },
    xAxis: {
      type: 'category',
      data: bridge.bars.map(({ title }) => title),
      axisLabel: { interval: 0, hideOverlap: false, fontSize: 11 },
    },
    yAxis: { type: 'value', axisLabel: { formatter: (cents: number) => moneyShort(cents, currency) } },
    tooltip: {
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const bar = bridge.bars[dataIndex]
        return bar ? tip(bar.title, [{ title: 'Revenue', value: money(bar.cents, currency) }]) : ''
      },
    },
    series: [
      {
        type: 'bar',
        stack: 'bridge',
        silent: true,
        itemStyle: { color: 'transparent' },
        data: spans.map(({ from, to }) => Math.min(from, to)),
      },
      {
        type: 'bar',
        stack: 'bridge',
        barMaxWidth: 56,
        data: bridge.bars.map(({ name, cents }, index) => ({
          value: Math.abs((spans[index]?.to ?? 0) - (spans[index]?.from ?? 0)),
          itemStyle: { color: colour(name, cents), borderRadius: 3 },
        })),
        label: {
          show: true,
          position: 'top',
          color: palette.ink,
          fontSize: 11,
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const bar = bridge.bars[dataIndex]
            if (!bar) return ''
            return isEnd(bar.name) ? moneyShort(bar.cents, currency) : change(bar.cents, 'cents', currency)
          },
        },
      },
    ],
  }
}

/** The bars as rows; each can be followed. */
export function bridgeRows({ bars, residual }: Bridge, currency: string): ChartRows {
  return {
    columns: [
      { name: 'what', title: 'What' },
      { name: 'cents', title: 'Revenue', isNumber: true },
    ],
    shown: [
      ...bars.map(({ title, cents }) => ({ what: title, cents: money(cents, currency) })),
      { what: 'Left over', cents: money(residual, currency) },
    ],
    traces: bars.map(({ trace }) => ({ cents: trace })),
    rawHeader: ['what', 'cents'],
    raw: [...bars.map(({ name, cents }) => [name, cents]), ['left-over', residual]],
  }
}

/** The bridge in one sentence. */
export function bridgeSentence({ bars }: Bridge, currency: string): string {
  const words = bars.map(({ title, cents }) => `${title.toLowerCase()} ${moneyShort(cents, currency)}`)
  return `Revenue bridge: ${words.join(', ')}.`
}
