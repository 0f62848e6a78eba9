import { QueryClient } from '@tanstack/vue-query'
import { ApiError } from './problem.ts'

const RETRIES = 2

/** Whether asking again may help: never after an answer that blames the question. */
export function mayRetry(failureCount: number, error: Error): boolean {
  const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500
  return !isRefused && failureCount < RETRIES
}

/** Server state lives here and nowhere else. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 60_000, retry: mayRetry, refetchOnWindowFocus: true } },
})
