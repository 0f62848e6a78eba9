import * as v from 'valibot'
import { Figure } from '#shared/kernel/figure.schema'

/** The listed periods: part of every run, so their figures are instant. */
export const periodNames = [
  '30-days',
  '90-days',
  'month-to-date',
  'quarter-to-date',
  'year-to-date',
  '12-months',
  'last-month',
  'last-quarter',
  'last-year',
] as const
/** The name of a listed period. */
export type PeriodName = (typeof periodNames)[number]

/** Query of the dashboard. */
export const DashboardQuery = v.strictObject({
  period: v.optional(v.picklist(periodNames), '12-months'),
  compare: v.optional(v.picklist(['previous', 'year-before']), 'previous'),
  /** A published run other than the current one: a study, or an earlier day. */
  run: v.optional(v.pipe(v.string(), v.maxLength(128))),
})

/** One headline figure. `delta` is value minus previous in the figure's unit (shares in share points). */
export const Kpi = v.object({
  name: v.picklist(['average-clv', 'clv-to-cac', 'retention', 'growth', 'churn']),
  title: v.string(),
  figure: Figure,
  /** What stands beside it: average per client ever acquired; the monthly equivalent of churn; … */
  beside: v.optional(v.object({ title: v.string(), figure: Figure })),
  delta: v.nullable(v.object({ change: v.number(), unit: Figure.entries.unit, against: v.string() })),
  isUpGood: v.boolean(),
  /** One value per month end, oldest first; null where undefined. */
  sparkline: v.array(v.object({ day: v.string(), value: v.nullable(v.number()) })),
  definition: v.string(),
})
/** One headline figure. */
export type Kpi = v.InferOutput<typeof Kpi>

/** A month of revenue. `isPartial`: the month is unfinished at the as-of day. */
export const RevenueMonth = v.object({
  month: v.string(),
  revenueCents: v.number(),
  chargesCents: v.number(),
  orders: v.number(),
  isPartial: v.boolean(),
})

/** The dashboard. `run` null means nothing has been valued yet: import something first. */
export const DashboardView = v.object({
  currency: v.string(),
  timeZone: v.string(),
  run: v.nullable(
    v.object({
      id: v.string(),
      asOf: v.string(),
      finishedAt: v.string(),
      model: v.string(),
      /** Clients changed since the run started. */
      changedClients: v.number(),
      isInProgress: v.boolean(),
    }),
  ),
  period: v.object({ name: v.picklist(periodNames), from: v.string(), to: v.string(), against: v.string() }),
  kpis: v.array(Kpi),
  revenue: v.object({
    months: v.array(RevenueMonth),
    /** Forecast with 80 and 95 % intervals; empty with `reason` where there is not enough history. */
    forecast: v.array(
      v.object({
        month: v.string(),
        cents: v.number(),
        low80: v.number(),
        high80: v.number(),
        low95: v.number(),
        high95: v.number(),
      }),
    ),
    forecastMethod: v.nullable(v.string()),
    reason: v.optional(v.string()),
  }),
  /** The current month from the live flows: to the second. */
  live: v.object({
    month: v.string(),
    revenueCents: v.number(),
    orders: v.number(),
    buyers: v.number(),
    newClients: v.number(),
  }),
  clients: v.object({
    total: v.number(),
    byStatus: v.array(v.object({ status: v.string(), count: v.number() })),
    bySegment: v.array(v.object({ segment: v.string(), count: v.number(), totalCents: v.number() })),
  }),
  isOnRevenue: v.boolean(),
})
/** The dashboard. */
export type DashboardView = v.InferOutput<typeof DashboardView>
