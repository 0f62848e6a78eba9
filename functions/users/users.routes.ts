import * as v from 'valibot'
import { InvitedUser, NewUser, UserChange, UserList, UserView } from '#shared/user/user.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { HttpDeps } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import type { PeopleStore } from '#functions/store/people.store'
import { type UserAdmin, userView } from './user-admin.ts'

const UserParams = v.strictObject({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(128)) })

const described = {
  list: describe({ summary: 'Lists every user', answer: UserList, right: 'administer' }),
  invite: describe({
    summary: 'Invites somebody, who chooses a password at the first sign-in',
    answer: InvitedUser,
    status: 201,
    right: 'administer',
    audit: 'user.invited',
  }),
  change: describe({
    summary: 'Changes the role of a user or whether they may sign in; ends their sessions at once',
    answer: UserView,
    right: 'administer',
    audit: 'user.changed',
  }),
}

/** What the section needs. */
export interface UsersDeps {
  readonly http: HttpDeps
  readonly people: Pick<PeopleStore, 'list' | 'invite'>
  readonly admin: UserAdmin
}

/** The users of the product and their roles. */
export function usersRoutes({ http, people, admin }: UsersDeps) {
  return createSection(http)
    .get('/api/users', described.list, requireRight('administer'), async (c) => {
      const items = (await people.list()).map(userView)
      return c.json({ items, total: items.length })
    })
    .post(
      '/api/users',
      described.invite,
      requireRight('administer'),
      validate('json', NewUser),
      async (c) => {
        const invited = await people.invite(c.req.valid('json'))
        c.set('auditSubject', { kind: 'user', id: invited.user.id })
        c.set('auditDetails', { role: invited.user.role ?? 'none' })
        return c.json(invited, 201)
      },
    )
    .patch(
      '/api/users/:id',
      described.change,
      requireRight('administer'),
      validate('param', UserParams),
      validate('json', UserChange),
      async (c) => {
        const { id } = c.req.valid('param')
        const wish = c.req.valid('json')
        c.set('auditSubject', { kind: 'user', id })
        c.set('auditDetails', wish as Record<string, string | boolean>)
        const changed = await admin(id, wish, actorOf(c).userId)
        c.get('log').info('authz_change', { userId: id })
        return c.json(changed)
      },
    )
}

/** Type of the section, for the typed client. */
export type UsersRoutes = ReturnType<typeof usersRoutes>
