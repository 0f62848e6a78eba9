import * as v from 'valibot'

/** One indicator of a digital channel: counts of a month. */
export const EngagementRow = v.object({
  channel: v.string(),
  indicator: v.string(),
  /** The last full month; null where it was not measured. */
  last: v.nullable(v.number()),
  /** Mean of the months of the 3 before it that were measured; null where none was. */
  before: v.nullable(v.number()),
  /** Mean of the client's segment in the run's last full month, over the clients measured; null without any. */
  segmentMean: v.nullable(v.number()),
  segmentClients: v.number(),
  /** The client's measured months, oldest first, at most 12. */
  months: v.array(v.object({ month: v.string(), value: v.number() })),
})
/** One indicator of a digital channel. */
export type EngagementRow = v.InferOutput<typeof EngagementRow>

/** The digital engagement of a client, against its own past and its segment. */
export const ClientEngagement = v.object({
  month: v.string(),
  /** The month of the segment's means: the run's, where the client changed since. */
  segmentMonth: v.string(),
  segment: v.string(),
  rows: v.array(EngagementRow),
})
/** The digital engagement of a client. */
export type ClientEngagement = v.InferOutput<typeof ClientEngagement>
