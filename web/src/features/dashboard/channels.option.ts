import type { EChartsCoreOption } from 'echarts/core'
import type { ChartsView } from '#shared/portfolio/charts-view.schema'
import { figureText } from '../../lib/figure.ts'
import { count, money, moneyShort } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'
import { tip } from '../../ui/tip.ts'
import { channelTitle } from './channel-title.ts'
import type { Palette } from '../../ui/tokens.ts'

type Channels = ChartsView['channels']

/** Cost and value of a client won, side by side, by channel. */
export function channelsOption(
  { rows }: Channels,
  { currency, palette }: { currency: string; palette: Palette },
): EChartsCoreOption {
  const bar = { type: 'bar', barMaxWidth: 28 } as const
  return {
    grid: { top: 32 },
    legend: {
      top: 0,
      left: 0,
      icon: 'circle',
      itemWidth: 8,
      itemHeight: 8,
      textStyle: { color: palette.muted, fontSize: 11 },
    },
    xAxis: {
      type: 'category',
      data: rows.map(({ channel }) => channelTitle(channel)),
      axisLabel: { interval: 0, width: 84, overflow: 'truncate' },
    },
    yAxis: { type: 'value', axisLabel: { formatter: (cents: number) => moneyShort(cents, currency) } },
    tooltip: {
      trigger: 'axis',
      formatter: (items: unknown) => {
        const index = Array.isArray(items)
          ? (items[0] as { dataIndex: number } | undefined)?.dataIndex
          : undefined
        const row = rows[index ?? -1]
        if (!row) return ''
        const text = (figure: typeof row.cac) => figureText(figure, { currency }).value
        return tip(channelTitle(row.channel), [
          { title: 'CAC', value: text(row.cac), color: palette['series-2'] },
          { title: 'CLV', value: text(row.clv), color: palette.series },
          { title: 'CLV : CAC', value: text(row.ratio) },
        ])
      },
    },
    series: [
      {
        ...bar,
        name: 'CAC',
        color: palette['series-2'],
        data: rows.map(({ cac }) => cac.value),
      },
      { ...bar, name: 'CLV', color: palette.series, data: rows.map(({ clv }) => clv.value) },
    ],
  }
}

/** The channels as rows, the total last. */
export function channelsRows({ rows, total }: Channels, currency: string): ChartRows {
  const all = [...rows, total]
  const text = (figure: (typeof total)['cac']) => figureText(figure, { currency }).value
  return {
    columns: [
      { name: 'channel', title: 'Channel' },
      { name: 'clients', title: 'Won', isNumber: true },
      { name: 'cost', title: 'Spend', isNumber: true },
      { name: 'cac', title: 'CAC', isNumber: true },
      { name: 'clv', title: 'CLV', isNumber: true },
      { name: 'ratio', title: 'CLV : CAC', isNumber: true },
      { name: 'interval', title: '80% interval', isNumber: true },
    ],
    shown: all.map((row) => ({
      channel: channelTitle(row.channel),
      clients: count(row.clients),
      cost: row.costCents === null ? '—' : money(row.costCents, currency),
      cac: text(row.cac),
      clv: text(row.clv),
      ratio: text(row.ratio),
      interval: figureText(row.ratio, { currency }).interval80?.replace(' 80% interval', '') ?? '',
    })),
    rawHeader: [
      'channel',
      'clients',
      'costCents',
      'cacCents',
      'clvCents',
      'ratio',
      'ratioLow80',
      'ratioHigh80',
      'paybackMonth',
      'retention',
    ],
    raw: all.map((row) => [
      row.channel,
      row.clients,
      row.costCents,
      row.cac.value,
      row.clv.value,
      row.ratio.value,
      row.ratio.low80 ?? null,
      row.ratio.high80 ?? null,
      row.paybackMonth,
      row.retention.value,
    ]),
  }
}

/** The channels in one sentence. */
export function channelsSentence({ rows, total }: Channels, currency: string): string {
  const words = rows.map(
    ({ channel, ratio }) => `${channelTitle(channel)} ${figureText(ratio, { currency }).value}`,
  )
  return `CLV to CAC by channel: ${words.join(', ')}; all ${figureText(total.ratio, { currency }).value}.`
}
