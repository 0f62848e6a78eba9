/** The pillars of clients with accounts (`product.md` 9.4), then those of clients who only buy (`decisions.md` 16). */
export const healthPillars = [
  'time',
  'digital',
  'relationship',
  'status',
  'rhythm',
  'activity',
  'spend',
  'returns',
] as const
/** A pillar of the health score. */
export type HealthPillar = (typeof healthPillars)[number]

/** What each indicator measures: its pillar and the unit of its value. */
export const healthIndicators = {
  recency: { pillar: 'time', unit: 'days' },
  activityTrend: { pillar: 'time', unit: 'ratio' },
  marginTrend: { pillar: 'time', unit: 'share' },
  tenure: { pillar: 'time', unit: 'months' },
  activeDays: { pillar: 'digital', unit: 'days' },
  loginTrend: { pillar: 'digital', unit: 'ratio' },
  featuresUsed: { pillar: 'digital', unit: 'count' },
  digitalShare: { pillar: 'digital', unit: 'share' },
  families: { pillar: 'relationship', unit: 'count' },
  anchorProduct: { pillar: 'relationship', unit: 'flag' },
  productsInUse: { pillar: 'relationship', unit: 'share' },
  status: { pillar: 'status', unit: 'points' },
  purchaseGap: { pillar: 'rhythm', unit: 'ratio' },
  chanceActive: { pillar: 'activity', unit: 'share' },
  spendTrend: { pillar: 'spend', unit: 'share' },
  returnShare: { pillar: 'returns', unit: 'share' },
} as const satisfies Record<string, { pillar: HealthPillar; unit: HealthUnit }>
/** Unit of an indicator's value. */
export type HealthUnit = 'days' | 'ratio' | 'share' | 'months' | 'count' | 'flag' | 'points'
/** An indicator of the health score. */
export type HealthIndicator = keyof typeof healthIndicators

/** The bands, worst first. */
export const healthBands = ['critical', 'at-risk', 'watch', 'healthy'] as const
/** A band of the health score. */
export type HealthBand = (typeof healthBands)[number]
