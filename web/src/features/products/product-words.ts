import type { ProductRow } from '#shared/portfolio/product-view.schema'
import type { ListedPeriod } from '#shared/portfolio/period-names'
import type { Stage } from '#shared/product/lifecycle'
import type { ChargeKind } from '#shared/product/product'

/** Titles of the stages. */
export const stageTitles: Readonly<Record<Stage, string>> = {
  introduction: 'Introduction',
  growth: 'Growth',
  maturity: 'Maturity',
  decline: 'Decline',
  retired: 'Retired',
}

/** How a stage looks; its word always stands with it. */
export const stageTones = {
  introduction: 'accent',
  growth: 'pos',
  maturity: 'plain',
  decline: 'warn',
  retired: 'neg',
} as const satisfies Record<Stage, string>

/** Titles of the places in the catalogue. */
export const productStatusTitles: Readonly<Record<ProductRow['status'], string>> = {
  active: 'On sale',
  retired: 'Retired',
  placeholder: 'Placeholder',
}

/** Titles of the kinds of charges. */
export const chargeTitles: Readonly<Record<ChargeKind, string>> = {
  'monthly-fee': 'Monthly fee',
  'transaction-fee': 'Transaction fee',
  'interest-margin': 'Interest margin',
  'one-off': 'One-off',
}

/** Titles of bands of tenure. */
export const tenureTitles: Readonly<Record<string, string>> = {
  new: 'New in the period',
  'under-1-year': 'Under 1 year',
  '1-to-2-years': '1 to 2 years',
  '2-to-5-years': '2 to 5 years',
  'over-5-years': 'Over 5 years',
}

/** Titles of the listed periods. */
export const periodTitles: Readonly<Record<ListedPeriod, string>> = {
  '30-days': 'Last 30 days',
  '90-days': 'Last 90 days',
  'month-to-date': 'Month to date',
  'quarter-to-date': 'Quarter to date',
  'year-to-date': 'Year to date',
  '12-months': 'Last 12 months',
  'last-month': 'Last full month',
  'last-quarter': 'Last full quarter',
  'last-year': 'Last full year',
}

/** What a period can be compared with. */
export const comparisons = [
  { value: 'previous', title: 'Previous period' },
  { value: 'year-before', title: 'Year before' },
] as const
