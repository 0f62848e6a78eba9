import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { periodNames } from '#shared/portfolio/period-names'
import { analyticsQuery } from '../../api/products.ts'
import { listed, one } from '../../lib/query-text.ts'

/** The analytics of a product or family; period and comparison stand in the URL. */
export function useAnalytics(subject: MaybeRefOrGetter<{ product: string } | { family: string }>) {
  const route = useRoute()
  const router = useRouter()
  const asked = computed(() => ({
    period: listed(one(route.query, 'period'), periodNames, '12-months'),
    compare: listed(one(route.query, 'compare'), ['previous', 'year-before'] as const, 'previous'),
  }))
  const query = useQuery(computed(() => analyticsQuery({ ...toValue(subject), ...asked.value })))
  return {
    ...query,
    asked,
    ask: (change: Partial<{ period: string; compare: string }>) =>
      void router.push({ query: { ...route.query, ...change } }),
  }
}
