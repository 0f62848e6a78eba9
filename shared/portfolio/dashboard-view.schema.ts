import * as v from 'valibot'
import { statuses } from '#shared/client/facts'
import { Figure } from '#shared/kernel/figure.schema'
import { periodNames } from './period-names.ts'
import { segments } from './segments.ts'

/** Every name a period may have. */
const allPeriods = [...periodNames, 'range'] as const

/** What every figure of the dashboard may be asked for: a period, what it is compared with, and which clients. */
export const dashboardFilters = {
  period: v.optional(v.picklist(allPeriods), '12-months'),
  compare: v.optional(v.picklist(['previous', 'year-before']), 'previous'),
  /** A published run other than the current one: a study, or an earlier day. */
  run: v.optional(v.pipe(v.string(), v.maxLength(128))),
  segment: v.optional(v.picklist([...segments, 'none'])),
  channel: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
  status: v.optional(v.picklist(statuses)),
} as const

/** Query of the dashboard. */
export const DashboardQuery = v.strictObject(dashboardFilters)
/** Query of the dashboard. */
export type DashboardQuery = v.InferOutput<typeof DashboardQuery>

/** How a figure is followed: its metric, and what else the question says. */
export const TraceLink = v.object({ metric: v.string(), question: v.record(v.string(), v.string()) })
/** How a figure is followed. */
export type TraceLink = v.InferOutput<typeof TraceLink>

/** One headline figure. `delta` is value minus previous in the figure's unit (shares in share points). */
export const Kpi = v.object({
  name: v.picklist(['average-clv', 'clv-to-cac', 'retention', 'growth', 'churn', 'clv-at-risk']),
  title: v.string(),
  figure: Figure,
  /** The figure can be followed under this name, with these words added to the question. */
  trace: TraceLink,
  /** What stands beside it: average per client ever acquired; the monthly equivalent of churn; … */
  beside: v.array(v.object({ title: v.string(), figure: Figure, trace: v.optional(TraceLink) })),
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
  period: v.object({ name: v.picklist(allPeriods), from: v.string(), to: v.string(), against: v.string() }),
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
  /** Channels that clients are counted under: what a filter may name. */
  channels: v.array(v.string()),
  isOnRevenue: v.boolean(),
})
/** The dashboard. */
export type DashboardView = v.InferOutput<typeof DashboardView>
