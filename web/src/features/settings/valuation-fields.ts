import type { SettingField } from './fields.ts'

/** What may be chosen about a valuation. */
export const valuationFields: readonly SettingField[] = [
  {
    path: 'horizonMonths',
    label: 'Horizon of predicted CLV',
    help: 'How far ahead predicted customer lifetime value counts the margin.',
    kind: 'number',
    unit: 'months',
  },
  {
    path: 'discountRatePerYear',
    label: 'Discount rate',
    help: 'By how much money of next year counts less, per year.',
    kind: 'percent',
  },
  {
    path: 'marginRate',
    label: 'Margin where no cost is known',
    help: 'Share of revenue taken as margin. At 100 % figures read “CLV on revenue (margin unknown)”.',
    kind: 'percent',
  },
  {
    path: 'churnHorizonDays',
    label: 'Churn horizon',
    help: 'A churn probability is the chance of no own transaction within so many days.',
    kind: 'number',
    unit: 'days',
  },
  {
    path: 'dormantAfterDays',
    label: 'Dormant after',
    help: 'A client with accounts is dormant, still a client, after so many days without an own transaction.',
    kind: 'number',
    unit: 'days',
  },
  {
    path: 'activityWindowDays',
    label: 'Activity window',
    help: 'A client who only purchases is lost after so many days without a transaction. Empty: the smallest of 30, 60, 90, 180 and 365 days that covers 80 % of the gaps between transactions.',
    kind: 'number',
    unit: 'days',
    automatic: 'chosen from the gaps',
  },
]
