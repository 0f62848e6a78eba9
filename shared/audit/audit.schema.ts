import * as v from 'valibot'
import { roles } from '../access/rights.ts'

/** How a mutation ended: done, one step of several taken, or refused (kept for sign-ins only). */
export const auditOutcomes = ['done', 'continued', 'refused'] as const
/** How a mutation ended. */
export type AuditOutcome = (typeof auditOutcomes)[number]

/** Who did it: the user's id in the pool, never a name or an address; `via` says what was presented. */
export const AuditActor = v.object({
  id: v.string(),
  role: v.picklist(roles),
  via: v.picklist(['session', 'token']),
})
/** Who did it. */
export type AuditActor = v.InferOutput<typeof AuditActor>

/** What it was done to. */
export const AuditSubject = v.object({ kind: v.string(), id: v.string() })
/** What it was done to. */
export type AuditSubject = v.InferOutput<typeof AuditSubject>

/** Ids, counts and names of changed fields; never their values. */
export const AuditDetails = v.record(
  v.string(),
  v.union([v.string(), v.number(), v.boolean(), v.array(v.string())]),
)
/** Ids, counts and names of changed fields; never their values. */
export type AuditDetails = v.InferOutput<typeof AuditDetails>

/** One mutation, and its place in the chain: `prev` is the hash of the entry before it in the same shard. */
export const AuditEntry = v.object({
  day: v.string(),
  shard: v.number(),
  seq: v.number(),
  at: v.string(),
  action: v.string(),
  outcome: v.picklist(auditOutcomes),
  actor: v.nullable(AuditActor),
  subject: v.nullable(AuditSubject),
  details: AuditDetails,
  requestId: v.string(),
  prev: v.string(),
  hash: v.string(),
})
/** One mutation, and its place in the chain. */
export type AuditEntry = v.InferOutput<typeof AuditEntry>

/** A mutation before it has a place in the chain. */
export type AuditEvent = Pick<
  AuditEntry,
  'at' | 'action' | 'outcome' | 'actor' | 'subject' | 'details' | 'requestId'
>
