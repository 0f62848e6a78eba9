import { valueToCost, wins } from '#shared/portfolio/clv-to-cac'
import { refusedForCohorts } from '#shared/portfolio/cohort-metrics'
import { fullMonthsBefore } from '#shared/portfolio/compiled-days'
import { withheld } from '#shared/kernel/figure.schema'
import type { ReportDocument, ReportQuestion } from '../document.ts'
import {
  followed,
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
  const refused = refusedForCohorts(filter)
  return {
    title: 'Channel report',
    purpose: 'What each channel costs, brings and keeps.',
    figures: [
      {
        name: 'revenue',
        title: 'Revenue',
        figure: plain('cents', all.revenue),
        definition: 'Purchases and charges minus refunds.',
        trace: followed('revenue'),
      },
      {
        name: 'new',
        title: 'New clients',
        figure: whole.isWhole ? plain('count', all.new) : plain('count', null, NOT_LISTED),
        definition: 'Won in the period and active at its end.',
        trace: followed('new-clients'),
      },
      {
        name: 'clv-to-cac',
        title: 'CLV : CAC',
        figure:
          refused === undefined
            ? valueToCost(snapshot, { channel: filter.channel })
            : withheld('ratio', refused),
        definition:
          'Clients won in the last 12 full months: margin of their first 36 months over what winning them cost.',
        trace: followed('clv-to-cac'),
      },
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

interface Won {
  readonly clients: number
  readonly realisedCents: number
  readonly restCents: number
  readonly costCents: number
}

function costTable({ snapshot, filter }: ReportQuestion): ReportTable {
  const won = new Map<string, Won>()
  for (const { channel, isKnown, ...win } of wins(
    snapshot,
    fullMonthsBefore(snapshot.asOf),
    filter.channel,
  )) {
    const key = `${channel}|${isKnown ? 'known' : 'not known'}`
    const held = won.get(key) ?? { clients: 0, realisedCents: 0, restCents: 0, costCents: 0 }
    won.set(key, {
      clients: held.clients + win.clients,
      realisedCents: held.realisedCents + win.realisedCents,
      restCents: held.restCents + win.restCents,
      costCents: held.costCents + win.costCents,
    })
  }
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
    rows: [...won]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, { clients, realisedCents, restCents, costCents }]): Row => {
        const [channel = '', known = ''] = key.split('|')
        const ratio = known === 'known' ? ratioOf(realisedCents + restCents, costCents) : null
        return [channel, known, clients, realisedCents, restCents, costCents, ratio]
      }),
    note: 'Only months and channels whose spend is known count towards CLV : CAC.',
  }
}
