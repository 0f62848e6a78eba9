import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { HttpDeps } from '#functions/http/env'
import { createSessionsStore } from '#functions/store/sessions.store'
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
  const { SITE_ORIGIN, IDLE_MINUTES, ORIGIN_SECRET } = env()
  return {
    sessions: createSessionsStore({ table: table() }),
    clock: systemClock,
    siteOrigin: new URL(SITE_ORIGIN).origin,
    idleMinutes: IDLE_MINUTES,
    originSecret: ORIGIN_SECRET,
    codeVersion: codeVersion(),
  }
}
