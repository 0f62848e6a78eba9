import { type Month, monthOf } from '#shared/kernel/day'
import { fiscalYearName } from './period.ts'
import type { TimeGroup } from './document.ts'

/** Months put together under one name. */
export interface Bucket {
  readonly name: string
  readonly months: readonly Month[]
}

/** Months by month, calendar quarter, calendar year or fiscal year, in order. */
export function bucketsOf(months: readonly Month[], time: TimeGroup, fiscalYearStartMonth: number): Bucket[] {
  const buckets = new Map<string, Month[]>()
  for (const month of months) {
    const name = bucketName(month, time, fiscalYearStartMonth)
    buckets.set(name, [...(buckets.get(name) ?? []), month])
  }
  return [...buckets].map(([name, held]) => ({ name, months: held }))
}

function bucketName(month: Month, time: TimeGroup, start: number): string {
  switch (time) {
    case 'month':
      return monthOf(month)
    case 'quarter':
      return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`
    case 'year':
      return month.slice(0, 4)
    case 'fiscal-year':
      return fiscalYearName(month, start)
  }
}
