import type { ClientHealth, ObservedShare } from '#shared/client/client-health.schema'
import { type HealthIndicator, healthIndicators, type HealthPillar } from '#shared/client/health-names'
import { count, decimal, NOTHING, percent, range, ratio } from '../../lib/format.ts'

/** What each pillar is called. */
export const pillarTitles: Readonly<Record<HealthPillar, string>> = {
  time: 'Time',
  digital: 'Digital engagement',
  relationship: 'Product relationship',
  status: 'Account status',
  rhythm: 'Rhythm of buying',
  activity: 'Chance to buy',
  spend: 'Spend',
  returns: 'Returns',
}

/** What each indicator measures, in words. */
export const indicatorTitles: Readonly<Record<HealthIndicator, string>> = {
  recency: 'Days since the last own activity',
  activityTrend: 'Activity of 30 days against the usual',
  marginTrend: 'Margin of 90 days against the 90 before',
  tenure: 'Months as a client',
  activeDays: 'Active days, last full month',
  loginTrend: 'Logins against the three months before',
  featuresUsed: 'Features used, last full month',
  digitalShare: 'Share of transactions made digitally',
  families: 'Product families held',
  anchorProduct: 'Holds a main account',
  productsInUse: 'Held products used in 90 days',
  status: 'Status, less open complaints and failed payments',
  purchaseGap: 'Days since the last purchase, in usual gaps',
  chanceActive: 'Chance of a purchase in the next 90 days',
  spendTrend: 'Spend of 180 days against the 180 before',
  returnShare: 'Share returned, 12 months',
}

/** A value of an indicator as it reads. */
export function indicatorText(indicator: HealthIndicator, value: number | null): string {
  if (value === null) return NOTHING
  switch (healthIndicators[indicator].unit) {
    case 'share':
      return percent(value, 0)
    case 'ratio':
      return ratio(value)
    case 'flag':
      return value > 0 ? 'yes' : 'no'
    case 'months':
      return decimal(value, 0)
    default:
      return count(value)
  }
}

/** The parts of a score by pillar, in the order of the definition. */
export function pillarsOf({ parts }: Pick<ClientHealth, 'parts'>) {
  return [...Map.groupBy(parts, ({ pillar }) => pillar)].map(([pillar, some]) => {
    const weight = some.reduce((sum, part) => sum + part.weight, 0)
    const points = some.reduce((sum, part) => sum + part.points, 0)
    return { pillar, parts: some, weight, points, score: weight === 0 ? null : points / weight }
  })
}

/** An observed share with its sample and interval, in words. */
export function observedText({ clients, lost, share, low, high }: ObservedShare): string {
  if (share === null) return 'nobody yet'
  return `${percent(share)} lost (${count(lost)} of ${count(clients)}; ${range(low, high, (one) => percent(one))})`
}
