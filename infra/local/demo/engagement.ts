import { lastDayOf } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'
import type { HistoryMonth } from './calendar.ts'
import type { EngagementRow } from './ledger.ts'

/** A full month in which a client could be seen digitally, with its engagement (0 to 1). */
export interface SeenMonth {
  readonly month: HistoryMonth
  readonly engagement: number
}

/** Months of engagement kept; older ones are not exported by the bank. */
export const ENGAGEMENT_MONTHS = 16

const SECOND_CHANNEL_SHARE = 0.12
const EMAILS_PER_MONTH = 4

/** Engagement rows of the newest full months, at most `mostMonths` of them. */
export function engagementRows(
  random: Random,
  client: { readonly clientId: string; readonly seen: readonly SeenMonth[]; readonly mostMonths: number },
): readonly EngagementRow[] {
  const main = random.next() < 0.6 ? 'app' : 'web'
  const hasSecond = random.next() < SECOND_CHANNEL_SHARE
  const full = client.seen.filter(({ month }) => month.lastDay === lastDayOf(month.month))
  const kept = full
    .filter(({ month }) => month.ago <= ENGAGEMENT_MONTHS)
    .slice(-Math.max(1, client.mostMonths))
  return kept.flatMap(({ month, engagement }) => {
    const about = { clientId: client.clientId, month: month.month }
    const rows = [{ ...about, ...counts(random, engagement, main) }]
    if (hasSecond)
      rows.push({ ...about, ...counts(random, engagement * 0.4, main === 'app' ? 'web' : 'app') })
    return rows
  })
}

function counts(
  random: Random,
  engagement: number,
  channel: string,
): Omit<EngagementRow, 'clientId' | 'month'> {
  const logins = random.poisson(20 * engagement)
  const isSeen = logins > 0
  return {
    channel,
    logins,
    activeDays: isSeen ? Math.min(28, logins, 1 + random.poisson(13 * engagement)) : 0,
    sessions: logins + random.poisson(6 * engagement),
    featuresUsed: isSeen ? 1 + random.poisson(4 * engagement) : 0,
    digitalTransactions: isSeen ? random.poisson(8 * engagement) : 0,
    emailsSent: EMAILS_PER_MONTH,
    emailsOpened: Math.min(EMAILS_PER_MONTH, random.poisson(2.5 * engagement)),
  }
}
