import type { EChartsCoreOption } from 'echarts/core'
import type { ChartsView, CohortLine } from '#shared/portfolio/charts-view.schema'
import { month, monthTick } from '../../lib/days.ts'
import { count, percent } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'
import { tip } from '../../ui/tip.ts'
import type { Palette } from '../../ui/tokens.ts'

type Cohorts = ChartsView['cohorts']

const MEAN = 'Weighted mean'

const shareOf = ({ clients }: CohortLine, active: number): number => (clients > 0 ? active / clients : 0)

/** Diagonal lines for months that are still running; a flat colour where there is no canvas. */
function hatch(palette: Palette): unknown {
  const canvas = typeof document === 'undefined' ? undefined : document.createElement('canvas')
  const pen = canvas?.getContext('2d')
  if (!canvas || !pen) return palette.hover
  canvas.width = 8
  canvas.height = 8
  pen.fillStyle = palette.hover
  pen.fillRect(0, 0, 8, 8)
  pen.strokeStyle = palette['line-control']
  pen.beginPath()
  for (const start of [-8, 0, 8]) {
    pen.moveTo(start, 8)
    pen.lineTo(start + 8, 0)
  }
  pen.stroke()
  return { image: canvas, repeat: 'repeat' }
}

/** Who of each month's new clients was active in the months after: darker is more. */
export function cohortsOption({ lines, mean }: Cohorts, palette: Palette): EChartsCoreOption {
  const names = [...lines.map((line) => line.month), MEAN].toReversed()
  const unfinished = hatch(palette)
  const cells = lines.flatMap((line) =>
    line.cells.map((cell) => {
      const share = shareOf(line, cell.active)
      const base = { value: [cell.life, names.indexOf(line.month), Math.round(share * 1000) / 10] }
      return cell.isUnfinished ? { ...base, visualMap: false, itemStyle: { color: unfinished } } : base
    }),
  )
  const means = mean.map(({ life, share }) => ({
    value: [life, names.indexOf(MEAN), Math.round((share.value ?? 0) * 1000) / 10],
  }))
  return {
    grid: { top: 4, bottom: 24 },
    xAxis: {
      type: 'category',
      data: Array.from({ length: Math.max(0, ...lines.map((line) => line.cells.length)) }, (_, life) => life),
      name: 'Months after',
      nameLocation: 'middle',
      nameGap: 26,
      nameTextStyle: { color: palette.subtle, fontSize: 11 },
      axisLabel: { interval: 2 },
    },
    yAxis: {
      type: 'category',
      data: names,
      axisLabel: { formatter: (name: string) => (name === MEAN ? 'Mean' : monthTick(name)), interval: 1 },
    },
    visualMap: {
      type: 'continuous',
      show: false,
      min: 0,
      max: 100,
      dimension: 2,
      inRange: { color: [palette['accent-soft'], palette.series] },
    },
    tooltip: {
      formatter: ({ value }: { value?: readonly number[] }) => {
        const [life = 0, row = 0] = value ?? []
        return cohortTip({ lines, mean }, names[row] ?? '', life)
      },
    },
    series: [
      {
        type: 'heatmap',
        data: [...cells, ...means],
        itemStyle: { borderColor: palette.surface, borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: palette.ink } },
      },
    ],
  }
}

function cohortTip({ lines, mean }: Cohorts, name: string, life: number) {
  if (name === MEAN) {
    const found = mean.find((one) => one.life === life)?.share
    return tip(`Mean, month ${life}`, [
      { title: 'Active', value: percent(found?.value ?? 0) },
      { title: 'Clients', value: count(found?.n ?? 0) },
    ])
  }
  const line = lines.find((one) => one.month === name)
  const cell = line?.cells[life]
  if (!line || !cell) return ''
  return tip(`Won in ${month(name)}, month ${life}${cell.isUnfinished ? ', still running' : ''}`, [
    { title: 'Active', value: percent(shareOf(line, cell.active)) },
    { title: 'Clients', value: `${count(cell.active)} of ${count(line.clients)}` },
  ])
}

const SHOWN = [0, 1, 2, 3, 6, 9, 12, 18, 23] as const

/** The cohorts as rows: chosen months in the table, every month in the CSV. */
export function cohortsRows({ lines, mean }: Cohorts): ChartRows {
  const column = (life: number) => ({ name: `m${life}`, title: `Month ${life}`, isNumber: true })
  const shown = lines.map((line) => ({
    cohort: month(line.month),
    clients: count(line.clients),
    ...Object.fromEntries(
      SHOWN.map((life) => {
        const cell = line.cells[life]
        const text = cell ? `${percent(shareOf(line, cell.active))}${cell.isUnfinished ? ' so far' : ''}` : ''
        return [`m${life}`, text]
      }),
    ),
  }))
  const meanRow = {
    cohort: MEAN,
    clients: count(mean[0]?.share.n ?? 0),
    ...Object.fromEntries(
      SHOWN.map((life) => {
        const found = mean.find((one) => one.life === life)
        return [`m${life}`, found ? percent(found.share.value ?? 0) : '']
      }),
    ),
  }
  return {
    columns: [
      { name: 'cohort', title: 'Won in' },
      { name: 'clients', title: 'Clients', isNumber: true },
      ...SHOWN.map(column),
    ],
    shown: [...shown, meanRow],
    traces: lines.map((line) =>
      Object.fromEntries(
        SHOWN.filter((life) => line.cells[life]).map((life) => [
          `m${life}`,
          { metric: 'cohort-retention', question: { cohort: line.month, life: String(life) } },
        ]),
      ),
    ),
    rawHeader: ['cohort', 'clients', 'month', 'active', 'isUnfinished'],
    raw: lines.flatMap((line) =>
      line.cells.map((cell) => [line.month, line.clients, cell.life, cell.active, String(cell.isUnfinished)]),
    ),
  }
}

/** The cohorts in one sentence. */
export function cohortsSentence({ lines, mean }: Cohorts): string {
  const at = (life: number) => mean.find((one) => one.life === life)?.share.value
  const words = [1, 6, 12].flatMap((life) => {
    const share = at(life)
    return share === null || share === undefined ? [] : [`${percent(share)} in month ${life}`]
  })
  return `${count(lines.length)} cohorts; active on average: ${words.join(', ') || 'not known yet'}.`
}
