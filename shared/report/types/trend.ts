import { monthOf } from '#shared/kernel/day'
import { type RevenueForecast, revenueForecast } from '#shared/portfolio/forecast'
import { fullMonthsBefore } from '#shared/portfolio/compiled-days'
import type { ReportDocument, ReportQuestion } from '../document.ts'
import {
  followed,
  counted,
  groupColumn,
  groupTitle,
  inOrder,
  money,
  monthBuckets,
  monthsOf,
  plain,
  timeColumn,
} from '../parts.ts'
import { dimensions, flowsBy, monthTime } from '../sums.ts'
import type { ReportTable, Row } from '../table.ts'

const MONTHS_OF_A_YEAR = 12

/** Months in a row: revenue, its moving average, its change on the year, and the forecast with its bands. */
export function trendReport(question: ReportQuestion): ReportDocument {
  const { snapshot, filter } = question
  const { months, flows, full } = series(question)
  const forecast = revenueForecast(full)
  const isFiltered = dimensions.some((name) => filter[name] !== undefined)
  const table = trendTable(question, months, flows)
  const revenue = monthsOf(question).reduce((sum, month) => sum + flows.at(monthTime(month)).revenue, 0)
  return {
    title: 'Trend report',
    purpose: 'How revenue, orders and new clients move over time, and where revenue is heading.',
    figures: [
      {
        name: 'revenue',
        title: 'Revenue of the months listed',
        figure: plain('cents', revenue),
        definition: 'Purchases and charges minus refunds.',
        trace: followed('revenue'),
      },
      {
        name: 'growth',
        title: isFiltered ? 'Predicted growth of the selection' : 'Predicted growth',
        figure: forecast.growth,
        definition: `Forecast of the next 12 months over the last 12 full months, minus 1.${forecast.method ? ` Method: ${forecast.method}.` : ''}`,
        trace: followed('growth'),
      },
    ],
    tables: [table, ...(question.by ? [groupTrend(question)] : []), forecastTable(forecast)],
    charts: [
      {
        id: 'months',
        title: 'Revenue and its average of 12 months',
        caption: 'Rows of the table “By month”.',
        table: 'months',
        kind: 'line',
        x: 'month',
        series: ['revenue', 'average_12_months'],
      },
      ...(forecast.forecast.length > 0
        ? [
            {
              id: 'forecast',
              title: 'Forecast with 80 % interval',
              caption: 'Rows of the table “Revenue forecast”.',
              table: 'forecast',
              kind: 'line' as const,
              x: 'month',
              series: ['revenue'],
              band: { low: 'low80', high: 'high80' },
            },
          ]
        : []),
    ],
    ties: [{ title: 'revenue of the months', left: sumOf(table, 'revenue'), right: revenue }],
    notes: [`The month of ${snapshot.asOf} counts up to that day.`],
  }
}

function forecastTable(forecast: RevenueForecast): ReportTable {
  return {
    id: 'forecast',
    title: 'Revenue forecast',
    columns: [
      { key: 'month', title: 'Month', unit: 'month', isKey: true },
      { key: 'revenue', title: 'Expected', unit: 'cents' },
      { key: 'low80', title: 'Low, 80 %', unit: 'cents' },
      { key: 'high80', title: 'High, 80 %', unit: 'cents' },
      { key: 'low95', title: 'Low, 95 %', unit: 'cents' },
      { key: 'high95', title: 'High, 95 %', unit: 'cents' },
    ],
    rows: forecast.forecast.map(({ month, cents, low80, high80, low95, high95 }): Row => [
      month,
      cents,
      low80,
      high80,
      low95,
      high95,
    ]),
    note: forecast.method
      ? `Method: ${forecast.method}, chosen by its error on past months.`
      : (forecast.reason ?? ''),
  }
}

function sumOf({ columns, rows }: ReportTable, key: string): number {
  const index = columns.findIndex((column) => column.key === key)
  return rows.reduce((sum, row) => sum + Number(row[index] ?? 0), 0)
}

function series(question: ReportQuestion) {
  const { snapshot, filter } = question
  const all = snapshot.context.months
  const flows = flowsBy(snapshot, all.map(monthTime), { filter })
  const first = all.findIndex(
    (month) => flows.at(monthTime(month)).orders !== 0 || flows.at(monthTime(month)).revenue !== 0,
  )
  const months = first < 0 ? [] : all.slice(first)
  const isPartial = (month: string) =>
    month === monthOf(snapshot.asOf) && !fullMonthsBefore(snapshot.asOf).includes(month)
  const full = months
    .filter((month) => !isPartial(month))
    .map((month) => ({ month, cents: flows.at(monthTime(month)).revenue }))
  return { months, flows, full }
}

function trendTable(
  question: ReportQuestion,
  known: readonly string[],
  flows: ReturnType<typeof flowsBy>,
): ReportTable {
  const revenueOf = (month: string | undefined) =>
    month === undefined ? 0 : flows.at(monthTime(month)).revenue
  const rows = monthsOf(question).map((month): Row => {
    const sums = flows.at(monthTime(month))
    const at = known.indexOf(month)
    const window = known.slice(Math.max(0, at - MONTHS_OF_A_YEAR + 1), at + 1)
    const isFull = at >= MONTHS_OF_A_YEAR - 1
    const average = isFull
      ? Math.round(window.reduce((sum, one) => sum + revenueOf(one), 0) / MONTHS_OF_A_YEAR)
      : null
    const yearBefore = at >= MONTHS_OF_A_YEAR ? revenueOf(known[at - MONTHS_OF_A_YEAR]) : 0
    const change = yearBefore > 0 ? sums.revenue / yearBefore - 1 : null
    return [month, sums.revenue, average, change, sums.orders, sums.new, sums.lost]
  })
  return {
    id: 'months',
    title: 'By month',
    columns: [
      { key: 'month', title: 'Month', unit: 'month', isKey: true },
      money('revenue', 'Revenue'),
      { key: 'average_12_months', title: 'Average of 12 months', unit: 'cents' },
      { key: 'on_year', title: 'Change on the year', unit: 'share' },
      counted('orders', 'Orders'),
      counted('new', 'New clients'),
      { key: 'lost', title: 'Lost clients', unit: 'count' },
    ],
    rows,
  }
}

function groupTrend(question: ReportQuestion): ReportTable {
  const { snapshot, filter, by } = question
  const buckets = monthBuckets(question)
  const times = buckets.flatMap(({ months }) => months.map(monthTime))
  const flows = flowsBy(snapshot, times, { filter, by })
  return {
    id: 'groups',
    title: `By ${by ?? ''}`,
    columns: [
      timeColumn(question),
      ...groupColumn(by),
      money('revenue', 'Revenue'),
      counted('orders', 'Orders'),
    ],
    rows: buckets.flatMap(({ name, months }) =>
      inOrder(by, flows.groups).map((group): Row => {
        const sum = (measure: 'revenue' | 'orders') =>
          months.reduce((all, month) => all + flows.at(monthTime(month), group)[measure], 0)
        return [name, groupTitle(by, group), sum('revenue'), sum('orders')]
      }),
    ),
  }
}
