/** The stages of every product and family of a run, by the lifecycle rule. */
import { lastDayOf, type Month, monthOf } from '#shared/kernel/day'
import {
  deseasonalised,
  type LifecycleFacts,
  recentMean,
  stageAt,
  type StageFound,
} from '#shared/product/lifecycle'
import type { LifecycleSettings } from '#shared/product/lifecycle-settings'
import type { Product } from '#shared/product/product'
import type { ProductLevel } from './product-measures.ts'
import { byMonth, noSums, type ProductSnapshot, type ProductSums } from './product-snapshot.ts'

/** Facts of the rule for any product or family, and the stage at each month. */
export interface Stages {
  /** The full months there are, oldest first. */
  readonly months: readonly Month[]
  factsOf(level: ProductLevel, id: string): LifecycleFacts
  stageOf(level: ProductLevel, id: string, monthsAgo?: number): StageFound
}

/** The rule applied to a run's figures under a catalogue and thresholds. */
export function stagesOf(
  head: ProductSnapshot,
  catalogue: readonly Product[],
  settings: LifecycleSettings,
): Stages {
  const months = fullMonths(head)
  const known = new Map(catalogue.map((product) => [product.id, product]))
  const sums = {
    product: new Map(head.products.map((one) => [one.id, one])),
    family: new Map(head.families.map((one) => [one.id, one])),
  }
  const revenueOf = (one: ProductSums) => byMonth(one, months, 'revenue')
  const totals = { account: months.map(() => 0), purchase: months.map(() => 0) }
  const peaks = new Map<string, number[]>()
  for (const one of head.products) {
    const product = known.get(one.id)
    const revenue = revenueOf(one)
    const total = totals[product?.kind ?? 'purchase']
    revenue.forEach((cents, month) => (total[month] = (total[month] ?? 0) + cents))
    const family = product?.family
    if (family === undefined) continue
    const peak = peaks.get(family) ?? months.map(() => 0)
    peaks.set(family, peak)
    revenue.forEach((_, month) => (peak[month] = Math.max(peak[month] ?? 0, recentMean(revenue, month))))
  }
  const all = months.map((_, month) => (totals.account[month] ?? 0) + (totals.purchase[month] ?? 0))
  function factsOf(level: ProductLevel, id: string): LifecycleFacts {
    const one = sums[level].get(id) ?? noSums(id)
    const product = level === 'product' ? known.get(id) : undefined
    const revenue = revenueOf(one)
    const orders = byMonth(one, months, 'orders')
    return {
      months,
      revenue: deseasonalised(revenue, product ? totals[product.kind] : all),
      isSold: revenue.map((cents, month) => cents > 0 || (orders[month] ?? 0) > 0),
      launchedOn: product?.launchedOn,
      familyPeak: (product?.family !== undefined && peaks.get(product.family)) || months.map(() => 0),
    }
  }
  return {
    months,
    factsOf,
    stageOf: (level, id, monthsAgo = 0) =>
      stageAt(factsOf(level, id), months.length - 1 - monthsAgo, settings),
  }
}

/** The months of a run that have ended. */
export function fullMonths({ months, asOf }: Pick<ProductSnapshot, 'months' | 'asOf'>): Month[] {
  return months.filter((month) => month < monthOf(asOf) || lastDayOf(month) === asOf)
}
