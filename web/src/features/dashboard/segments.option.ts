import type { EChartsCoreOption } from 'echarts/core'
import type { DashboardView } from '#shared/portfolio/dashboard-view.schema'
import { count, money, moneyShort, percent } from '../../lib/format.ts'
import { segmentTitle } from '../../lib/segment-title.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'

type Segments = DashboardView['clients']['bySegment']

interface Style {
  readonly currency: string
  readonly palette: Palette
}

/** Whom to keep, whom to win, whom to win back: the hue; the words say the same. */
const moods: Readonly<Record<string, 'pos-fill' | 'series' | 'warn-fill' | 'neg-fill' | 'subtle'>> = {
  champions: 'pos-fill',
  loyal: 'pos-fill',
  'potential-loyalists': 'series',
  'new-customers': 'series',
  promising: 'series',
  'need-attention': 'warn-fill',
  'about-to-sleep': 'warn-fill',
  'cannot-lose-them': 'neg-fill',
  'at-risk': 'neg-fill',
  hibernating: 'subtle',
  lost: 'subtle',
  none: 'subtle',
}

/** Segments as areas: the area is the number of clients, the hue the mood. */
export function segmentsOption(segments: Segments, { currency, palette }: Style): EChartsCoreOption {
  return {
    tooltip: {
      formatter: ({ data }: { data?: { segment?: string } }) => {
        const row = segments.find(({ segment }) => segment === data?.segment)
        if (!row) return ''
        return tip(segmentTitle(row.segment), [
          { title: 'Clients', value: count(row.count) },
          { title: 'Total CLV', value: money(row.totalCents, currency) },
        ])
      },
    },
    series: [
      {
        type: 'treemap',
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        top: 0,
        left: 0,
        right: 0,
        bottom: 0,
        itemStyle: { borderColor: palette.surface, borderWidth: 2, gapWidth: 2 },
        label: { color: '#ffffff', fontSize: 11, lineHeight: 15, overflow: 'truncate', textBorderWidth: 0 },
        data: segments.map(({ segment, count: clients, totalCents }) => ({
          name: `${segmentTitle(segment)}\n${count(clients)} · ${moneyShort(totalCents, currency)}`,
          value: clients,
          segment,
          itemStyle: { color: deep(palette, moods[segment] ?? 'subtle') },
        })),
      },
    ],
  }
}

/** White text must be readable on every hue in both themes. */
function deep(palette: Palette, mood: (typeof moods)[string]): string {
  const deeper: Record<string, string> = {
    'pos-fill': '#0b7a55',
    series: '#1b5fdd',
    'warn-fill': '#8f5600',
    'neg-fill': '#b3202f',
    subtle: '#525968',
  }
  return deeper[mood] ?? palette.subtle
}

/** The segments as rows; counts and sums can be followed. */
export function segmentsRows(segments: Segments, currency: string): ChartRows {
  const whole = segments.reduce((sum, { count: clients }) => sum + clients, 0)
  return {
    columns: [
      { name: 'segment', title: 'Segment' },
      { name: 'clients', title: 'Clients', isNumber: true },
      { name: 'share', title: 'Share', isNumber: true },
      { name: 'total', title: 'Total CLV', isNumber: true },
    ],
    shown: segments.map((row) => ({
      segment: segmentTitle(row.segment),
      clients: count(row.count),
      share: percent(whole > 0 ? row.count / whole : 0),
      total: money(row.totalCents, currency),
    })),
    traces: segments.map(({ segment }) => ({
      clients: { metric: 'clients', question: { segment } },
      total: { metric: 'total-clv', question: { segment } },
    })),
    rawHeader: ['segment', 'clients', 'totalCents'],
    raw: segments.map((row) => [row.segment, row.count, row.totalCents]),
  }
}
