import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { View, ViewKind } from '#shared/views/view.schema'
import { addView, changeView, removeView, viewsQuery } from '../api/views.ts'
import { queryOf, viewQuery } from '../lib/view-query.ts'

// Which view was applied last, by kind: the page may be left and found again.
const appliedIds = shallowRef<ReadonlyMap<ViewKind, string>>(new Map())

/** The kept views of a page: what the URL shows, under a name. */
export function useSavedViews(kind: ViewKind) {
  const route = useRoute()
  const router = useRouter()
  const cache = useQueryClient()
  const { data, error, isPending, refetch } = useQuery(viewsQuery(kind))

  const query = computed(() => viewQuery(route.query))
  const views = computed(() => data.value?.items ?? [])
  const current = computed(() => views.value.find((view) => view.query === query.value))
  /** The view applied last, while the page shows something else by now. */
  const left = computed(() =>
    current.value || query.value === ''
      ? undefined
      : views.value.find(({ id }) => id === appliedIds.value.get(kind)),
  )
  const isFull = computed(() => (data.value ? data.value.kept >= data.value.limit : false))

  const mutation = useMutation({
    mutationFn: (change: () => Promise<View | void>) => change(),
    onSettled: () => cache.invalidateQueries({ queryKey: ['views', kind] }),
  })
  function remember(id: string): void {
    appliedIds.value = new Map(appliedIds.value).set(kind, id)
  }

  return {
    views,
    current,
    left,
    isFull,
    limit: computed(() => data.value?.limit ?? 0),
    isPending,
    error,
    refetch,
    problem: mutation.error,
    isSaving: mutation.isPending,
    forget: () => mutation.reset(),
    apply(view: View): void {
      remember(view.id)
      void router.push({ query: queryOf(view.query) })
    },
    async saveAs(name: string, isShared: boolean): Promise<void> {
      const view = await mutation.mutateAsync(() => addView({ kind, name, query: query.value, isShared }))
      if (view) remember(view.id)
    },
    update: (view: View) => mutation.mutateAsync(() => changeView(view, { query: query.value })),
    rename: (view: View, name: string) => mutation.mutateAsync(() => changeView(view, { name })),
    share: (view: View) => mutation.mutateAsync(() => changeView(view, { isShared: !view.isShared })),
    remove: (view: View) => mutation.mutateAsync(() => removeView(view)),
  }
}
