import { type ReportPeriod, reportPeriods, periodTitle } from '#shared/report/period'
import type { ReportFormat, ReportType } from '#shared/report/report-view.schema'

/** What each type of report is, in the words of the field. */
export const typeWords: Readonly<Record<ReportType, { readonly title: string; readonly text: string }>> = {
  executive: {
    title: 'Executive summary',
    text: 'Value, revenue, segments, channels and churn on a few pages.',
  },
  financial: { title: 'Financial', text: 'Revenue, margin, charges and spend by month, totals tied.' },
  revenue: { title: 'Revenue', text: 'Revenue by month and group, and the bridge from the period before.' },
  churn: { title: 'Churn', text: 'Clients lost, from which groups, and the value at risk.' },
  segmentation: { title: 'Segmentation', text: 'How many clients each segment has and what they are worth.' },
  trend: { title: 'Trend', text: 'Months in a row, the change on the year, and the forecast.' },
  cohort: { title: 'Cohorts', text: 'Clients by month of winning: who stayed, what they brought.' },
  channel: { title: 'Channels', text: 'What each channel costs, brings and keeps.' },
  product: { title: 'Products', text: 'The catalogue with its figures.' },
  'client-list': { title: 'Client list', text: 'Every client, one row each, as the list is now.' },
  quality: { title: 'Data quality', text: 'Issues found in the data.' },
}

/** What each format is for. */
export const formatWords: Readonly<Record<ReportFormat, string>> = {
  pdf: 'PDF',
  xlsx: 'Excel',
  csv: 'CSV',
  json: 'JSON',
}

/** The periods a person chooses from. */
export const periodOptions = reportPeriods
  .filter((period) => period !== 'range')
  .map((value: ReportPeriod) => ({ value, title: periodTitle(value) }))
