import { withheld, type Figure } from '#shared/kernel/figure.schema'
import type { DashboardView } from './dashboard-view.schema.ts'

/** A forecast of monthly revenue, or the reason why there is none. */
export interface RevenueForecast {
  readonly forecast: DashboardView['revenue']['forecast']
  readonly growth: Figure
  readonly method: string | null
  readonly reason?: string
}

/** Fewest full months a growth prediction is made from. */
export const FEWEST_MONTHS = 12

/** Forecast of the next 12 months from full months of revenue, oldest first. */
export function revenueForecast(months: readonly { month: string; cents: number }[]): RevenueForecast {
  const reason =
    months.length < FEWEST_MONTHS
      ? `A prediction needs 12 full months of revenue; there are ${months.length}.`
      : 'The revenue forecast is not part of this version yet.'
  return { forecast: [], growth: withheld('share', reason), method: null, reason }
}
