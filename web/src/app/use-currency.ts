import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { landingQuery } from '../api/landing.ts'

const CURRENCY_UNTIL_KNOWN = 'USD'

/** The currency of every amount; the first page, which the shell reads anyway, says which. */
export function useCurrency() {
  const { data } = useQuery(landingQuery())
  return computed(() => data.value?.currency ?? CURRENCY_UNTIL_KNOWN)
}
