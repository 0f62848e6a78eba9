/** The listed periods: part of every run, so their figures are instant. */
export const periodNames = [
  '30-days',
  '90-days',
  'month-to-date',
  'quarter-to-date',
  'year-to-date',
  '12-months',
  'last-month',
  'last-quarter',
  'last-year',
] as const

/** The name of a listed period. */
export type ListedPeriod = (typeof periodNames)[number]

/** The name of a period: listed, or the range that a study was asked for. */
export type PeriodName = ListedPeriod | 'range'
