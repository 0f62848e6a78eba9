import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { type LocationQuery, useRoute, useRouter } from 'vue-router'
import { type AuditAsk, auditQuery } from '../../api/audit.ts'
import { one } from '../../lib/query-text.ts'

/** The filters of the page, all of them in the URL. */
export const auditFilters = ['from', 'to', 'actor', 'action', 'subject'] as const
/** A filter of the page. */
export type AuditFilter = (typeof auditFilters)[number]

/** What the URL asks of the audit trail. */
export function parseAudit(query: LocationQuery): AuditAsk {
  return Object.fromEntries(
    auditFilters.flatMap((name) => {
      const value = one(query, name)?.trim().slice(0, 128)
      return value ? [[name, value]] : []
    }),
  )
}

/** The audit trail that the URL asks for, and the verb that changes it. */
export function useAudit() {
  const route = useRoute()
  const router = useRouter()
  const ask = computed(() => parseAudit(route.query))
  const query = useInfiniteQuery(computed(() => auditQuery(ask.value)))
  const entries = computed(() => query.data.value?.pages.flatMap(({ items }) => items) ?? [])
  const set = (change: Partial<Record<AuditFilter, string>>): void =>
    void router.push({ name: 'audit', query: { ...parseAudit({ ...route.query, ...change }) } })
  return { ...query, ask, entries, set }
}
