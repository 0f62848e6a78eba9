import { useRoute, useRouter } from 'vue-router'
import { type TraceLink, traced } from '../../lib/trace-link.ts'

/** Opens what is behind a figure, and sets the page's filters: what a click in a chart may do. */
export function useFollow() {
  const route = useRoute()
  const router = useRouter()
  return {
    follow(link: TraceLink | undefined): void {
      if (link) void router.push(traced(route.query, link))
    },
    /** Filters the page by what was clicked; the same again takes the filter away. */
    filterBy(name: 'segment' | 'channel' | 'status', value: string): void {
      const { [name]: current, ...rest } = route.query
      void router.push({ query: current === value ? rest : { ...route.query, [name]: value } })
    },
  }
}
