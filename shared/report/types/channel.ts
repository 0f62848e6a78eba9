import { fullMonthsBefore, valueToCost, wins } from '#shared/portfolio/kpis'
import type { ReportDocument, ReportQuestion } from '../document.ts'
import {
  counted,
  inOrder,
  money,
  monthsOf,
  NOT_LISTED,
  plain,
  ratioOf,
  share,
  stretchFlows,
} from '../parts.ts'
import { statesBy } from '../sums.ts'
import type { ReportTable, Row } from '../table.ts'

/** Channels side by side: what winning clients costs, what they bring, how they stay. */
export function channelReport(question: ReportQuestion): ReportDocument {
  const { snapshot, period, filter } = question
  const whole = stretchFlows(question, period.now, undefined)
  const all = whole.at()
  const table = channelTable(question)
  const isFiltered =
    filter.segment !== undefined || filter.status !== undefined || filter.channel !== undefined
  return {
    title: 'Channel report',
    purpose: 'What each channel costs, brings and keeps.',
    figures: [
      {
        name: 'revenue',
        title: 'Revenue',
        figure: plain('cents', all.revenue),
        definition: 'Purchases and charges minus refunds.',
        trace: 'revenue',
      },
      {
        name: 'new',
        title: 'New clients',
        figure: whole.isWhole ? plain('count', all.new) : plain('count', null, NOT_LISTED),
        definition: 'Won in the period and active at its end.',
        trace: 'new',
      },
      ...(isFiltered
        ? []
        : [
            {
              name: 'clv-to-cac',
              title: 'CLV : CAC',
              figure: valueToCost(snapshot),
              definition:
                'Clients won in the last 12 full months: margin of their first 36 months over what winning them cost.',
              trace: 'clv-to-cac',
            },
          ]),
    ],
    tables: [table, costTable(question)],
    charts: [
      {
        id: 'revenue',
        title: 'Revenue and margin by channel',
        caption: 'Rows of the table “By channel”.',
        table: 'channels',
        kind: 'bar',
        x: 'channel',
        series: ['revenue', 'margin'],
      },
    ],
    ties: [{ title: 'revenue of the period', left: sumOf(table, 'revenue'), right: all.revenue }],
    notes: [],
  }
}

function sumOf({ columns, rows }: ReportTable, key: string): number {
  const index = columns.findIndex((column) => column.key === key)
  return rows.reduce((sum, row) => sum + Number(row[index] ?? 0), 0)
}

function channelTable(question: ReportQuestion): ReportTable {
  const { snapshot, period, filter } = question
  const flows = stretchFlows(question, period.now, 'channel')
  const states = statesBy(snapshot, [snapshot.asOf], { filter, by: 'channel' })
  const months = monthsOf(question)
  return {
    id: 'channels',
    title: 'By channel',
    columns: [
      { key: 'channel', title: 'Channel', unit: 'text', isKey: true },
      counted('clients', 'Clients'),
      counted('active', 'Active'),
      money('revenue', 'Revenue'),
      money('margin', 'Margin'),
      counted('orders', 'Orders'),
      ...(flows.isWhole ? [counted('new', 'New'), counted('lost', 'Lost'), share('churn', 'Churn')] : []),
      money('clv', 'CLV'),
      money('spend', 'Spend'),
    ],
    rows: inOrder('channel', [...new Set([...flows.groups, ...states.groups])]).map((channel): Row => {
      const flow = flows.at(channel)
      const state = states.at(snapshot.asOf, channel)
      const spend = snapshot.spend
        .filter((one) => one.channel === channel && months.includes(one.month))
        .reduce((sum, one) => sum + one.amountCents, 0)
      const loyal = flows.isWhole ? [flow.new, flow.lost, ratioOf(flow.lost, flow.activeAtStart)] : []
      const clv = state.historic + state.predicted
      return [
        channel,
        state.clients,
        state.active,
        flow.revenue,
        flow.margin,
        flow.orders,
        ...loyal,
        clv,
        spend,
      ]
    }),
    ...(period.now.months
      ? {}
      : { note: 'Spend is known by month: the months the period touches are counted.' }),
  }
}

function costTable({ snapshot, filter }: ReportQuestion): ReportTable {
  const won = wins(snapshot, fullMonthsBefore(snapshot.asOf)).filter(
    ({ channel }) => filter.channel === undefined || channel === filter.channel,
  )
  return {
    id: 'cost',
    title: 'Clients won in the last 12 full months',
    columns: [
      { key: 'channel', title: 'Channel', unit: 'text', isKey: true },
      { key: 'known', title: 'Cost and value', unit: 'text', isKey: true },
      counted('clients', 'Clients won'),
      money('realised', 'Margin so far'),
      money('rest', 'Predicted rest'),
      money('cost', 'Cost'),
      { key: 'clv_to_cac', title: 'CLV : CAC', unit: 'ratio' },
    ],
    rows: won
      .toSorted((left, right) => (left.channel < right.channel ? -1 : left.channel > right.channel ? 1 : 0))
      .map(({ channel, isKnown, clients, realisedCents, restCents, costCents }): Row => [
        channel,
        isKnown ? 'known' : 'not known',
        clients,
        realisedCents,
        restCents,
        costCents,
        isKnown ? ratioOf(realisedCents + restCents, costCents) : null,
      ]),
    note: 'Only months and channels whose spend is known count towards CLV : CAC.',
  }
}
