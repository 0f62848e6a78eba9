import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { HttpDeps } from '#functions/http/env'
import { createUserLimit } from '#functions/http/user-limit'
import type { bearerVerifier } from '#functions/http/bearer'
import { createAuditStore } from '#functions/store/audit.store'
import { createRatesStore } from '#functions/store/rates.store'
import { createSessionsStore, type SessionsStore } from '#functions/store/sessions.store'
import { systemClock, table } from './deps.ts'
import { env } from './env.ts'

// In a bundle this file is the whole function, so its text is the version of the code.
const codeVersion = () =>
  createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('base64url')
    .slice(0, 12)

/** What every section needs to know about its surroundings, from the environment. */
export function httpDeps(): HttpDeps {
  const { SITE_ORIGIN, IDLE_MINUTES, ORIGIN_SECRET, CURSOR_SECRET, CALLS_PER_MINUTE } = env()
  const sessions = createSessionsStore({ table: table() })
  return {
    sessions,
    audit: createAuditStore({ table: table(), secret: CURSOR_SECRET }),
    clock: systemClock,
    siteOrigin: new URL(SITE_ORIGIN).origin,
    idleMinutes: IDLE_MINUTES,
    originSecret: ORIGIN_SECRET,
    codeVersion: codeVersion(),
    limit: createUserLimit({
      rates: createRatesStore({ table: table() }),
      now: Date.now,
      callsPerMinute: CALLS_PER_MINUTE,
    }),
    verifyBearer: async (token) => (await bearer(sessions))(token),
  }
}

let verifier: Promise<ReturnType<typeof bearerVerifier>> | undefined

// Loaded with the first machine client: most functions never meet one, and reading tokens costs 20 ms at start.
function bearer(sessions: SessionsStore) {
  const load = async () => {
    const [{ bearerVerifier }, { createTokens }] = await Promise.all([
      import('#functions/http/bearer'),
      import('#functions/http/tokens'),
    ])
    const { USER_POOL_ISSUER: issuer, USER_POOL_CLIENT_ID: clientId } = env()
    return bearerVerifier({ tokens: createTokens({ issuer, clientId, clock: systemClock }), sessions })
  }
  return (verifier ??= load())
}
