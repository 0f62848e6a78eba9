import type { ReportDocument, ReportFigure, ReportQuestion } from '../document.ts'
import {
  canTie,
  counted,
  followed,
  groupColumn,
  groupTitle,
  inOrder,
  money,
  monthBuckets,
  plain,
  share,
  stretchFlows,
  timeColumn,
} from '../parts.ts'
import { flowsBy, monthTime } from '../sums.ts'
import type { ReportTable, Row } from '../table.ts'

const measures = ['revenue', 'margin', 'charges', 'orders'] as const

const titles = {
  revenue: ['Revenue', 'Purchases and charges minus refunds.'],
  margin: ['Margin', 'Revenue minus the cost of what was sold.'],
  charges: ['Charges', 'Fees and charges, part of revenue.'],
} as const

/** Revenue, margin, charges and spend by month, tied to the period's own sums. */
export function financialReport(question: ReportQuestion): ReportDocument {
  const { snapshot, period, by } = question
  const table = monthTable(question)
  const now = stretchFlows(question, period.now, undefined).at()
  const sumOf = (key: string) => {
    const index = table.columns.findIndex((column) => column.key === key)
    return table.rows.reduce((sum, row) => sum + Number(row[index] ?? 0), 0)
  }
  const spend = spendOf(
    question,
    monthBuckets(question).flatMap(({ months }) => months),
  )
  return {
    title: 'Financial report',
    purpose: 'Revenue, margin, charges and acquisition spend, month by month.',
    figures: [
      ...(['revenue', 'margin', 'charges'] as const).map((name) => sumFigure(question, name)),
      {
        name: 'spend',
        title: 'Acquisition spend of the months listed',
        figure: plain('cents', spend, 'Spend is known by channel only, not by segment or status.'),
        definition: 'What was spent to win clients, as imported by channel and month.',
      },
    ],
    tables: [table, changes(question)],
    charts: [
      {
        id: 'months',
        title: 'Revenue and margin by month',
        caption: 'Each bar is a row of the table “By month”.',
        table: 'months',
        kind: 'bar',
        x: by ?? timeColumn(question).key,
        series: ['revenue', 'margin'],
      },
    ],
    ties: canTie(question)
      ? measures.map((measure) => ({
          title: `${measure} of the period`,
          left: sumOf(measure),
          right: now[measure],
        }))
      : [],
    notes: snapshot.isOnRevenue ? ['Margins are unknown: margin is revenue at the settings’ rate.'] : [],
  }
}

function sumFigure(question: ReportQuestion, name: keyof typeof titles): ReportFigure {
  const { period } = question
  const [title, definition] = titles[name]
  const value = stretchFlows(question, period.now, undefined).at()[name]
  const before = period.before
  const earlier = before ? stretchFlows(question, before, undefined).at()[name] : undefined
  return {
    name,
    title,
    figure: plain('cents', value),
    delta:
      earlier === undefined || !before
        ? null
        : { change: value - earlier, unit: 'cents', against: `${before.from} to ${before.to}` },
    definition,
    ...(period.now.slot ? { trace: followed(name) } : {}),
  }
}

/** Spend of some months; null where the report is kept apart by what spend is not known by. */
function spendOf({ snapshot, filter, by }: ReportQuestion, months: readonly string[], group?: string) {
  if (filter.segment !== undefined || filter.status !== undefined) return null
  if (group !== undefined && by !== 'channel') return null
  const channel = group ?? filter.channel
  return snapshot.spend
    .filter((one) => months.includes(one.month) && (channel === undefined || one.channel === channel))
    .reduce((sum, one) => sum + one.amountCents, 0)
}

function monthTable(question: ReportQuestion): ReportTable {
  const { snapshot, period, by, filter } = question
  const buckets = monthBuckets(question)
  const times = buckets.flatMap(({ months }) => months.map(monthTime))
  const flows = flowsBy(snapshot, times, { filter, by })
  const groups = by === undefined ? [''] : inOrder(by, flows.groups)
  return {
    id: 'months',
    title: 'By month',
    columns: [
      timeColumn(question),
      ...groupColumn(by),
      money('revenue', ...titles.revenue),
      money('margin', ...titles.margin),
      money('charges', ...titles.charges),
      money('spend', 'Spend', 'Imported acquisition spend of the month.'),
      counted('orders', 'Orders'),
      money('contribution', 'Margin − spend'),
    ],
    rows: buckets.flatMap(({ name, months }) =>
      groups.map((group): Row => {
        const [revenue, margin, charges, orders] = measures.map((measure) =>
          months.reduce((all, month) => all + flows.at(monthTime(month), group)[measure], 0),
        ) as [number, number, number, number] // -- because there are four measures
        const spend = spendOf(question, months, by === undefined ? undefined : group)
        const label = by === undefined ? [] : [groupTitle(by, group)]
        return [
          name,
          ...label,
          revenue,
          margin,
          charges,
          spend,
          orders,
          spend === null ? null : margin - spend,
        ]
      }),
    ),
    ...(period.now.months ? {} : { note: 'The period cuts months: whole months are listed.' }),
  }
}

/** The period's sums beside those of the period it is compared with. */
function changes(question: ReportQuestion) {
  const { period } = question
  const now = stretchFlows(question, period.now, undefined).at()
  const before = period.before ? stretchFlows(question, period.before, undefined).at() : undefined
  return {
    id: 'compared',
    title: period.before ? `Compared with ${period.before.from} to ${period.before.to}` : 'The period',
    columns: [
      { key: 'measure', title: 'Measure', unit: 'text' as const, isKey: true },
      { key: 'now', title: 'Now', unit: 'cents' as const },
      { key: 'before', title: 'Before', unit: 'cents' as const },
      { key: 'change', title: 'Change', unit: 'cents' as const },
      share('rate', 'Change, %'),
    ],
    rows: (['revenue', 'margin', 'charges'] as const).map((measure): Row => {
      const earlier = before?.[measure] ?? null
      const change = earlier === null ? null : now[measure] - earlier
      const rate = earlier === null || earlier === 0 || change === null ? null : change / earlier
      return [measure, now[measure], earlier, change, rate]
    }),
    ...(period.before ? {} : { note: 'There is nothing to compare with in what the run keeps.' }),
  }
}
