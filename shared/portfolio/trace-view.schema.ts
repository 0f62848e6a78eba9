import * as v from 'valibot'
import { Figure, figureUnits } from '#shared/kernel/figure.schema'
import { dashboardFilters } from './dashboard-view.schema.ts'

const text = v.optional(v.pipe(v.string(), v.maxLength(64)))
const whole = v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(-1_000), v.maxValue(1_000)))

/** Query of a trace: the dashboard's own filters, and which of a metric's figures is meant. */
export const TraceQuery = v.strictObject({
  ...dashboardFilters,
  /** Which part of a ratio: its numerator or its denominator. */
  part: v.optional(v.picklist(['numerator', 'denominator']), 'numerator'),
  /** The period shown, or one it is compared with. */
  slot: v.optional(v.picklist(['now', 'previous', 'year-before']), 'now'),
  /** A single month in the place of the period. */
  month: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/, 'Write a month as YYYY-MM.'))),
  /** The end of a day in the place of the as-of day; one the run keeps. */
  day: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'Write a day as YYYY-MM-DD.'))),
  /** Month of acquisition and life month of a cohort. */
  cohort: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/, 'Write a month as YYYY-MM.'))),
  life: whole,
  /** Status at the end of the period. */
  to: text,
  /** The product or the family a figure of products is of. */
  product: text,
  family: text,
  /** What clients were grouped by before their loss was counted, and the group. */
  factor: text,
  bin: text,
  limit: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(100)), '25'),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(4096))),
})
/** Query of a trace. */
export type TraceQuery = v.InferOutput<typeof TraceQuery>

const Unit = v.picklist(figureUnits)

/** A number behind a figure, by name. */
export const TraceTerm = v.object({ name: v.string(), title: v.string(), value: v.number(), unit: Unit })
/** A number behind a figure, by name. */
export type TraceTerm = v.InferOutput<typeof TraceTerm>

/** Everything behind one figure: how it is made, and the rows that add up to it. */
export const TraceView = v.object({
  metric: v.string(),
  title: v.string(),
  /** The slice it is of, in words. */
  scope: v.string(),
  figure: Figure,
  definition: v.string(),
  /** The formula with `{name}` where a term stands. */
  formula: v.string(),
  terms: v.array(TraceTerm),
  /** `ratio` has two parts to follow, `sum` one; `computed` is no sum and says what it is. */
  kind: v.picklist(['sum', 'ratio', 'computed']),
  explanation: v.optional(v.string()),
  exclusions: v.array(v.object({ title: v.string(), count: v.number() })),
  run: v.object({
    id: v.string(),
    asOf: v.string(),
    finishedAt: v.string(),
    model: v.string(),
    definitions: v.number(),
    changedClients: v.number(),
  }),
  dataVersion: v.string(),
  currency: v.string(),
  /** The rows of one part: clients with their own contribution in name order, zeros left out. */
  rows: v.nullable(
    v.object({
      part: v.picklist(['numerator', 'denominator']),
      title: v.string(),
      unit: Unit,
      /** What is no client's, such as a channel's spend in a month. */
      fixed: v.array(v.object({ title: v.string(), value: v.number() })),
      clients: v.array(v.object({ id: v.string(), name: v.nullable(v.string()), value: v.number() })),
      /** The part's figure; the sum of all rows so far; their difference once every client is read. */
      total: v.number(),
      sum: v.number(),
      residual: v.nullable(v.number()),
      read: v.number(),
      of: v.number(),
      next: v.nullable(v.string()),
    }),
  ),
})
/** Everything behind one figure. */
export type TraceView = v.InferOutput<typeof TraceView>
