import type { ClientEngagement, EngagementRow } from '#shared/client/client-engagement.schema'
import { month } from '../../lib/days.ts'
import { count, decimal, NOTHING } from '../../lib/format.ts'

const titles: Readonly<Record<string, string>> = {
  logins: 'Logins',
  activeDays: 'Active days',
  sessions: 'Sessions',
  featuresUsed: 'Features used',
  digitalTransactions: 'Digital transactions',
  emailsSent: 'E-mails sent',
  emailsOpened: 'E-mails opened',
}

/** An indicator of engagement in words. */
export const indicatorTitle = (indicator: string): string => titles[indicator] ?? indicator

/** How the last month stands to the mean of the client's own 3 months before. */
export function trendText({ last, before }: Pick<EngagementRow, 'last' | 'before'>): string {
  if (last === null || before === null) return ''
  if (last === before) return 'as before'
  return `${last > before ? '▲' : '▼'} ${last > before ? 'up' : 'down'} ${decimal(Math.abs(last - before), 1)}`
}

/** A row of the engagement table in words; what is missing says why. */
export function engagementCells(row: EngagementRow, { month: last, segment }: ClientEngagement) {
  const { before, segmentMean, segmentClients } = row
  return {
    last: row.last === null ? `${NOTHING} not measured in ${month(last)}` : decimal(row.last),
    before: before === null ? `${NOTHING} not measured in those months` : decimal(before, 1),
    trend: trendText(row),
    segment:
      segmentMean === null
        ? `${NOTHING} nobody measured in ${segment}`
        : `${decimal(segmentMean, 1)} (${count(segmentClients)} ${segmentClients === 1 ? 'client' : 'clients'})`,
  }
}

/** The chart in one sentence. */
export function engagementSentence(row: EngagementRow, engagement: ClientEngagement): string {
  const cells = engagementCells(row, engagement)
  return `${indicatorTitle(row.indicator)} in ${row.channel} by month: ${cells.last} in ${month(engagement.month)}, ${cells.before} on average in the 3 months before, segment mean ${cells.segment}.`
}
