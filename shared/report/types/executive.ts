import { kpisOf } from '#shared/portfolio/dashboard-kpis'
import type { ReportDocument, ReportFigure, ReportQuestion } from '../document.ts'
import { dimensions } from '../sums.ts'
import { channelReport } from './channel.ts'
import { churnReport } from './churn.ts'
import { revenueReport } from './revenue.ts'
import { segmentationReport } from './segmentation.ts'
import { trendReport } from './trend.ts'

/** One page of everything that matters: the dashboard's own figures, revenue, segments, channels, churn. */
export function executiveReport(question: ReportQuestion): ReportDocument {
  const { filter } = question
  const isFiltered = dimensions.some((name) => filter[name] !== undefined)
  const [revenue, trend, segmentation, channel, churn] = [
    revenueReport({ ...question, by: undefined }),
    trendReport({ ...question, by: undefined }),
    segmentationReport({ ...question, by: 'segment' }),
    channelReport({ ...question, by: undefined }),
    churnReport({ ...question, by: 'segment' }),
  ]
  const flows = revenue.figures.filter(({ name }) => name !== 'orders')
  const taken = (document: ReportDocument, id: string, as: string) =>
    document.tables.filter((table) => table.id === id).map((table) => ({ ...table, id: as }))
  const chart = (document: ReportDocument, id: string, table: string) =>
    document.charts.filter((one) => one.id === id).map((one) => ({ ...one, id: `${table}-${id}`, table }))
  return {
    title: 'Executive summary',
    purpose: 'What the clients are worth, how that changed, and what to look at.',
    figures: [...headlines(question), ...flows],
    tables: [
      ...taken(segmentation, 'groups', 'segments'),
      ...taken(revenue, 'months', 'months'),
      ...taken(revenue, 'bridge', 'bridge'),
      ...taken(channel, 'channels', 'channels'),
      ...taken(churn, 'groups', 'churn'),
      ...taken(trend, 'forecast', 'forecast'),
    ],
    charts: [
      ...chart(revenue, 'months', 'months'),
      ...chart(segmentation, 'value', 'segments'),
      ...chart(trend, 'forecast', 'forecast'),
    ],
    ties: [revenue, segmentation, channel, churn].flatMap(({ ties }) => ties),
    notes: isFiltered
      ? ['Every figure is of the filtered clients; a figure that is not kept for them says so.']
      : [],
  }
}

/** The dashboard's own figures; a period that is no listed one shows those of 12 months, which most of them are about. */
function headlines({ snapshot, period, compare, filter }: ReportQuestion): ReportFigure[] {
  const listed = snapshot.context.periods.find(({ name }) => name === period.name)
  const query = {
    period: listed?.name ?? ('12-months' as const),
    compare: compare === 'year-before' ? ('year-before' as const) : ('previous' as const),
  }
  return kpisOf(snapshot, { query, filter, from: period.now.from }).map(
    ({ name, title, figure, beside, delta, definition, trace }) => ({
      name,
      title,
      figure,
      beside: beside.map((one) => ({ title: one.title, figure: one.figure })),
      delta,
      definition,
      trace,
    }),
  )
}
