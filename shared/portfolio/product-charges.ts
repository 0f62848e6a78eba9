import { withheld } from '#shared/kernel/figure.schema'
import { firstDayOf } from '#shared/kernel/day'
import { type Charge, chargeOn } from '#shared/product/charge'
import { lastYearOf } from './product-bundles.ts'
import { byMonth, type ProductSnapshot, type ProductSums } from './product-snapshot.ts'
import type { AnalyticsView } from './product-view.schema.ts'

/** The charges of a product, latest first; of a family, none. */
export type KnownCharges = readonly Charge[]

/**
 * What was charged over the last 12 full months against what the list says. Effective: charges over holder-months
 * (holders at each month's end). Waived: listed monthly fees of all holders less what was charged, over the listed.
 */
export function chargeFigures(
  sums: ProductSums,
  { head, charges }: { head: ProductSnapshot; charges: KnownCharges },
): AnalyticsView['charges'] {
  const year = lastYearOf(head.months, head.asOf)
  const series = (measure: 'charges' | 'revenue' | 'holders') => {
    const values = byMonth(sums, head.months, measure)
    return year.map((place) => values[place] ?? 0)
  }
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  const [charged, revenue, holders] = [series('charges'), series('revenue'), series('holders')]
  const chargedCents = total(charged)
  const holderMonths = total(holders)
  const fees = year.map((place) => chargeOn(charges, 'monthly-fee', firstDayOf(head.months[place] ?? '')))
  const listed = fees.some((fee) => fee !== undefined)
    ? total(fees.map((fee, index) => (fee?.amountCents ?? 0) * (holders[index] ?? 0)))
    : null
  return {
    listedCents: listed,
    chargedCents,
    salesCents: total(revenue) - chargedCents,
    effective:
      holderMonths > 0
        ? { value: Math.round(chargedCents / holderMonths), unit: 'cents', n: holderMonths }
        : withheld('cents', 'Nobody held it in the last 12 full months.'),
    waived:
      listed === null || listed === 0
        ? withheld('share', 'Only a monthly fee says what holders should have been charged.')
        : { value: Math.max(0, listed - chargedCents) / listed, unit: 'share', n: holderMonths },
  }
}
