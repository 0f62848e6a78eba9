import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { ApiError } from '../../api/problem.ts'

/** A change of products: runs it, reads everything about products again, and says what was refused, field by field. */
export function useProductChange<Answer>(onDone: (answer: Answer) => void = () => undefined) {
  const cache = useQueryClient()
  const mutation = useMutation({
    mutationFn: (change: () => Promise<Answer>) => change(),
    onSuccess: onDone,
    onSettled: () => cache.invalidateQueries({ queryKey: ['products'] }),
  })
  const issues = computed(() => (mutation.error.value instanceof ApiError ? mutation.error.value.issues : []))
  return {
    run: (change: () => Promise<Answer>) => mutation.mutate(change),
    isBusy: mutation.isPending,
    problem: mutation.error,
    errorOf: (path: string) => issues.value.find((issue) => issue.path === path)?.message,
    forget: () => mutation.reset(),
  }
}
