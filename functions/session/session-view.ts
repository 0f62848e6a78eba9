import type { SessionView } from '#shared/access/session.schema'
import type { Presented } from '#functions/http/env'

/** Who is signed in, what they may do, and until when. */
export function sessionView({ actor, endsAt }: Presented, idleMinutes: number): SessionView {
  const { userId, name, email, role, rights } = actor
  return { user: { id: userId, name, email }, role, rights: [...rights], expiresAt: endsAt, idleMinutes }
}
