import { infiniteQueryOptions } from '@tanstack/vue-query'
import type { AuditPage, AuditQuery, DayVerification } from '#shared/audit/audit-view.schema'
import { request } from './request.ts'

/** What the audit trail is asked, without the place in it. */
export type AuditAsk = Omit<AuditQuery, 'cursor'>

function readPage(ask: AuditAsk, cursor: string | undefined, signal?: AbortSignal): Promise<AuditPage> {
  const query = { ...ask, cursor }
  return request('/api/audit', signal ? { query, signal } : { query })
}

/** The audit trail, newest first, page after page. */
export function auditQuery(ask: AuditAsk) {
  return infiniteQueryOptions({
    queryKey: ['audit', ask] as const,
    queryFn: ({ pageParam, signal }) => readPage(ask, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
  })
}

/** Every entry that matches, up to a number of them; `isCut` says that there are more. */
export async function readEntries(ask: AuditAsk, most: number) {
  const items: AuditPage['items'] = []
  let cursor: string | undefined
  do {
    const page = await readPage(ask, cursor)
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined && items.length < most)
  return { items: items.slice(0, most), isCut: cursor !== undefined || items.length > most }
}

/** Reads the chains of a day again. */
export function verifyDay(day: string): Promise<DayVerification> {
  return request(`/api/audit/days/${encodeURIComponent(day)}`)
}
