import * as v from 'valibot'
import { ReportDefinition, reportStatuses } from './report-view.schema.ts'
import { isTimeZone } from './schedule.ts'

/** How often, at which local time, in which time zone. */
export const CadenceFields = v.strictObject({
  every: v.picklist(['day', 'week', 'month']),
  at: v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time as HH:MM.')),
  weekday: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))),
  day: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(31))),
  timeZone: v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone, 'This is no time zone.')),
})

/** A schedule as it is wished. */
export const NewSchedule = v.strictObject({
  definition: ReportDefinition,
  cadence: CadenceFields,
  skipsEmpty: v.optional(v.boolean(), false),
})
/** A schedule as it is wished. */
export type NewSchedule = v.InferOutput<typeof NewSchedule>

/** A schedule with what its last times came to. */
export const ScheduleView = v.object({
  id: v.string(),
  title: v.string(),
  definition: ReportDefinition,
  cadence: CadenceFields,
  skipsEmpty: v.boolean(),
  nextAt: v.string(),
  deliveries: v.array(
    v.object({
      dueAt: v.string(),
      reportId: v.nullable(v.string()),
      status: v.picklist(reportStatuses),
      message: v.nullable(v.string()),
      link: v.nullable(v.string()),
    }),
  ),
})
/** A schedule with what its last times came to. */
export type ScheduleView = v.InferOutput<typeof ScheduleView>

/** Every schedule of the caller, and how many of its last deliveries failed. */
export const SchedulesView = v.object({ items: v.array(ScheduleView), total: v.number(), failed: v.number() })
