import type { EChartsCoreOption } from 'echarts/core'
import type { DashboardView } from '#shared/portfolio/dashboard-view.schema'
import { month, monthTick } from '../lib/days.ts'
import { money, moneyShort, range } from '../lib/format.ts'
import { tip, type TipRow } from './tip.ts'
import type { Palette } from './tokens.ts'

type Revenue = DashboardView['revenue']
type Cell = number | null

interface Style {
  readonly currency: string
  readonly palette: Palette
}

/** The months on the axis and, for each, what is known, what is partial and what is foreseen. */
export function revenueColumns({ months, forecast }: Revenue) {
  const axis = [...new Set([...months, ...forecast].map((item) => item.month))].toSorted()
  const full = months.filter(({ isPartial }) => !isPartial)
  const last = full.at(-1)
  const known = new Map(full.map((item) => [item.month, item.revenueCents]))
  const partial = months.find(({ isPartial }) => isPartial)
  // The fan opens from the last full month, where there is nothing left to be unsure of.
  const anchor = last && {
    month: last.month,
    cents: last.revenueCents,
    low80: last.revenueCents,
    high80: last.revenueCents,
    low95: last.revenueCents,
    high95: last.revenueCents,
  }
  const isAfter = anchor && forecast[0] && forecast[0].month > anchor.month
  const foreseen = new Map([...(isAfter ? [anchor] : []), ...forecast].map((item) => [item.month, item]))
  return { axis, known, partial, last, foreseen }
}

type Columns = ReturnType<typeof revenueColumns>

/** Revenue by month with the fan of its forecast. */
export function revenueOption(revenue: Revenue, { currency, palette }: Style): EChartsCoreOption {
  const columns = revenueColumns(revenue)
  const { axis } = columns
  return {
    // The label at the end of the line stands in the margin.
    grid: { right: revenue.forecast.length > 0 ? 60 : 16, top: 20 },
    xAxis: {
      type: 'category',
      data: axis,
      boundaryGap: false,
      axisLabel: { formatter: monthTick, hideOverlap: true, alignMinLabel: 'left' },
    },
    yAxis: { type: 'value', axisLabel: { formatter: (cents: number) => moneyShort(cents, currency) } },
    tooltip: {
      trigger: 'axis',
      formatter: (items: unknown) => tooltip(items, axis, revenue, { currency, palette }),
    },
    series: [...fan(columns, palette), ...lines(columns, { currency, palette }, revenue.forecast.at(-1))],
  }
}

/** Stacked bands from the low end of the 95 % interval to its high end. */
function fan({ axis, foreseen }: Columns, palette: Palette) {
  type End = 'low95' | 'low80' | 'high80' | 'high95'
  const between = (low: End, high: End): Cell[] =>
    axis.map((name) => {
      const item = foreseen.get(name)
      return item ? item[high] - item[low] : null
    })
  const band = (id: string, data: Cell[], opacity: number) => ({
    id,
    type: 'line',
    stack: 'fan',
    // The bottom of the fan may be below zero while its bands are widths.
    stackStrategy: 'all',
    data,
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    areaStyle: { color: palette.series, opacity },
  })
  const base = axis.map((name) => foreseen.get(name)?.low95 ?? null)
  return [
    band('fan-base', base, 0),
    band('fan-95-low', between('low95', 'low80'), 0.12),
    band('fan-80', between('low80', 'high80'), 0.26),
    band('fan-95-high', between('high80', 'high95'), 0.12),
  ]
}

/** Forecast dashed, full months solid, the unfinished month as an open point. */
function lines({ axis, known, partial, last, foreseen }: Columns, style: Style, end?: { cents: number }) {
  const { palette, currency } = style
  const pick = (read: (name: string) => number | undefined): Cell[] => axis.map((name) => read(name) ?? null)
  const line = { type: 'line', symbol: 'none', color: palette.series, lineStyle: { width: 2 } } as const
  return [
    {
      ...line,
      id: 'forecast',
      data: pick((name) => foreseen.get(name)?.cents),
      lineStyle: { width: 2, type: 'dashed' },
      endLabel: {
        show: end !== undefined,
        formatter: () => (end ? moneyShort(end.cents, currency) : ''),
        color: palette.ink,
        fontWeight: 600,
      },
    },
    {
      ...line,
      id: 'actual',
      data: pick((name) => known.get(name)),
      z: 3,
      markLine: end ? markLine(last?.month, palette) : undefined,
    },
    {
      ...line,
      id: 'partial',
      z: 3,
      // A point by itself: a line to it would read as a fall.
      data: pick((name) => (name === partial?.month ? partial.revenueCents : undefined)),
      symbol: 'circle',
      symbolSize: 8,
      showAllSymbol: true,
      itemStyle: { color: palette.surface, borderColor: palette.series, borderWidth: 2 },
      label: { show: true, formatter: 'so far', position: 'right', color: palette.subtle, fontSize: 11 },
    },
  ]
}

function markLine(month: string | undefined, palette: Palette) {
  if (!month) return undefined
  return {
    symbol: 'none',
    silent: true,
    animation: false,
    lineStyle: { color: palette['line-strong'], type: 'solid' },
    label: {
      formatter: 'Last full month',
      color: palette.subtle,
      position: 'insideEndTop',
      rotate: 0,
      fontSize: 11,
      align: 'right',
    },
    data: [{ xAxis: month }],
  }
}

function tooltip(items: unknown, axis: readonly string[], revenue: Revenue, { currency, palette }: Style) {
  const index = Array.isArray(items) ? (items[0] as { dataIndex: number } | undefined)?.dataIndex : undefined
  const name = axis[index ?? -1]
  if (name === undefined) return ''
  const one = (cents: number): string => money(cents, currency)
  const known = revenue.months.find((item) => item.month === name)
  const coming = revenue.forecast.find((item) => item.month === name)
  const rows: TipRow[] = []
  if (known) {
    const title = known.isPartial ? 'Month so far' : 'Revenue'
    rows.push({ title, value: one(known.revenueCents), color: palette.series })
    rows.push({ title: 'Orders', value: String(known.orders) })
  }
  if (coming) {
    rows.push({ title: 'Forecast', value: one(coming.cents), color: palette.series })
    rows.push({ title: '80% interval', value: range(coming.low80, coming.high80, one) })
    rows.push({ title: '95% interval', value: range(coming.low95, coming.high95, one) })
  }
  return tip(month(name), rows)
}
