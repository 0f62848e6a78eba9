import { queryOptions } from '@tanstack/vue-query'
import type { InvitedUser, NewUser, UserChange, UserList, UserView } from '#shared/user/user.schema'
import { request } from './request.ts'

/** Every user of the product. */
export function usersQuery() {
  return queryOptions({
    queryKey: ['users'] as const,
    queryFn: ({ signal }) => request<UserList>('/api/users', { signal }),
  })
}

/** Invites somebody. */
export function inviteUser(body: NewUser): Promise<InvitedUser> {
  return request('/api/users', { method: 'POST', body })
}

/** Changes the role of a user, or whether they may sign in. */
export function changeUser(id: string, body: UserChange): Promise<UserView> {
  return request(`/api/users/${encodeURIComponent(id)}`, { method: 'PATCH', body })
}

/** Ends every session of a user. */
export function endSessionsOf(id: string): Promise<void> {
  return request(`/api/session/users/${encodeURIComponent(id)}`, { method: 'DELETE' })
}
