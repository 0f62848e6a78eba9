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
})
