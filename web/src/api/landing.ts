import { queryOptions } from '@tanstack/vue-query'
import type { LandingView } from '#shared/landing/landing-view.schema'
import type { ProductsSummary } from '#shared/portfolio/products-summary.schema'
import { request } from './request.ts'

/** The state of everything in a few read units: the first page, and what the shell says on every page. */
export function landingQuery() {
  return queryOptions({
    queryKey: ['landing'] as const,
    queryFn: ({ signal }) => request<LandingView>('/api/landing', { signal }),
  })
}

/** What the products section says of itself; its own call, so that a slow catalogue holds up nothing else. */
export function productsSummaryQuery() {
  return queryOptions({
    queryKey: ['products', 'summary'] as const,
    queryFn: ({ signal }) => request<ProductsSummary>('/api/product/summary', { signal }),
  })
}
