import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { useDebounceFn } from '@vueuse/core'
import { computed, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { clientsQuery } from '../../api/clients.ts'
import type { Filters } from './filter-words.ts'
import { askOf, changed, type ListState, parseList, printList, type Sort, sorted } from './list-state.ts'

const TYPING_PAUSE_MILLISECONDS = 250

/** The list in the URL, and the verbs that change it. */
export function useClientList() {
  const route = useRoute()
  const router = useRouter()
  const cache = useQueryClient()
  const state = computed(() => parseList(route.query))
  const query = useQuery(computed(() => clientsQuery(askOf(state.value))))

  const go = (next: ListState, how: 'push' | 'replace' = 'push'): void =>
    void router[how]({ name: 'clients', query: printList(next) })
  const set = (change: Partial<ListState>): void => go(changed(state.value, change))

  // The text is the one copy of the URL: typing must not wait for the router.
  const text = shallowRef(state.value.q)
  const search = useDebounceFn((q: string) => {
    if (route.name === 'clients' && q !== state.value.q) go(changed(state.value, { q }), 'replace')
  }, TYPING_PAUSE_MILLISECONDS)
  watch(text, (q) => void search(q.trim()))
  watch(
    () => state.value.q,
    (q) => {
      if (q !== text.value.trim()) text.value = q
    },
  )
  watch(query.data, (page) => {
    if (page?.next && !query.isPlaceholderData.value) {
      void cache.prefetchQuery(clientsQuery(askOf(changed(state.value, { cursor: page.next }))))
    }
  })

  return {
    ...query,
    state,
    text,
    set,
    sortBy: (sort: Sort) => go(sorted(state.value, sort)),
    orderBy: (name: string) => {
      const [sort, order] = name.split('-')
      go(parseList({ ...printList(changed(state.value, {})), sort: sort ?? null, order: order ?? null }))
    },
    reset: () => go(changed(state.value, { q: '', filters: {} })),
    filter: (filters: Filters) => set({ filters: { ...state.value.filters, ...filters } }),
    page: {
      first: () => set({}),
      previous: () => set({ cursor: query.data.value?.previous ?? undefined }),
      next: () => set({ cursor: query.data.value?.next ?? undefined }),
      last: () => set({ from: 'last' }),
    },
  }
}
