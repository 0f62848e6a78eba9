import { computed, reactive, shallowRef } from 'vue'
import { ApiError } from '../../api/problem.ts'

/** A form that proves who is typing: what is typed, what was wrong with it, and the one attempt at a time. */
export function useProof() {
  const typed = reactive({ current: '', code: '', newPassword: '' })
  const error = shallowRef<Error | null>(null)
  const isBusy = shallowRef(false)
  const issues = computed(() => (error.value instanceof ApiError ? error.value.issues : []))

  function clear(): void {
    Object.assign(typed, { current: '', code: '', newPassword: '' })
  }

  /** Tries; secrets leave the page as soon as it worked. Undefined when it did not. */
  async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | undefined> {
    isBusy.value = true
    error.value = null
    try {
      const value = await work()
      clear()
      return { value }
    } catch (refused) {
      error.value = refused instanceof Error ? refused : new Error('Something went wrong in this page.')
      return undefined
    } finally {
      isBusy.value = false
    }
  }

  return {
    typed,
    attempt,
    clear,
    isBusy,
    issueOf: (field: string) => issues.value.find(({ path }) => path === field)?.message,
    /** What went wrong that no field shows. */
    alert: computed(() => (issues.value.length === 0 ? error.value?.message : undefined)),
  }
}

/** A form that proves who is typing. */
export type ProofForm = ReturnType<typeof useProof>
