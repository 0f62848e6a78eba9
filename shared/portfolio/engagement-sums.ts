/** Sums of what was measured in the last full month, by segment and digital channel: a segment's mean engagement. */
import type { ChannelEngagement, EngagementMonth } from '#shared/client/facts'
import type { ClientWithFacts } from '#shared/client/client'
import { monthFrom } from '#shared/kernel/day'
import { addTo, type Contribution } from './contribution.ts'
import { lastFullMonth } from './relations.ts'

/** What is measured of a client in a digital channel in a month. */
export const engagementMeasures = [
  'logins',
  'activeDays',
  'sessions',
  'featuresUsed',
  'digitalTransactions',
  'emailsSent',
  'emailsOpened',
] as const satisfies readonly (keyof ChannelEngagement)[]
/** A measure of engagement. */
export type EngagementMeasure = (typeof engagementMeasures)[number]

/** Key of the engagement of a segment in a digital channel: for each measure the clients it is known of, then the sum. */
export const engagementKey = (segment: string, channel: string): string => `engaged|${segment}|${channel}`

/** The engagement month of a client that was the last full one at the end of a day. */
export function lastMeasured({ facts }: ClientWithFacts, day: number): EngagementMonth | undefined {
  const wanted = monthFrom(lastFullMonth(day).number)
  return facts.find((fact): fact is EngagementMonth => fact.fact === 'engagement' && fact.month === wanted)
}

/** Adds what was measured of a client in the last full month. */
export function addEngagement(
  contribution: Contribution,
  { client, day, segment }: { client: ClientWithFacts; day: number; segment: string },
): void {
  const month = lastMeasured(client, day)
  for (const [channel, measured] of Object.entries(month?.channels ?? {}))
    addTo(
      contribution,
      engagementKey(segment, channel),
      engagementMeasures.flatMap((name) => [measured[name] === undefined ? 0 : 1, measured[name] ?? 0]),
    )
}
