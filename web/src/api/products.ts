import { keepPreviousData, queryOptions } from '@tanstack/vue-query'
import type * as v from 'valibot'
import type { AnalyticsView, ProductsPage, ProductView } from '#shared/portfolio/product-view.schema'
import type {
  ChargeEnd,
  ChargeWish,
  NewProduct,
  ProductEdit,
  Retirement,
  StageWish,
} from '#shared/portfolio/product-wish.schema'
import type { BundlesView, RecipientsPage } from '#shared/portfolio/bundle-view.schema'
import { request } from './request.ts'

/** What the catalogue is asked for, as the API names it. */
export type ProductsAsk = Readonly<Record<string, string | number | undefined>>

/** What analytics are asked for. */
export interface AnalyticsAsk {
  readonly product?: string
  readonly family?: string
  readonly period: string
  readonly compare: string
}

const pathOf = (id: string) => `/api/products/${encodeURIComponent(id)}`

/** A page of the catalogue. */
export function productsQuery(ask: ProductsAsk) {
  return queryOptions({
    queryKey: ['products', 'list', ask] as const,
    queryFn: ({ signal }) => request<ProductsPage>('/api/products', { query: ask, signal }),
    placeholderData: keepPreviousData,
  })
}

/** One product. */
export function productQuery(id: string) {
  return queryOptions({
    queryKey: ['products', 'detail', id] as const,
    queryFn: ({ signal }) => request<ProductView>(pathOf(id), { signal }),
  })
}

/** The analytics of a product or a family. */
export function analyticsQuery(ask: AnalyticsAsk) {
  return queryOptions({
    queryKey: ['products', 'analytics', ask] as const,
    queryFn: ({ signal }) => request<AnalyticsView>('/api/product/analytics', { query: { ...ask }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** Every bundle. */
export function bundlesQuery() {
  return queryOptions({
    queryKey: ['products', 'bundles'] as const,
    queryFn: ({ signal }) => request<BundlesView>('/api/product/bundles', { signal }),
  })
}

/** Clients a bundle could reach. */
export function recipientsQuery(rank: number, from: number) {
  return queryOptions({
    queryKey: ['products', 'recipients', rank, from] as const,
    queryFn: ({ signal }) =>
      request<RecipientsPage>(`/api/product/bundles/${rank}/clients`, { query: { from }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** Where every client of a bundle can be saved from. */
export const recipientsAddress = (rank: number): string => `/api/product/bundles/${rank}/export`

/** Adds a product. */
export const addProduct = (body: v.InferInput<typeof NewProduct>) =>
  request<ProductView>('/api/products', { method: 'POST', body })
/** Edits a product. */
export const editProduct = (id: string, body: v.InferInput<typeof ProductEdit>) =>
  request<ProductView>(pathOf(id), { method: 'PUT', body })
/** Takes a product off sale, or puts it back. */
export const retireProduct = (id: string, body: v.InferInput<typeof Retirement>) =>
  request<ProductView>(`${pathOf(id)}/retirement`, { method: 'PUT', body })
/** Sets the stage by hand. */
export const setStage = (id: string, body: v.InferInput<typeof StageWish>) =>
  request<ProductView>(`${pathOf(id)}/stage`, { method: 'PUT', body })
/** Adds a charge. */
export const addCharge = (id: string, body: v.InferInput<typeof ChargeWish>) =>
  request<ProductView>(`${pathOf(id)}/charges`, { method: 'POST', body })
/** Ends a charge. */
export const endCharge = (
  id: string,
  { kind, from }: { kind: string; from: string },
  body: v.InferInput<typeof ChargeEnd>,
) => request<ProductView>(`${pathOf(id)}/charges/${kind}/${from}`, { method: 'PUT', body })
/** Deletes a product. */
export const deleteProduct = (id: string, version: number) =>
  request<void>(pathOf(id), { method: 'DELETE', query: { version } })
