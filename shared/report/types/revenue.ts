import { type Figure, withheld } from '#shared/kernel/figure.schema'
import type { ReportDocument, ReportFigure, ReportQuestion } from '../document.ts'
import {
  followed,
  canTie,
  counted,
  groupColumn,
  groupTitle,
  inOrder,
  money,
  monthBuckets,
  NOT_LISTED,
  plain,
  ratioOf,
  stretchFlows,
  timeColumn,
} from '../parts.ts'
import { type Dimension, flowsBy, type FlowSums, monthTime } from '../sums.ts'
import type { ReportTable, Row } from '../table.ts'

const BRIDGE_NEEDS_LISTED =
  'The bridge compares client by client: it exists for listed periods and single months.'

/** Revenue by month and group, the bridge from the period before, and retention of revenue. */
export function revenueReport(question: ReportQuestion): ReportDocument {
  const { period } = question
  const flows = stretchFlows(question, period.now, undefined)
  const sums = flows.at()
  const earlier = sums.revenue - bridged(sums)
  const months = monthTable(question)
  return {
    title: 'Revenue report',
    purpose: 'Where revenue came from, how it changed, and how much of it stayed.',
    figures: revenueFigures(question),
    tables: [
      months,
      ...(flows.isWhole ? [bridgeTable(sums, earlier)] : []),
      groupTable(question, question.by ?? 'channel'),
    ],
    charts: [
      {
        id: 'months',
        title: 'Revenue by month',
        caption: 'Each bar is a row of the table “Revenue by month”.',
        table: 'months',
        kind: 'bar',
        x: question.by ?? timeColumn(question).key,
        series: ['revenue'],
      },
      ...(flows.isWhole
        ? [
            {
              id: 'bridge',
              title: 'From the period before to this one',
              caption: 'New, returned, expanded, contracted and lost close the bridge with 0.',
              table: 'bridge',
              kind: 'bar' as const,
              x: 'part',
              series: ['amount'],
            },
          ]
        : []),
    ],
    ties: canTie(question)
      ? [{ title: 'revenue of the period', left: totalOf(months, 'revenue'), right: sums.revenue }]
      : [],
    notes: flows.isWhole ? [] : [BRIDGE_NEEDS_LISTED],
  }
}

function revenueFigures(question: ReportQuestion): ReportFigure[] {
  const { period } = question
  const flows = stretchFlows(question, period.now, undefined)
  const sums = flows.at()
  const before = period.before ? stretchFlows(question, period.before, undefined).at() : undefined
  const earlier = sums.revenue - bridged(sums)
  const against = period.before ? `${period.before.from} to ${period.before.to}` : ''
  const delta =
    before === undefined ? null : { change: sums.revenue - before.revenue, unit: 'cents' as const, against }
  return [
    {
      name: 'revenue',
      title: 'Revenue',
      figure: plain('cents', sums.revenue),
      delta,
      trace: followed('revenue'),
      definition: 'Purchases and charges minus refunds.',
    },
    {
      name: 'orders',
      title: 'Orders',
      figure: plain('count', sums.orders),
      trace: followed('orders'),
      definition: 'Transactions with at least one purchase.',
    },
    {
      name: 'revenue-per-buyer',
      title: 'Revenue per buyer',
      figure: flows.isWhole
        ? plain('cents', sums.buyers === 0 ? null : Math.round(sums.revenue / sums.buyers), 'Nobody bought.')
        : withheld('cents', NOT_LISTED),
      definition: 'Revenue over the clients with an order in the period.',
    },
    {
      name: 'net-revenue-retention',
      title: 'Net revenue retention',
      figure: retained(flows.isWhole, earlier, sums, true),
      definition: 'Revenue of the clients of the period before, now, over their revenue then.',
    },
    {
      name: 'gross-revenue-retention',
      title: 'Gross revenue retention',
      figure: retained(flows.isWhole, earlier, sums, false),
      definition: 'The same without expansion.',
    },
  ]
}

const bridged = (sums: FlowSums) =>
  sums.revenueNew + sums.revenueReturned + sums.revenueExpanded + sums.revenueContracted + sums.revenueLost

function retained(isWhole: boolean, earlier: number, sums: FlowSums, isNet: boolean): Figure {
  if (!isWhole) return withheld('share', BRIDGE_NEEDS_LISTED)
  if (earlier <= 0) return withheld('share', 'There was no revenue in the period before.')
  const kept = earlier + sums.revenueContracted + sums.revenueLost + (isNet ? sums.revenueExpanded : 0)
  return { value: kept / earlier, unit: 'share' }
}

function totalOf(table: ReportTable, key: string): number {
  const index = table.columns.findIndex((column) => column.key === key)
  return table.rows.reduce((sum, row) => sum + Number(row[index] ?? 0), 0)
}

function monthTable(question: ReportQuestion): ReportTable {
  const { snapshot, filter, by } = question
  const buckets = monthBuckets(question)
  const times = buckets.flatMap(({ months }) => months.map(monthTime))
  const flows = flowsBy(snapshot, times, { filter, by })
  const groups = by === undefined ? [''] : inOrder(by, flows.groups)
  const rows = buckets.flatMap(({ name, months }) =>
    groups.map((group): Row => {
      const sum = (measure: 'revenue' | 'orders' | 'charges') =>
        months.reduce((all, month) => all + flows.at(monthTime(month), group)[measure], 0)
      const label = by === undefined ? [] : [groupTitle(by, group)]
      const orders = sum('orders')
      const perOrder = orders === 0 ? null : Math.round((sum('revenue') - sum('charges')) / orders)
      return [name, ...label, sum('revenue'), sum('charges'), orders, perOrder]
    }),
  )
  return {
    id: 'months',
    title: 'Revenue by month',
    columns: [
      timeColumn(question),
      ...groupColumn(by),
      money('revenue', 'Revenue'),
      money('charges', 'Charges', 'Part of revenue.'),
      counted('orders', 'Orders'),
      {
        key: 'per_order',
        title: 'Purchases per order',
        unit: 'cents',
        definition: 'Revenue without charges over orders.',
      },
    ],
    rows,
  }
}

function bridgeTable(sums: FlowSums, earlier: number): ReportTable {
  const parts: readonly (readonly [string, number])[] = [
    ['Revenue before', earlier],
    ['New clients', sums.revenueNew],
    ['Returned clients', sums.revenueReturned],
    ['Expanded', sums.revenueExpanded],
    ['Contracted', sums.revenueContracted],
    ['Lost clients', sums.revenueLost],
    ['Revenue now', sums.revenue],
  ]
  return {
    id: 'bridge',
    title: 'Bridge from the period before',
    columns: [
      { key: 'part', title: 'Part', unit: 'text', isKey: true },
      { key: 'amount', title: 'Amount', unit: 'cents' },
    ],
    rows: parts,
    note: 'Each client’s revenue is compared with its own of the period before.',
  }
}

function groupTable(question: ReportQuestion, by: Dimension): ReportTable {
  const { period } = question
  const now = stretchFlows(question, period.now, by)
  const before = period.before ? stretchFlows(question, period.before, by) : undefined
  const groups = inOrder(by, [...new Set([...now.groups, ...(before?.groups ?? [])])])
  const all = now.groups.reduce((sum, group) => sum + now.at(group).revenue, 0)
  return {
    id: 'groups',
    title: `Revenue by ${by}`,
    columns: [
      ...groupColumn(by),
      money('revenue', 'Revenue'),
      { key: 'share', title: 'Share', unit: 'share' },
      counted('orders', 'Orders'),
      { key: 'before', title: 'Before', unit: 'cents' },
      { key: 'change', title: 'Change', unit: 'cents' },
    ],
    rows: groups.map((group): Row => {
      const { revenue, orders } = now.at(group)
      const earlier = before?.at(group).revenue ?? null
      const change = earlier === null ? null : revenue - earlier
      return [groupTitle(by, group), revenue, ratioOf(revenue, all), orders, earlier, change]
    }),
  }
}
