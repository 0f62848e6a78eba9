import type { SessionView, SignInAnswer, SignInStep } from '#shared/access/session.schema'
import { ApiError } from './problem.ts'
import { request } from './request.ts'

/** Who is signed in; null when nobody is. */
export async function readSession(): Promise<SessionView | null> {
  try {
    return await request<SessionView>('/api/session')
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

/** Takes a step of signing in. */
export function takeStep(step: SignInStep): Promise<SignInAnswer> {
  return request('/api/session', { method: 'POST', body: step })
}

/** Ends the session on the server. */
export function endSession(): Promise<void> {
  return request('/api/session', { method: 'DELETE' })
}
