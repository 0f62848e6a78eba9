import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { dashboardQuery } from '../api/dashboard.ts'

const CURRENCY_UNTIL_KNOWN = 'USD'

/** The currency of every amount; the dashboard, which the shell reads anyway, says which. */
export function useCurrency() {
  const { data } = useQuery(dashboardQuery())
  return computed(() => data.value?.currency ?? CURRENCY_UNTIL_KNOWN)
}
