import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { type DashboardAsk, dashboardQuery } from '../../api/dashboard.ts'
import { parseDashboard, printDashboard } from './dashboard-state.ts'

/** The dashboard of the period in the URL, and how to ask for another. */
export function useDashboard() {
  const route = useRoute()
  const router = useRouter()
  const ask = computed(() => parseDashboard(route.query))
  const set = (change: Partial<DashboardAsk>): void =>
    void router.push({ query: printDashboard({ ...ask.value, ...change }) })

  const period = computed({ get: () => ask.value.period, set: (value) => set({ period: value }) })
  const compare = computed({ get: () => ask.value.compare, set: (value) => set({ compare: value }) })
  return { ...useQuery(computed(() => dashboardQuery(ask.value))), period, compare }
}
