import { withheld } from '#shared/kernel/figure.schema'
import { churn, clvAtRisk, monthlyEquivalent, retention, slotOf } from '#shared/portfolio/kpis'
import type { ReportDocument, ReportQuestion } from '../document.ts'
import {
  followed,
  counted,
  groupColumn,
  groupTitle,
  inOrder,
  money,
  monthsOf,
  NOT_LISTED,
  plain,
  ratioOf,
  share,
  stretchFlows,
} from '../parts.ts'
import { type Dimension, dimensions, flowsBy, monthTime, statesBy } from '../sums.ts'
import type { ReportTable, Row } from '../table.ts'

const definition =
  'Of the clients active at the start, the share no longer active at the end. Listed periods only; never summed over months.'

/** Clients lost, from which groups, what value is at risk. */
export function churnReport(question: ReportQuestion): ReportDocument {
  const { snapshot, filter, period } = question
  const isFiltered = dimensions.some((name) => filter[name] !== undefined)
  const year = slotOf('12-months', 'now')
  const yearly = churn(snapshot, year, filter)
  const now = stretchFlows(question, period.now, undefined)
  const sums = now.at()
  const inPeriod = period.now.slot ? churn(snapshot, period.now.slot, filter) : withheld('share', NOT_LISTED)
  return {
    title: 'Churn report',
    purpose: 'How many clients were lost, where, and what is at risk now.',
    figures: [
      {
        name: 'churn-in-period',
        title: 'Churn in the period',
        figure: inPeriod,
        definition,
        trace: followed('churn'),
      },
      {
        name: 'churn',
        title: 'Churn, 12 months',
        figure: yearly,
        beside: [{ title: 'Monthly equivalent', figure: monthlyEquivalent(yearly) }],
        definition: '1 − retention of the same 12 months.',
        trace: followed('churn', { period: '12-months' }),
      },
      {
        name: 'retention',
        title: 'Retention, 12 months',
        figure: retention(snapshot, year, filter),
        definition: 'Of the clients active 12 months ago, the share active now.',
        trace: followed('retention', { period: '12-months' }),
      },
      {
        name: 'lost',
        title: 'Clients lost',
        figure: now.isWhole ? plain('count', sums.lost) : withheld('count', NOT_LISTED),
        definition: 'Active at the start of the period, not active at its end.',
      },
      {
        name: 'clv-at-risk',
        title: 'CLV at risk',
        figure: clvAtRisk(snapshot, snapshot.asOf, filter),
        definition: 'Sum of CLV if active through the churn horizon, minus CLV.',
        trace: followed('clv-at-risk'),
      },
    ],
    tables: [
      ...(now.isWhole ? [groupTable(question, question.by ?? 'segment')] : []),
      monthTable(question),
      riskTable(question, question.by ?? 'segment'),
    ],
    charts: [
      {
        id: 'months',
        title: 'Churn month by month',
        caption: 'Each point is a single month’s rate, a row of the table “By month”.',
        table: 'months',
        kind: 'line',
        x: 'month',
        series: ['churn'],
      },
    ],
    ties: now.isWhole
      ? [
          {
            title: 'lost + retained = active at the start',
            left: sums.lost + sums.retained,
            right: sums.activeAtStart,
          },
        ]
      : [],
    notes: isFiltered ? ['Clients are filtered by what they were at the start of each period.'] : [],
  }
}

function groupTable(question: ReportQuestion, by: Dimension): ReportTable {
  const { period } = question
  const now = stretchFlows(question, period.now, by)
  const before = period.before?.slot === undefined ? undefined : stretchFlows(question, period.before, by)
  return {
    id: 'groups',
    title: `Lost clients by ${by} at the start`,
    columns: [
      ...groupColumn(by),
      counted('active_at_start', 'Active at start'),
      counted('retained', 'Retained'),
      counted('lost', 'Lost'),
      share('churn', 'Churn', definition),
      share('churn_before', 'Churn before'),
      counted('new', 'New'),
      counted('returned', 'Returned'),
      counted('early_exits', 'Joined and left'),
      money('revenue_lost', 'Revenue of lost clients'),
    ],
    rows: inOrder(by, now.groups).map((group): Row => {
      const sums = now.at(group)
      const earlier = before?.at(group)
      return [
        groupTitle(by, group),
        sums.activeAtStart,
        sums.retained,
        sums.lost,
        ratioOf(sums.lost, sums.activeAtStart),
        earlier ? ratioOf(earlier.lost, earlier.activeAtStart) : null,
        sums.new,
        sums.returned,
        sums.earlyExits,
        sums.revenueLost,
      ]
    }),
  }
}

function monthTable(question: ReportQuestion): ReportTable {
  const { snapshot, filter } = question
  const months = monthsOf(question)
  const flows = flowsBy(snapshot, months.map(monthTime), { filter })
  return {
    id: 'months',
    title: 'By month',
    columns: [
      { key: 'month', title: 'Month', unit: 'month', isKey: true },
      { key: 'active_at_start', title: 'Active at start', unit: 'count' },
      { key: 'lost', title: 'Lost', unit: 'count' },
      share('churn', 'Churn of the month', definition),
      { key: 'new', title: 'New', unit: 'count' },
      { key: 'returned', title: 'Returned', unit: 'count' },
    ],
    rows: months.map((month): Row => {
      const sums = flows.at(monthTime(month))
      const { activeAtStart, lost } = sums
      return [month, activeAtStart, lost, ratioOf(lost, activeAtStart), sums.new, sums.returned]
    }),
    note: 'Months are not added up: whoever leaves twice would count twice.',
  }
}

function riskTable({ snapshot, filter }: ReportQuestion, by: Dimension): ReportTable {
  const states = statesBy(snapshot, [snapshot.asOf], { filter, by })
  return {
    id: 'at-risk',
    title: `Value at risk by ${by}`,
    columns: [
      ...groupColumn(by),
      counted('active', 'Active clients'),
      money('clv', 'CLV', 'Historic and predicted.'),
      money('clv_at_risk', 'CLV at risk'),
      share('share_at_risk', 'Share at risk'),
    ],
    rows: inOrder(by, states.groups).map((group): Row => {
      const { active, historic, predicted, atRisk } = states.at(snapshot.asOf, group)
      const total = historic + predicted
      return [groupTitle(by, group), active, total, atRisk, ratioOf(atRisk, total)]
    }),
  }
}
