import * as v from 'valibot'
import { isCivilDay } from '../kernel/day.ts'
import { AuditEntry } from './audit.schema.ts'

const day = v.pipe(v.string(), v.check(isCivilDay, 'Type a day as YYYY-MM-DD.'))
const id = v.pipe(v.string(), v.trim(), v.maxLength(128))

/** Which entries are asked for: a range of days (UTC), who, what, and on what. */
export const AuditQuery = v.strictObject({
  from: v.optional(day),
  to: v.optional(day),
  /** Id of a user in the pool. */
  actor: v.optional(id),
  /** An action, or its noun: `client` finds `client.edited`, `quality` finds `quality-issue.fixed` too. */
  action: v.optional(id),
  subject: v.optional(id),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(4096))),
})
/** Which entries are asked for. */
export type AuditQuery = v.InferOutput<typeof AuditQuery>

/** Entries, newest first, and how far back they were looked for. */
export const AuditPage = v.object({
  items: v.array(AuditEntry),
  next: v.nullable(v.string()),
  searched: v.object({ back: v.string(), entries: v.number() }),
})
/** Entries, newest first. */
export type AuditPage = v.InferOutput<typeof AuditPage>

/** What reading a day's chains again found. */
export const DayVerification = v.object({
  day: v.string(),
  count: v.number(),
  breaks: v.array(v.object({ shard: v.number(), seq: v.number(), reason: v.string() })),
})
/** What reading a day's chains again found. */
export type DayVerification = v.InferOutput<typeof DayVerification>
