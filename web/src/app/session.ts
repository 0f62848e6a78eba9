import { computed, readonly, shallowRef } from 'vue'
import type { Right } from '#shared/access/rights'
import type { SessionView } from '#shared/access/session.schema'
import { queryClient } from '../api/query.ts'
import { tellSessionEnded } from '../api/request.ts'
import { endSession, readSession } from '../api/session.ts'
import { forgetDrafts } from './drafts.ts'
import { keepTheme } from './theme.ts'

const HINT = 'signed-in'
const session = shallowRef<SessionView | null>(null)
let reading: Promise<SessionView | null> | undefined

async function read(): Promise<SessionView | null> {
  try {
    session.value = await readSession()
    return session.value
  } catch (error) {
    reading = undefined
    throw error
  }
}

/** Reads the session once; later calls share the answer. */
export function ensureSession(): Promise<SessionView | null> {
  reading ??= read()
  return reading
}

/** Whether this browser may be signed in: the sign-in page need not ask, and be refused, for nothing. */
export function mayBeSignedIn(): boolean {
  return localStorage.getItem(HINT) !== null
}

/** Takes over a session that sign-in answered with. */
export function beginSession(begun: SessionView): void {
  queryClient.clear()
  localStorage.setItem(HINT, '1')
  session.value = begun
  reading = Promise.resolve(begun)
}

/** Uses the session, so that it does not end for want of use; ends it here when it is already over. */
export async function renewSession(): Promise<void> {
  session.value = await readSession()
  if (!session.value) tellSessionEnded()
}

/** Forgets the session and everything it could read. */
export function forgetSession(): void {
  queryClient.clear()
  localStorage.removeItem(HINT)
  session.value = null
  reading = Promise.resolve(null)
}

/** Ends the session on the server, then here; here also when the server does not answer. */
export async function signOut(): Promise<void> {
  try {
    await endSession()
  } finally {
    keepTheme()
    forgetDrafts()
    forgetSession()
  }
}

/** Who is signed in and what they may do. What a right hides here the API refuses as well. */
export function useSession() {
  const can = (right: Right): boolean => session.value?.rights.includes(right) ?? false
  return { session: readonly(session), user: computed(() => session.value?.user), can }
}
