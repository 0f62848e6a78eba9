import * as v from 'valibot'
import { OwnSession } from '#shared/access/account.schema'
import type { SessionView } from '#shared/access/session.schema'
import type { Presented } from '#functions/http/env'
import type { Session } from '#functions/store/sessions.store'

/** Who is signed in, what they may do, and until when. */
export function sessionView({ actor, endsAt }: Presented, idleMinutes: number): SessionView {
  const { userId, name, email, role, rights } = actor
  return { user: { id: userId, name, email }, role, rights: [...rights], expiresAt: endsAt, idleMinutes }
}

/** The sessions of one user, and which of them asks. */
export const SessionList = v.array(OwnSession)

/** The sessions of one user, and which of them asks. */
export function sessionList(
  sessions: readonly Session[],
  { sessionHash }: Presented,
): v.InferOutput<typeof SessionList> {
  return sessions.map(({ createdAt, lastSeenAt, hash, device, address }) => ({
    id: hash,
    device,
    address,
    startedAt: createdAt,
    lastSeenAt,
    isThis: hash === sessionHash,
  }))
}
