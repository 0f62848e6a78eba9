import { DRAFTS } from './drafts.ts'
import { toRaw, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useSession } from './session.ts'

const MAX_CHARACTERS = 100_000
const secret = /password|secret|code|token/i

/**
 * Keeps what is typed into a form in this tab, under its page and name, until it is saved: a session that ends in
 * between takes nothing away. Fields whose name speaks of a secret are never kept.
 */
export function useDraft<Typed extends object>(name: string, typed: Typed) {
  const { user } = useSession()
  const key = `${DRAFTS}${user.value?.id ?? ''}:${useRoute().path}:${name}`
  let isCleared = false

  function restore(): boolean {
    try {
      const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Partial<Typed> | null
      if (!kept) return false
      const known = Object.entries(kept).filter(([field]) => field in typed && !secret.test(field))
      Object.assign(typed, Object.fromEntries(known))
      return known.length > 0
    } catch {
      sessionStorage.removeItem(key)
      return false
    }
  }

  function keep(): void {
    if (isCleared) return void (isCleared = false)
    const fields = Object.entries(toRaw(typed)).filter(([field]) => !secret.test(field))
    const text = JSON.stringify(Object.fromEntries(fields))
    if (text.length <= MAX_CHARACTERS) sessionStorage.setItem(key, text)
  }

  const isRestored = restore()
  watch(() => JSON.stringify(typed), keep)

  return {
    /** Whether something typed earlier was put back. */
    isRestored,
    /** Forgets what was typed: it has been saved. */
    clear(): void {
      isCleared = true
      sessionStorage.removeItem(key)
    },
  }
}
