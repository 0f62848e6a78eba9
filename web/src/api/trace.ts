import { infiniteQueryOptions } from '@tanstack/vue-query'
import type { TraceView } from '#shared/portfolio/trace-view.schema'
import { request } from './request.ts'

/** What is behind a figure, page by page. */
export function traceQuery(metric: string, question: Readonly<Record<string, string>>) {
  return infiniteQueryOptions({
    queryKey: ['trace', metric, question] as const,
    queryFn: ({ signal, pageParam }) =>
      request<TraceView>(`/api/trace/${encodeURIComponent(metric)}`, {
        query: { ...question, ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.rows?.next ?? undefined,
  })
}
