import { BarChart, HeatmapChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, VisualMapComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { type CellStyle, cellText } from '#shared/report/cell-text'
import type { ReportChart } from '#shared/report/document'
import type { Cell, Column, Row } from '#shared/report/table'
import { colours, type Pages } from './pages.ts'
import { drawSvg } from './svg.ts'

echarts.use([
  BarChart,
  LineChart,
  HeatmapChart,
  GridComponent,
  LegendComponent,
  VisualMapComponent,
  SVGRenderer,
])

const HEIGHT = 200
const MOST_POINTS = 48
// Told apart without colour too: by place in a bar, by dash in a line.
const palette = ['#1b5fdd', '#d47f24', '#1a9a70', '#8a3ffc']
const dashes = ['solid', 'dashed', 'dotted', 'solid'] as const

/** A table a chart is drawn from. */
export interface ChartTable {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

/** Draws a chart with its caption as vectors; its numbers are those of the table. */
export function drawChart(
  pages: Pages,
  chart: ReportChart,
  { table, style }: { table: ChartTable; style: CellStyle },
): void {
  if (table.rows.length === 0) return
  pages.room(HEIGHT + 60)
  pages.text('H3', chart.title, { font: 'bold', size: 10.5, gap: 2 })
  const svg = svgOf(pages, { chart, table, style })
  const at = pages.y()
  const figure = pages.doc.struct('Figure', { alt: altOf(chart, table, style) }, () =>
    drawSvg(pages, svg, { x: pages.left, y: at }),
  )
  pages.root.add(figure)
  pages.down(HEIGHT + 4)
  pages.text('Caption', chart.caption, { size: 8, colour: colours.muted, gap: 12 })
}

interface Drawing {
  readonly chart: ReportChart
  readonly table: ChartTable
  readonly style: CellStyle
}

function svgOf({ doc, width }: Pages, drawing: Drawing): string {
  echarts.setPlatformAPI({
    measureText: (text, font) => {
      const size = Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? 10)
      return { width: doc.font('regular').fontSize(size).widthOfString(text) }
    },
  })
  const instance = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height: HEIGHT })
  try {
    instance.setOption(drawing.chart.kind === 'heat' ? heat(drawing) : lines(drawing))
    return instance.renderToSVGString()
  } finally {
    // Without it the process never ends.
    instance.dispose()
  }
}

function columnAt({ columns, rows }: ChartTable, key: string) {
  const index = columns.findIndex((column) => column.key === key)
  return {
    title: columns[index]?.title ?? key,
    unit: columns[index]?.unit ?? ('text' as const),
    values: rows.slice(0, MOST_POINTS).map((row): Cell => row[index] ?? null),
  }
}

const text = { fontSize: 9, color: colours.muted }
const grid = {
  left: 4,
  right: 8,
  top: 12,
  bottom: 26,
  outerBoundsMode: 'same' as const,
  outerBoundsContain: 'axisLabel' as const,
}

function lines({ chart, table, style }: Drawing): echarts.EChartsCoreOption {
  const series = chart.series.map((key) => columnAt(table, key))
  const unit = series[0]?.unit ?? 'count'
  const isLine = chart.kind === 'line'
  const band = chart.band && { low: columnAt(table, chart.band.low), high: columnAt(table, chart.band.high) }
  const bandOf = (id: string, data: readonly Cell[], opacity: number) => ({
    id,
    name: id,
    type: 'line' as const,
    stack: 'band',
    data,
    showSymbol: false,
    lineStyle: { opacity: 0 },
    areaStyle: { opacity, color: palette[0] },
  })
  const spread = band?.high.values.map(
    (high, index) => Number(high ?? 0) - Number(band.low.values[index] ?? 0),
  )
  return {
    animation: false,
    color: palette,
    textStyle: { fontFamily: 'Inter' },
    legend: { bottom: 0, data: series.map(({ title }) => title), textStyle: text, itemHeight: 8 },
    grid,
    xAxis: {
      type: 'category',
      data: columnAt(table, chart.x).values.map(String),
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      axisLabel: {
        ...text,
        formatter: (value: number) => cellText(value, unit, { ...style, isFormatted: true }),
      },
      splitNumber: 4,
    },
    series: [
      ...(band ? [bandOf('low', band.low.values, 0), bandOf('spread', spread ?? [], 0.18)] : []),
      ...series.map(({ title, values }, index) => ({
        id: chart.series[index],
        name: title,
        color: palette[index] ?? palette[0],
        type: isLine ? ('line' as const) : ('bar' as const),
        data: values,
        ...(chart.kind === 'stacked' ? { stack: 'all' } : {}),
        ...(isLine
          ? { showSymbol: values.length < 3, lineStyle: { width: 1.8, type: dashes[index] ?? 'solid' } }
          : {}),
      })),
    ],
  }
}

function heat({ chart, table }: Drawing): echarts.EChartsCoreOption {
  const cohorts = columnAt(table, chart.x).values.map(String)
  const series = chart.series.map((key) => columnAt(table, key))
  const data = series.flatMap(({ values }, life) =>
    values.flatMap((value, cohort) => (value === null ? [] : [[life, cohort, Number(value)]])),
  )
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter' },
    grid: { ...grid, bottom: 30 },
    xAxis: {
      type: 'category',
      data: series.map(({ title }) => title),
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: { type: 'category', data: cohorts, inverse: true, axisLabel: { ...text, hideOverlap: true } },
    visualMap: { show: false, min: 0, max: 1, inRange: { color: ['#eef3fe', '#1b5fdd'] } },
    series: [{ id: 'heat', type: 'heatmap', data, itemStyle: { borderColor: '#ffffff', borderWidth: 0.5 } }],
  }
}

function altOf(chart: ReportChart, table: ChartTable, style: CellStyle): string {
  const [key = ''] = chart.series
  const { title, unit, values } = columnAt(table, key)
  const x = columnAt(table, chart.x).values
  const one = (index: number) =>
    `${String(x.at(index) ?? '')}: ${cellText(values.at(index) ?? null, unit, { ...style, isFormatted: true })}`
  return `${chart.title}. ${title}, first ${one(0)}, last ${one(-1)}. All numbers stand in the table.`
}
