import { type Figure, withheld } from '#shared/kernel/figure.schema'
import { addMonths, type Month } from '#shared/kernel/day'
import { forecast, type ForecastStep, growth } from '#shared/models/forecast'
import type { DashboardView } from './dashboard-view.schema.ts'

/** A forecast of monthly revenue, or the reason why there is none. */
export interface RevenueForecast {
  readonly forecast: DashboardView['revenue']['forecast']
  readonly growth: Figure
  readonly method: string | null
  readonly reason?: string
}

const HORIZON = 12
const MONTHS_WITH_SEASON = 24

const methodNames = {
  'seasonal-naive': 'the same months of last year',
  'damped-trend': 'damped trend',
  theta: 'Theta',
} as const

const known = new Map<string, RevenueForecast>()
// A dashboard asks for the same few series several times over.
const MOST_REMEMBERED = 200

/** Forecast of the next 12 months from full months of revenue, oldest first, and the growth that follows from it. */
export function revenueForecast(months: readonly { month: Month; cents: number }[]): RevenueForecast {
  const key = JSON.stringify(months)
  const before = known.get(key)
  if (before) return before
  const made = computedForecast(months)
  if (known.size >= MOST_REMEMBERED) known.clear()
  known.set(key, made)
  return made
}

function computedForecast(months: readonly { month: Month; cents: number }[]): RevenueForecast {
  const series = months.map(({ cents }) => cents)
  const { method, steps, hasSeason, reason } = forecast(series, { horizon: HORIZON })
  const last = months.at(-1)
  if (!method || !last) {
    const why = reason ?? 'There are no full months of revenue yet.'
    return { forecast: [], growth: withheld('share', why), method: null, reason: why }
  }
  const isShort = series.length < MONTHS_WITH_SEASON
  const season = isShort
    ? ', without season because fewer than 24 full months are known'
    : hasSeason
      ? ', with season'
      : ''
  return {
    forecast: steps.map((step, index) => ({ month: addMonths(last.month, index + 1), ...whole(step) })),
    growth: growthFigure(series, steps),
    method: `${methodNames[method]}${season}`,
  }
}

function whole({ mean, low80, high80, low95, high95 }: ForecastStep) {
  const cents = (value: number) => Math.max(0, Math.round(value))
  return {
    cents: cents(mean),
    low80: cents(low80),
    high80: cents(high80),
    low95: cents(low95),
    high95: cents(high95),
  }
}

/**
 * Growth of the year ahead over the last, with the interval of its sum. Errors of the months ahead are taken as moving
 * together, which is the cautious reading: the interval of a sum is then the sum of the intervals.
 */
function growthFigure(series: readonly number[], steps: readonly ForecastStep[]): Figure {
  const value = growth(series, steps)
  if (value === undefined) return withheld('share', 'Revenue of the last 12 full months is not positive.')
  const last = series.slice(-steps.length).reduce((sum, one) => sum + one, 0)
  const bound = (of: (step: ForecastStep) => number) =>
    steps.reduce((sum, step) => sum + of(step), 0) / last - 1
  return {
    value,
    unit: 'share',
    low80: bound(({ low80 }) => low80),
    high80: bound(({ high80 }) => high80),
    low95: bound(({ low95 }) => low95),
    high95: bound(({ high95 }) => high95),
    n: series.length,
  }
}
