import { DAYS_PER_MONTH } from '#shared/kernel/day'
import type { Tenure } from './product-measures.ts'

/** How long somebody had been a client at the end of a day; `new` before they were one. Days are day numbers. */
export function tenureAt(acquired: number | undefined, day: number): Tenure {
  if (acquired === undefined || acquired > day) return 'new'
  const years = (day - acquired) / (12 * DAYS_PER_MONTH)
  if (years < 1) return 'under-1-year'
  if (years < 2) return '1-to-2-years'
  return years < 5 ? '2-to-5-years' : 'over-5-years'
}
