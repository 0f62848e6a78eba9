import { cognito } from '#functions/runtime/aws'
import { table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createPeopleStore } from '#functions/store/people.store'
import { createSessionsStore } from '#functions/store/sessions.store'
import { createUserAdmin } from './user-admin.ts'
import type { UsersDeps } from './users.routes.ts'

/** What the section needs, from the environment. */
export function usersDeps(): UsersDeps {
  const { USER_POOL_ID: poolId, INVITES_BY } = env()
  const http = httpDeps()
  const people = createPeopleStore({ identity: cognito(), poolId, isMailed: INVITES_BY === 'mail' })
  const sessions = createSessionsStore({ table: table() })
  return { http, people, admin: createUserAdmin({ people, sessions, clock: http.clock }) }
}
