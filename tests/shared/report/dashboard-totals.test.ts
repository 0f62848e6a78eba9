import { describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import type { ClientWithFacts } from '#shared/client/client'
import { dayOf } from '#shared/kernel/day'
import { chartsView } from '#shared/portfolio/charts'
import type { Context } from '#shared/portfolio/context'
import { addInto, type Contribution } from '#shared/portfolio/contribution'
import { filterOfQuery, snapshotView } from '#shared/portfolio/dashboard'
import type { DashboardQuery } from '#shared/portfolio/dashboard-view.schema'
import { type Snapshot, sumsOf } from '#shared/portfolio/snapshot'
import { value } from '#shared/portfolio/value'
import type { ReportDocument } from '#shared/report/document'
import { segmentTitle } from '#shared/report/parts'
import { type ReportPeriod, resolvedPeriod } from '#shared/report/period'
import { documentOf, type SnapshotReport } from '#shared/report/report-types'
import { contextOver, demoClients } from '#tests/builders/demo-clients'
import { aSnapshot } from '#tests/builders/snapshot'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowDays } from '../models/reference.ts'

function snapshotOf(clients: readonly ClientWithFacts[], context: Context): Snapshot {
  const sum: Contribution = new Map()
  for (const client of clients) addInto(sum, value(client, context).contribution)
  return aSnapshot({ context, sums: sumsOf(sum), clients: clients.length })
}

/** A report as the section makes it, for the filters the dashboard is asked with. */
function reportOf(snapshot: Snapshot, type: SnapshotReport, query: DashboardQuery, period?: ReportPeriod) {
  const { months, periods } = snapshot.context
  const wish = { period: period ?? query.period, compare: query.compare }
  return documentOf(type, {
    snapshot,
    period: resolvedPeriod(wish, { asOf: snapshot.asOf, months, periods, fiscalYearStartMonth: 1 }),
    compare: query.compare,
    filter: filterOfQuery(query),
    time: 'month',
    fiscalYearStartMonth: 1,
  })
}

const figure = ({ figures }: ReportDocument, name: string) =>
  figures.find((one) => one.name === name)?.figure.value

function column({ tables }: ReportDocument, id: string, key: string) {
  const { columns = [], rows = [] } = tables.find((table) => table.id === id) ?? {}
  const at = columns.findIndex((one) => one.key === key)
  return rows.map((row) => row[at])
}

const total = (cells: readonly unknown[]) => cells.reduce<number>((sum, cell) => sum + Number(cell), 0)

/** What each report says, beside what the dashboard answers for the same filters. */
function pairs(snapshot: Snapshot, query: DashboardQuery): Record<string, readonly [unknown, unknown]> {
  const view = snapshotView(snapshot, query)
  const { bridge, channels, cohorts } = chartsView(snapshot, query)
  const of = (type: SnapshotReport, period?: ReportPeriod) => reportOf(snapshot, type, query, period)
  const [revenue, churn, groups] = [of('revenue'), of('churn'), of('segmentation')]
  const kpi = (name: string) => view.kpis.find((one) => one.name === name)?.figure.value
  const bars = bridge.bars.map(({ cents }) => cents)
  const shown = view.revenue.months
  const newest = (cells: readonly unknown[], count: number) => (count === 0 ? [] : cells.slice(-count))
  const every = (type: 'financial' | 'revenue', key: string) =>
    newest(column(of(type, 'all-months'), 'months', key), shown.length)
  const cohort = of('cohort', 'all-months')
  const months = cohorts.lines.map(({ month }) => month)
  const won = new Map(
    column(cohort, 'value', 'cohort').map((month, index) => [
      month,
      column(cohort, 'value', 'clients')[index],
    ]),
  )
  return {
    financial: [figure(of('financial'), 'revenue'), bars.at(-1)],
    'financial by month': [every('financial', 'revenue'), shown.map(({ revenueCents }) => revenueCents)],
    'financial charges': [every('financial', 'charges'), shown.map(({ chargesCents }) => chargesCents)],
    revenue: [figure(revenue, 'revenue'), bars.at(-1)],
    'revenue bridge': [column(revenue, 'bridge', 'amount'), bars],
    'revenue by month': [every('revenue', 'revenue'), shown.map(({ revenueCents }) => revenueCents)],
    orders: [every('revenue', 'orders'), shown.map(({ orders }) => orders)],
    churn: [figure(churn, 'churn'), kpi('churn')],
    retention: [figure(churn, 'retention'), kpi('retention')],
    'CLV at risk': [figure(churn, 'clv-at-risk'), kpi('clv-at-risk')],
    clients: [figure(groups, 'clients'), total(view.byStatus.map(({ count }) => count))],
    segments: [
      column(groups, 'groups', 'segment').map((name, index) => [
        name,
        column(groups, 'groups', 'clients')[index],
        Number(column(groups, 'groups', 'historic')[index]) +
          Number(column(groups, 'groups', 'predicted')[index]),
      ]),
      view.bySegment.map(({ segment, count, totalCents }) => [segmentTitle(segment), count, totalCents]),
    ],
    'channel revenue': [total(column(of('channel'), 'channels', 'revenue')), bars.at(-1)],
    'CLV to CAC': [figure(of('channel'), 'clv-to-cac'), kpi('clv-to-cac')],
    'clients won by channel': [
      channels.reason === undefined
        ? total(column(of('channel'), 'cost', 'clients'))
        : channels.total.clients,
      channels.total.clients,
    ],
    cohorts: [months.map((month) => won.get(month)), cohorts.lines.map(({ clients }) => clients)],
    executive: [
      view.kpis.map(({ name }) => figure(of('executive'), name)),
      view.kpis.map((one) => one.figure.value),
    ],
  }
}

const questions = (channel: string): DashboardQuery[] => [
  { period: '12-months', compare: 'previous' },
  { period: '12-months', compare: 'year-before', channel },
  { period: 'last-month', compare: 'previous' },
  { period: 'last-year', compare: 'year-before', segment: 'loyal' },
  { period: 'last-quarter', compare: 'previous', status: 'active' },
  { period: 'year-to-date', compare: 'previous', channel, status: 'dormant' },
]

/** Both sides of every pair for every question: told apart by what is asked, so that a difference names itself. */
function sides(snapshot: Snapshot, asked: readonly DashboardQuery[]) {
  const all = asked.flatMap((query) =>
    Object.entries(pairs(snapshot, query)).map(([what, [report, dashboard]]) => ({
      what: `${what} ${JSON.stringify(query)}`,
      report,
      dashboard,
    })),
  )
  return {
    reports: Object.fromEntries(all.map(({ what, report }) => [what, report])),
    dashboard: Object.fromEntries(all.map(({ what, dashboard }) => [what, dashboard])),
  }
}

describe(
  'what the reports say is what the dashboard answers for the same filters',
  { timeout: 120_000 },
  () => {
    test('on the demo, for every type', () => {
      const clients = demoClients(130)
      const snapshot = snapshotOf(clients, contextOver(clients))
      const { reports, dashboard } = sides(snapshot, questions('web'))

      expect(snapshotView(snapshot, questions('web')[0]!).revenue.months.length).toBeGreaterThan(12)
      expect(reports).toEqual(dashboard)
    })

    const cdnow = [...cdnowDays()]
    test.skipIf(cdnow.length === 0)(`on CDNOW, for every type ${NEEDS_SHARED_DATA}`, () => {
      const clients = cdnow.map(([id, days]) =>
        revised(id, undefined, {
          put: [...days].map(([day, dollars], index) => ({
            fact: 'order' as const,
            id: `o${index}`,
            day: dayOf(day),
            lines: [{ productId: 'none', kind: 'purchase' as const, amountCents: Math.round(dollars * 100) }],
          })),
          channels: [],
        }),
      )
      const context = contextOver(clients, { asOf: '1998-06-30', catalogue: {} })
      const sample = clients.filter((_, index) => index % 4 === 0)
      const { reports, dashboard } = sides(snapshotOf(sample, context), questions('unattributed'))

      expect(reports).toEqual(dashboard)
    })
  },
)
