import { roleOf } from '#shared/access/rights'
import type { SessionsStore } from '#functions/store/sessions.store'
import { actorWith } from './actor.ts'
import type { Presented } from './env.ts'
import { nobody, type Tokens } from './tokens.ts'

interface BearerDeps {
  readonly tokens: Pick<Tokens, 'verifyAccess'>
  readonly sessions: Pick<SessionsStore, 'changedAt'>
}

/**
 * Whoever an access token speaks for; undefined when it speaks for nobody. A token from before the user's last change
 * (disabled, another role, another password) is refused although its signature still holds.
 */
export function bearerVerifier({ tokens, sessions }: BearerDeps) {
  return async (token: string): Promise<Presented | undefined> => {
    const claims = await tokens.verifyAccess(token).catch(nobody)
    const role = claims && roleOf(claims['cognito:groups'])
    if (!claims || !role) return undefined
    const changedAt = await sessions.changedAt(claims.sub)
    if (changedAt !== undefined && claims.iat * 1_000 <= Date.parse(changedAt)) return undefined
    const actor = actorWith(role, { userId: claims.sub, name: claims.username, email: '' })
    return { actor, endsAt: new Date(claims.exp * 1_000).toISOString() }
  }
}
