import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { traceQuery } from '../../api/trace.ts'
import { one } from '../../lib/query-text.ts'
import { parseTrace, traced, traceQuestion, untraced } from '../../lib/trace-link.ts'

/** The figure followed in the URL, its pages so far, and how to go on. */
export function useTrace() {
  const route = useRoute()
  const router = useRouter()
  const link = computed(() => parseTrace(one(route.query, 'trace') ?? ''))
  const question = computed(() => traceQuestion(route.query, link.value))
  const query = useInfiniteQuery(computed(() => traceQuery(link.value.metric, question.value)))
  const pages = computed(() => query.data.value?.pages ?? [])
  const view = computed(() => pages.value.at(-1))
  const clients = computed(() => pages.value.flatMap(({ rows }) => rows?.clients ?? []))
  const fixed = computed(() => pages.value[0]?.rows?.fixed ?? [])

  const part = computed({
    get: () => (link.value.question?.['part'] === 'denominator' ? 'denominator' : 'numerator'),
    set: (value) =>
      void router.replace(
        traced(route.query, { ...link.value, question: { ...link.value.question, part: value } }),
      ),
  })
  const isOpen = computed({
    get: () => link.value.metric !== '',
    set: (open) => {
      if (!open) void router.push(untraced(route.query))
    },
  })
  return { ...query, view, clients, fixed, part, isOpen, question, link }
}
