import { createCursors } from '#functions/http/cursor'
import { createSealed } from '#functions/http/sealed'
import { createTokens } from '#functions/http/tokens'
import { cognito } from '#functions/runtime/aws'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createAuditStore } from '#functions/store/audit.store'
import { createOwnUserStore } from '#functions/store/own-user.store'
import { createRatesStore } from '#functions/store/rates.store'
import { createSessionsStore } from '#functions/store/sessions.store'
import { createUsersStore } from '#functions/store/users.store'
import { createAccount } from './account.ts'
import { createChallenges } from './challenge.ts'
import { createEnrolment } from './enrolment.ts'
import type { SessionDeps } from './session.routes.ts'
import { createSignIn } from './sign-in.ts'

/** What the sign-in needs, from the environment. */
export function sessionDeps(): SessionDeps {
  const { USER_POOL_ID: poolId, USER_POOL_CLIENT_ID: clientId, USER_POOL_ISSUER, CURSOR_SECRET } = env()
  const { TOTP_REQUIRED_FOR: totpRequiredFor } = env()
  const http = httpDeps()
  const sessions = createSessionsStore({ table: table() })
  const users = createUsersStore({ identity: cognito(), poolId, clientId })
  const rates = createRatesStore({ table: table() })
  const own = createOwnUserStore({ identity: cognito(), poolId })
  const enrolment = createEnrolment({ own, sealed: createSealed(CURSOR_SECRET), clock: systemClock })
  const common = { users, rates, sessions, enrolment, clock: systemClock, totpRequiredFor }
  const signIn = createSignIn({
    ...common,
    tokens: createTokens({ issuer: USER_POOL_ISSUER, clientId, clock: systemClock }),
    challenges: createChallenges({ cursors: createCursors(CURSOR_SECRET), clock: systemClock }),
    idleMinutes: http.idleMinutes,
  })
  const audit = createAuditStore({ table: table(), secret: CURSOR_SECRET })
  return { http, signIn, sessions, audit, account: createAccount({ ...common, own }) }
}
