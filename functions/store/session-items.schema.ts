import * as v from 'valibot'
import { roles } from '#shared/access/rights'

/** A session item, without its keys. */
export const SessionItem = v.object({
  hash: v.string(),
  userId: v.string(),
  name: v.string(),
  email: v.string(),
  role: v.picklist(roles),
  /** The user's epoch when the session was opened; another epoch ends it. */
  epoch: v.number(),
  createdAt: v.string(),
  lastSeenAt: v.string(),
  endsAt: v.string(),
  /** Browser and system in two words, and the address as seen: for the owner to know it by. */
  device: v.optional(v.nullable(v.string()), null),
  address: v.optional(v.nullable(v.string()), null),
})
