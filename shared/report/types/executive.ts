import { snapshotView } from '#shared/portfolio/dashboard'
import type { PeriodName } from '#shared/portfolio/dashboard-view.schema'
import type { ReportDocument, ReportFigure, ReportQuestion } from '../document.ts'
import { dimensions } from '../sums.ts'
import { channelReport } from './channel.ts'
import { churnReport } from './churn.ts'
import { revenueReport } from './revenue.ts'
import { segmentationReport } from './segmentation.ts'
import { trendReport } from './trend.ts'

/** One page of everything that matters: the dashboard's own figures, revenue, segments, channels, churn. */
export function executiveReport(question: ReportQuestion): ReportDocument {
  const { snapshot, period, filter } = question
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
    figures: [...(isFiltered ? [] : headlines(question)), ...flows],
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
      ? [
          `Headline figures of the whole portfolio are left out: the report is filtered. As of ${snapshot.asOf}.`,
        ]
      : [`${period.title}: ${period.now.from} to ${period.now.to}.`],
  }
}

function headlines({ snapshot, period, compare }: ReportQuestion): ReportFigure[] {
  const listed = snapshot.context.periods.some(({ name }) => name === period.name)
  const { kpis } = snapshotView(snapshot, {
    // A period that is no listed one shows the KPIs of 12 months, which is what most of them are about.
    period: listed ? (period.name as PeriodName) : '12-months',
    compare: compare === 'year-before' ? 'year-before' : 'previous',
  })
  return kpis.map(({ name, title, figure, beside, delta, definition }) => ({
    name,
    title,
    figure,
    beside,
    delta,
    definition,
    trace: name,
  }))
}
