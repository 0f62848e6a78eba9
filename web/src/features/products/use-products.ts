import { useQuery } from '@tanstack/vue-query'
import { useDebounceFn } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ProductOrder } from '#shared/portfolio/product-view.schema'
import { productsQuery } from '../../api/products.ts'
import { changed, parseProducts, printProducts, type ProductList, sorted } from './list-state.ts'

const TYPING_PAUSE_MILLISECONDS = 250
const ROWS_A_PAGE = 25

/** The catalogue in the URL, and the verbs that change it. */
export function useProducts() {
  const route = useRoute()
  const router = useRouter()
  const state = computed(() => parseProducts(route.query))
  const query = useQuery(
    computed(() => {
      const { q, family, ...rest } = state.value
      return productsQuery({
        ...rest,
        q: q.trim() || undefined,
        family: family || undefined,
        limit: ROWS_A_PAGE,
      })
    }),
  )
  const go = (next: ProductList, how: 'push' | 'replace' = 'push'): void =>
    void router[how]({ name: 'products', query: printProducts(next) })
  const set = (change: Partial<ProductList>): void => go(changed(state.value, change))

  // The text is the one copy of the URL: typing must not wait for the router.
  const text = shallowRef(state.value.q)
  const search = useDebounceFn((q: string) => {
    if (route.name === 'products' && q !== state.value.q) go(changed(state.value, { q }), 'replace')
  }, TYPING_PAUSE_MILLISECONDS)
  watch(text, (q) => void search(q.trim()))
  watch(
    () => state.value.q,
    (q) => {
      if (q !== text.value.trim()) text.value = q
    },
  )
  return {
    ...query,
    state,
    text,
    set,
    sortBy: (sort: ProductOrder) => go(sorted(state.value, sort)),
    reset: () => set({ q: '', family: '', stage: undefined, status: undefined, abc: undefined }),
    page: {
      first: () => set({}),
      previous: () => set({ cursor: query.data.value?.previous ?? undefined }),
      next: () => set({ cursor: query.data.value?.next ?? undefined }),
      last: () => set({ from: 'last' }),
    },
  }
}
