import { queryOptions } from '@tanstack/vue-query'
import type {
  OwnSession,
  PasswordChange,
  Proof,
  TotpConfirmation,
  TotpOffer,
  TotpState,
} from '#shared/access/account.schema'
import { request } from './request.ts'

/** The live sessions of the signed-in user, newest first. */
export function ownSessionsQuery() {
  return queryOptions({
    queryKey: ['account', 'sessions'] as const,
    queryFn: ({ signal }) => request<OwnSession[]>('/api/session/list', { signal }),
    staleTime: 0,
  })
}

/** Whether a code is asked at sign-in. */
export function totpQuery() {
  return queryOptions({
    queryKey: ['account', 'totp'] as const,
    queryFn: ({ signal }) => request<TotpState>('/api/session/totp', { signal }),
  })
}

/** Ends one session. */
export function endOwnSession(id: string): Promise<void> {
  return request(`/api/session/list/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

/** Ends every session but this one. */
export function endOtherSessions(): Promise<void> {
  return request('/api/session/others', { method: 'DELETE' })
}

/** Sets a new password. */
export function changePassword(body: PasswordChange): Promise<void> {
  return request('/api/session/password', { method: 'POST', body })
}

/** Asks for the secret of an authenticator app. */
export function offerTotp(body: Proof): Promise<TotpOffer> {
  return request('/api/session/totp', { method: 'POST', body })
}

/** Confirms an authenticator app with its first code. */
export function confirmTotp(body: TotpConfirmation): Promise<void> {
  return request('/api/session/totp', { method: 'PUT', body })
}

/** Asks for no code at sign-in any more. */
export function dropTotp(body: Proof): Promise<void> {
  return request('/api/session/totp/off', { method: 'POST', body })
}
