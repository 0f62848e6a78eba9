import { monthOf } from '#shared/kernel/day'
import { fullMonthsBefore } from './compiled-days.ts'
import type { DashboardView } from './dashboard-view.schema.ts'
import { flowAt } from './kpis.ts'
import type { CellFilter, Snapshot } from './snapshot.ts'

/** Revenue of the months a run keeps, from the first with any on; a filter takes who was that at the month's start. */
export function monthlyRevenue(
  snapshot: Snapshot,
  filter: CellFilter = {},
): DashboardView['revenue']['months'] {
  const { asOf, context } = snapshot
  const full = fullMonthsBefore(asOf)
  const months = context.months.map((month) => {
    const { revenue, charges, orders } = flowAt(snapshot, `month:${month}`, filter)
    return {
      month,
      revenueCents: revenue,
      chargesCents: charges,
      orders,
      isPartial: month === monthOf(asOf) && !full.includes(month),
    }
  })
  const first = months.findIndex(({ revenueCents, orders }) => revenueCents !== 0 || orders !== 0)
  return first < 0 ? [] : months.slice(first)
}

/** Revenue of the full months kept, oldest first: what a forecast learns from. */
export function fullRevenue(snapshot: Snapshot, filter: CellFilter = {}): { month: string; cents: number }[] {
  return monthlyRevenue(snapshot, filter)
    .filter(({ isPartial }) => !isPartial)
    .map(({ month, revenueCents }) => ({ month, cents: revenueCents }))
}
