import type { ReportDocument, ReportQuestion } from '../document.ts'
import {
  counted,
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
import type { Row } from '../table.ts'

const measures = ['revenue', 'margin', 'charges', 'orders'] as const

/** Revenue, margin, charges and spend by month, tied to the period's own sums. */
export function financialReport(question: ReportQuestion): ReportDocument {
  const { snapshot, period, by, filter } = question
  const buckets = monthBuckets(question)
  const months = buckets.flatMap((bucket) => bucket.months)
  const flows = flowsBy(snapshot, months.map(monthTime), { filter, by })
  const groups = by === undefined ? [''] : inOrder(by, flows.groups)
  const spendIsKnown =
    filter.segment === undefined && filter.status === undefined && (by ?? 'channel') === 'channel'
  const spentIn = (some: readonly string[], channel: string | undefined) =>
    snapshot.spend
      .filter((one) => some.includes(one.month) && (channel === undefined || one.channel === channel))
      .reduce((sum, one) => sum + one.amountCents, 0)
  const rows = buckets.flatMap(({ name, months: held }) =>
    groups.map((group): Row => {
      const sum = (measure: (typeof measures)[number]) =>
        held.reduce((all, month) => all + flows.at(monthTime(month), group)[measure], 0)
      const channel = by === 'channel' ? group : filter.channel
      const spend = spendIsKnown ? spentIn(held, channel) : null
      const [revenue, margin, charges, orders] = [
        sum('revenue'),
        sum('margin'),
        sum('charges'),
        sum('orders'),
      ]
      const label = by === undefined ? [] : [groupTitle(by, group)]
      return [name, ...label, revenue, margin, charges, spend, orders, spend === null ? null : margin - spend]
    }),
  )
  const total = (measure: (typeof measures)[number]) =>
    months.reduce(
      (all, month) =>
        all + groups.reduce((sum, group) => sum + flows.at(monthTime(month), group)[measure], 0),
      0,
    )
  const whole = period.now.months ? stretchFlows(question, period.now, undefined).at() : undefined
  const before = period.before ? stretchFlows(question, period.before, undefined).at() : undefined
  const spend = spendIsKnown ? spentIn(months, filter.channel) : null
  const marginName = snapshot.isOnRevenue ? 'Margin (unknown: at the settings’ rate)' : 'Margin'
  return {
    title: 'Financial report',
    purpose: 'Revenue, margin, charges and acquisition spend, month by month.',
    figures: [
      figure('revenue', 'Revenue', total('revenue'), before?.revenue, 'Purchases and charges minus refunds.'),
      figure(
        'margin',
        marginName,
        total('margin'),
        before?.margin,
        'Revenue minus the cost of what was sold.',
      ),
      figure('charges', 'Charges', total('charges'), before?.charges, 'Fees and charges, part of revenue.'),
      {
        name: 'spend',
        title: 'Acquisition spend',
        figure: plain('cents', spend, 'Spend is known by channel only, not by segment or status.'),
        definition: 'What was spent to win clients, as imported by channel and month.',
      },
    ],
    tables: [
      {
        id: 'months',
        title: 'By month',
        columns: [
          timeColumn(question),
          ...groupColumn(by),
          money('revenue', 'Revenue', 'Purchases and charges minus refunds.'),
          money('margin', marginName),
          money('charges', 'Charges', 'Part of revenue.'),
          money('spend', 'Spend', 'Imported acquisition spend of the month.'),
          counted('orders', 'Orders'),
          money('contribution', 'Margin − spend'),
        ],
        rows,
        ...(period.now.months ? {} : { note: 'The period cuts months: whole months are listed.' }),
      },
      changes(question),
    ],
    charts: [
      {
        id: 'months',
        title: 'Revenue and margin by month',
        caption: 'Each bar is a row of the table “By month”.',
        table: 'months',
        kind: 'bar',
        x: by === undefined ? timeColumn(question).key : by,
        series: ['revenue', 'margin'],
      },
    ],
    ties: whole
      ? measures.map((measure) => ({
          title: `${measure} of the period`,
          left: total(measure),
          right: whole[measure],
        }))
      : [],
    notes: snapshot.isOnRevenue ? ['Margins are unknown: margin is revenue at the settings’ rate.'] : [],
  }

  function figure(
    name: string,
    title: string,
    value: number,
    earlier: number | undefined,
    definition: string,
  ) {
    const against = period.before ? `${period.before.from} to ${period.before.to}` : ''
    const delta = earlier === undefined ? null : { change: value - earlier, unit: 'cents' as const, against }
    return { name, title, figure: plain('cents', value), delta, definition, trace: name }
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
