import type { EChartsCoreOption } from 'echarts/core'
import type { LossFactorView } from '#shared/portfolio/charts-view.schema'
import type { Figure } from '#shared/kernel/figure.schema'
import { count, percent, range } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'

const SMALL = 30

/** Observed loss by group with its 95 % interval, and the loss of all as a line. */
export function lossOption(
  { bins }: LossFactorView,
  { base, palette }: { base: Figure; palette: Palette },
): EChartsCoreOption {
  const shown = bins.filter(({ clients }) => clients > 0)
  return {
    grid: { top: 20 },
    xAxis: {
      type: 'category',
      data: shown.map(({ title }) => title),
      axisLabel: { interval: 0, width: 76, overflow: 'break', fontSize: 10 },
    },
    yAxis: { type: 'value', min: 0, axisLabel: { formatter: (share: number) => percent(share, 0) } },
    tooltip: {
      trigger: 'axis',
      formatter: (items: unknown) => {
        const index = Array.isArray(items)
          ? (items[0] as { dataIndex: number } | undefined)?.dataIndex
          : undefined
        const bin = shown[index ?? -1]
        if (!bin) return ''
        return tip(bin.title, [
          { title: 'Lost', value: `${count(bin.lost)} of ${count(bin.clients)}` },
          { title: 'Rate', value: percent(bin.rate.value ?? 0), color: palette.series },
          { title: '95% interval', value: range(bin.rate.low95 ?? 0, bin.rate.high95 ?? 0, percent) },
        ])
      },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 34,
        data: shown.map(({ rate, clients }) => ({
          value: rate.value ?? 0,
          itemStyle: { color: palette.series, opacity: clients < SMALL ? 0.4 : 0.85, borderRadius: 3 },
        })),
        markLine:
          base.value === null
            ? undefined
            : {
                symbol: 'none',
                silent: true,
                animation: false,
                lineStyle: { color: palette.muted, type: 'dashed' },
                label: {
                  formatter: `All ${percent(base.value)}`,
                  color: palette.muted,
                  position: 'insideEndTop',
                  fontSize: 11,
                },
                data: [{ yAxis: base.value }],
              },
      },
      ...whiskers(shown, palette),
    ],
  }
}

/** The interval as a thin floating bar over the rate. */
function whiskers(bins: LossFactorView['bins'], palette: Palette) {
  const bar = { type: 'bar', stack: 'interval', barGap: '-55%', barWidth: 3, silent: true } as const
  return [
    { ...bar, itemStyle: { color: 'transparent' }, data: bins.map(({ rate }) => rate.low95 ?? 0) },
    {
      ...bar,
      itemStyle: { color: palette.ink },
      data: bins.map(({ rate }) => (rate.high95 ?? 0) - (rate.low95 ?? 0)),
    },
  ]
}

/** The groups as rows; rates can be followed to the clients. */
export function lossRows({ bins, factor }: LossFactorView): ChartRows {
  const link = (bin: string, part: string) => ({ metric: 'loss-rate', question: { factor, bin, part } })
  return {
    columns: [
      { name: 'group', title: 'Group' },
      { name: 'clients', title: 'Active then', isNumber: true },
      { name: 'lost', title: 'Lost', isNumber: true },
      { name: 'rate', title: 'Rate', isNumber: true },
      { name: 'interval', title: '95% interval', isNumber: true },
      { name: 'now', title: 'Active now', isNumber: true },
    ],
    shown: bins.map((bin) => ({
      group: bin.title,
      clients: count(bin.clients),
      lost: count(bin.lost),
      rate: bin.rate.value === null ? '—' : percent(bin.rate.value),
      interval: bin.rate.value === null ? '' : range(bin.rate.low95 ?? 0, bin.rate.high95 ?? 0, percent),
      now: count(bin.activeNow),
    })),
    traces: bins.map(({ name }) => ({
      clients: link(name, 'denominator'),
      lost: link(name, 'numerator'),
      rate: link(name, 'numerator'),
    })),
    rawHeader: ['group', 'clients', 'lost', 'rate', 'low95', 'high95', 'activeNow'],
    raw: bins.map(({ name, clients, lost, rate, activeNow }) => [
      name,
      clients,
      lost,
      rate.value,
      rate.low95 ?? null,
      rate.high95 ?? null,
      activeNow,
    ]),
  }
}

/** The groups in one sentence. */
export function lossSentence({ title, bins }: LossFactorView): string {
  const words = bins
    .filter(({ clients }) => clients > 0)
    .map(({ title: group, rate }) => `${group.toLowerCase()} ${percent(rate.value ?? 0)}`)
  return `Observed loss by ${title.toLowerCase()}: ${words.join(', ')}.`
}
