import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { chartsQuery, type DashboardAsk, dashboardQuery } from '../../api/dashboard.ts'
import { parseDashboard, printDashboard } from './dashboard-state.ts'

const REFRESH_MILLISECONDS = 60_000

/** The dashboard of the question in the URL, asked again each minute while the page is seen, and how to ask another. */
export function useDashboard() {
  const route = useRoute()
  const router = useRouter()
  // The figure being followed is no part of the question: opening it must not read the page again.
  const text = computed(() => JSON.stringify(parseDashboard(route.query)))
  const ask = computed(() => JSON.parse(text.value) as DashboardAsk) // -- because `text` is its print
  const set = (change: Partial<DashboardAsk>): void =>
    void router.push({ query: printDashboard({ ...ask.value, ...change }) })

  const period = computed({ get: () => ask.value.period, set: (value) => set({ period: value }) })
  const compare = computed({ get: () => ask.value.compare, set: (value) => set({ compare: value }) })
  // Unchanged answers come as 304; a hidden page does not ask.
  const refresh = { refetchInterval: REFRESH_MILLISECONDS, refetchIntervalInBackground: false }
  const query = useQuery(computed(() => ({ ...dashboardQuery(ask.value), ...refresh })))
  const hasRun = computed(() => Boolean(query.data.value?.run))
  const charts = useQuery(computed(() => ({ ...chartsQuery(ask.value), ...refresh, enabled: hasRun.value })))
  return { ...query, charts, ask, set, period, compare }
}
