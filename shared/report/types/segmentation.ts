import type { ReportDocument, ReportQuestion } from '../document.ts'
import {
  followed,
  counted,
  groupColumn,
  groupTitle,
  inOrder,
  money,
  plain,
  ratioOf,
  share,
  stretchFlows,
} from '../parts.ts'
import { type Dimension, statesBy } from '../sums.ts'
import type { ReportTable, Row } from '../table.ts'

/** What each segment is, how large it is and what it is worth. */
export function segmentationReport(question: ReportQuestion): ReportDocument {
  const { snapshot, filter } = question
  const by = question.by ?? 'segment'
  const whole = statesBy(snapshot, [snapshot.asOf], { filter }).at(snapshot.asOf)
  const table = stateTable(question, by)
  const at = (key: string) => table.columns.findIndex((column) => column.key === key)
  const sum = (key: string) => table.rows.reduce((all, row) => all + Number(row[at(key)] ?? 0), 0)
  return {
    title: 'Segmentation report',
    purpose: 'Clients by what they do: how many, how active, what they are worth.',
    figures: [
      {
        name: 'clients',
        title: 'Clients',
        figure: plain('count', whole.clients),
        definition: 'Acquired by the as-of day.',
        trace: followed('clients'),
      },
      {
        name: 'active',
        title: 'Active clients',
        figure: plain('count', whole.active),
        definition: 'A relationship is open, or an own transaction within the activity window.',
        trace: followed('active-clients'),
      },
      {
        name: 'clv',
        title: 'Total CLV',
        figure: plain('cents', whole.historic + whole.predicted),
        definition: 'Historic and predicted margin of all clients.',
        trace: followed('total-clv'),
      },
    ],
    tables: [table, movementTable(question, by), definitionTable(question)],
    charts: [
      {
        id: 'clients',
        title: `Clients by ${by}`,
        caption: 'Each bar is a row of the first table.',
        table: 'groups',
        kind: 'bar',
        x: by,
        series: ['clients', 'active'],
      },
      {
        id: 'value',
        title: `CLV by ${by}`,
        caption: 'Historic and predicted CLV of the first table, stacked.',
        table: 'groups',
        kind: 'stacked',
        x: by,
        series: ['historic', 'predicted'],
      },
    ],
    ties: [
      { title: 'clients', left: sum('clients'), right: whole.clients },
      { title: 'CLV', left: sum('historic') + sum('predicted'), right: whole.historic + whole.predicted },
    ],
    notes: [],
  }
}

function stateTable({ snapshot, filter }: ReportQuestion, by: Dimension): ReportTable {
  const states = statesBy(snapshot, [snapshot.asOf], { filter, by })
  const all = states.groups.reduce((sum, group) => sum + states.at(snapshot.asOf, group).clients, 0)
  return {
    id: 'groups',
    title: `By ${by} on ${snapshot.asOf}`,
    columns: [
      ...groupColumn(by),
      counted('clients', 'Clients'),
      share('share', 'Share'),
      counted('active', 'Active'),
      money('revenue_12_months', 'Revenue, 12 months'),
      money('margin_12_months', 'Margin, 12 months'),
      money('historic', 'Historic CLV'),
      money('predicted', 'Predicted CLV'),
      {
        key: 'clv_per_client',
        title: 'CLV per client',
        unit: 'cents',
        definition: 'Over the clients that could be valued.',
      },
      money('clv_at_risk', 'CLV at risk'),
    ],
    rows: inOrder(by, states.groups).map((group): Row => {
      const sums = states.at(snapshot.asOf, group)
      const { clients, valued, valuedHistoric, predicted } = sums
      const mean = valued === 0 ? null : Math.round((valuedHistoric + predicted) / valued)
      return [
        groupTitle(by, group),
        clients,
        ratioOf(clients, all),
        sums.active,
        sums.revenue12,
        sums.margin12,
        sums.historic,
        predicted,
        mean,
        sums.atRisk,
      ]
    }),
  }
}

function movementTable({ snapshot, filter }: ReportQuestion, by: Dimension): ReportTable {
  const days = [...snapshot.context.monthEnds.slice(-12), snapshot.asOf]
  const states = statesBy(snapshot, days, { filter, by })
  return {
    id: 'history',
    title: `Clients by ${by}, month ends`,
    columns: [
      { key: 'day', title: 'Day', unit: 'day', isKey: true },
      ...groupColumn(by),
      { key: 'clients', title: 'Clients', unit: 'count' },
      { key: 'active', title: 'Active', unit: 'count' },
      { key: 'clv', title: 'CLV', unit: 'cents' },
    ],
    rows: days.flatMap((day) =>
      inOrder(by, states.groups).map((group): Row => {
        const { clients, active, historic, predicted } = states.at(day, group)
        return [day, groupTitle(by, group), clients, active, historic + predicted]
      }),
    ),
    note: 'Every month end is valued with today’s models and cut-offs.',
  }
}

function definitionTable(question: ReportQuestion): ReportTable {
  const revenue = stretchFlows(question, question.period.now, 'segment')
  return {
    id: 'definitions',
    title: 'What the segments mean',
    columns: [
      { key: 'segment', title: 'Segment', unit: 'text', isKey: true },
      { key: 'definition', title: 'Recency, frequency and money, 5 best', unit: 'text' },
      { key: 'revenue', title: 'Revenue in the period', unit: 'cents' },
    ],
    rows: Object.entries(meanings).map(([segment, meaning]): Row => [
      groupTitle('segment', segment),
      meaning,
      revenue.at(segment).revenue,
    ]),
    note: 'Scores are quintiles over all clients, of the 24 months to the as-of day.',
  }
}

const meanings = {
  champions: 'Bought most recently, most often, for the most money.',
  loyal: 'Buy often and for good money.',
  'potential-loyalists': 'Recent, with more than one purchase.',
  'new-customers': 'Bought recently for the first times.',
  promising: 'Recent, good money, not yet often.',
  'need-attention': 'Above average, but not recent.',
  'about-to-sleep': 'Below average in recency and frequency.',
  'cannot-lose-them': 'Were dear and frequent, long silent.',
  'at-risk': 'Were frequent or dear, and have not bought for a while.',
  hibernating: 'Low, and silent for long.',
  lost: 'Lowest in all, or nothing in 24 months.',
  none: 'Without own transactions.',
} as const
