import type { SettingField } from './fields.ts'

/** What may be chosen about the lifecycle rule of products. */
export const lifecycleFields: readonly SettingField[] = [
  {
    path: 'introductionMonths',
    label: 'Introduction, younger than',
    help: 'Younger products are in their introduction.',
    kind: 'number',
    unit: 'months',
  },
  {
    path: 'introductionShare',
    label: 'Introduction, smaller than',
    help: 'So is a rising product below this share of the best product of its family.',
    kind: 'percent',
  },
  {
    path: 'growthPerMonth',
    label: 'Growth above',
    help: 'A month: the whole interval of the slope lies above it.',
    kind: 'percent',
  },
  {
    path: 'declinePerMonth',
    label: 'Decline below minus',
    help: 'A month: the whole interval of the slope lies below minus this.',
    kind: 'percent',
  },
  {
    path: 'retiredMonths',
    label: 'Retired after',
    help: 'Full months in which nothing was sold.',
    kind: 'number',
    unit: 'months',
  },
  {
    path: 'slopeMonths',
    label: 'Slope over',
    help: 'Months of revenue averaged over three.',
    kind: 'number',
    unit: 'months',
  },
  {
    path: 'level',
    label: 'Interval of the slope',
    help: 'Higher: a stage is left only on stronger evidence.',
    kind: 'percent',
  },
]
