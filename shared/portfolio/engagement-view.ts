/** Digital engagement of one client by channel and indicator, against its own past and its segment. */
import type { ClientEngagement, EngagementRow } from '#shared/client/client-engagement.schema'
import type { EngagementMonth, Fact } from '#shared/client/facts'
import { monthFrom, monthNumber } from '#shared/kernel/day'
import { type EngagementMeasure, engagementMeasures } from './engagement-sums.ts'
import type { Peers } from './peers.ts'
import { lastFullMonth } from './relations.ts'

const MONTHS_BEFORE = 3
const MONTHS_SHOWN = 12

/**
 * The engagement of a client at the end of a day; a row for each channel and indicator measured at least once.
 *
 * @param peersDay  the day of the run the segment's means are of
 */
export function engagementView(
  facts: readonly Fact[],
  {
    day,
    peersDay,
    segment,
    peers,
  }: { day: number; peersDay: number; segment: string; peers: Pick<Peers, 'engagement'> },
): ClientEngagement {
  const last = lastFullMonth(day).number
  const months = facts
    .filter((fact): fact is EngagementMonth => fact.fact === 'engagement' && monthNumber(fact.month) <= last)
    .sort((left, right) => (left.month < right.month ? -1 : 1))
  const channels = [...new Set(months.flatMap((month) => Object.keys(month.channels)))].sort()
  const rows = channels.flatMap((channel) =>
    engagementMeasures.flatMap((indicator, index): EngagementRow[] => {
      const measured = months.flatMap((month) => valueIn(month, channel, indicator))
      if (measured.length === 0) return []
      const sums = peers.engagement[`${segment}|${channel}`]
      const [clients = 0, sum = 0] = sums ? sums.slice(2 * index, 2 * index + 2) : []
      return [
        {
          channel,
          indicator,
          last: measured.find(({ number }) => number === last)?.value ?? null,
          before: meanOf(measured.filter(({ number }) => number < last && number >= last - MONTHS_BEFORE)),
          segmentMean: clients > 0 ? sum / clients : null,
          segmentClients: clients,
          months: measured
            .filter(({ number }) => number > last - MONTHS_SHOWN)
            .map(({ number, value }) => ({ month: monthFrom(number), value })),
        },
      ]
    }),
  )
  return { month: monthFrom(last), segmentMonth: monthFrom(lastFullMonth(peersDay).number), segment, rows }
}

function valueIn({ month, channels }: EngagementMonth, channel: string, indicator: EngagementMeasure) {
  const value = channels[channel]?.[indicator]
  return value === undefined ? [] : [{ number: monthNumber(month), value }]
}

function meanOf(measured: readonly { value: number }[]): number | null {
  if (measured.length === 0) return null
  return measured.reduce((sum, { value }) => sum + value, 0) / measured.length
}
