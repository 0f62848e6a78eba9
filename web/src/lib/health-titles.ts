import type { HealthIndicator, HealthPillar } from '#shared/client/health-names'

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
