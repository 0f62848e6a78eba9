import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { addView, removeView, viewsQuery } from '../api/views.ts'

const MOST_LETTERS = 80

/** The pages somebody pinned, and whether the page shown is one of them. */
export function usePins() {
  const route = useRoute()
  const cache = useQueryClient()
  const { data } = useQuery(viewsQuery('pin'))
  const pins = computed(() =>
    (data.value?.items ?? [])
      .filter(({ isMine, body }) => isMine && String(body['path'] ?? '').startsWith('/'))
      .map((view) => ({ ...view, path: String(view.body['path']) })),
  )
  const pinned = computed(() => pins.value.find(({ path }) => path === route.fullPath))
  // A client's pin bears the id: a name would outlive the client's erasure.
  const name = computed(() => {
    const { id } = route.params
    const title = route.meta.title ?? 'Page'
    const of = typeof id === 'string' ? ` ${id}` : Object.keys(route.query).length > 0 ? ', filtered' : ''
    return `${title}${of}`.slice(0, MOST_LETTERS)
  })
  const { mutate, error } = useMutation({
    mutationFn: async () => {
      if (pinned.value) await removeView(pinned.value)
      else await addView({ kind: 'pin', name: name.value, body: { path: route.fullPath.slice(0, 500) } })
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['views', 'pin'] }),
  })
  return { pins, isPinned: computed(() => pinned.value !== undefined), toggle: () => mutate(), error }
}
