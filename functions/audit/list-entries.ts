import * as v from 'valibot'
import type { AuditEntry } from '#shared/audit/audit.schema'
import type { AuditPage, AuditQuery } from '#shared/audit/audit-view.schema'
import type { Instant } from '#shared/kernel/clock'
import { addDays } from '#shared/kernel/day'
import { invalidInput } from '#shared/kernel/errors'
import type { Cursors } from '#functions/http/cursor'
import type { AuditReader } from '#functions/store/audit-reader'

const PER_PAGE = 50
// What one call may read: then it says how far it came, and the next call goes on from there.
const MOST_READ = 1_000
const MOST_DAYS = 31
const DEFAULT_DAYS = 30

const Place = v.object({ day: v.string(), before: v.array(v.number()) })

interface ListDeps {
  readonly reader: AuditReader
  readonly cursors: Cursors
  readonly now: Instant
  /** What stands in the trail for an id that may belong to a person, such as a client's. */
  readonly pseudonymOf: (text: string) => string
}

function matches(
  entry: AuditEntry,
  { actor, action }: AuditQuery,
  subjects: readonly string[] | undefined,
): boolean {
  return (
    (!actor || entry.actor?.id === actor) &&
    (!action || entry.action === action || isOfNoun(entry.action, action)) &&
    (!subjects || subjects.includes(entry.subject?.id ?? ''))
  )
}

/** Entries that match, newest first, from where a cursor stopped. */
export async function listEntries(
  query: AuditQuery,
  { reader, cursors, now, pseudonymOf }: ListDeps,
): Promise<AuditPage> {
  const subjects = query.subject ? [query.subject, pseudonymOf(query.subject)] : undefined
  const { cursor, ...asked } = query
  const to = asked.to ?? now.slice(0, 10)
  const from = asked.from ?? addDays(to, -DEFAULT_DAYS)
  if (from > to)
    throw invalidInput('request.invalid', 'Please check what you sent.', [
      { path: 'from', message: 'The first day comes after the last.' },
    ])
  const scope = `audit:${JSON.stringify({ ...asked, from, to })}`
  const place = cursor === undefined ? { day: to, before: [] } : cursors.open(scope, cursor, Place)
  const before = [...place.before]
  const items: AuditEntry[] = []
  let read = 0
  const pageAt = (day: string | null): AuditPage => ({
    items,
    next:
      day === null
        ? null
        : cursors.sign(scope, { day, before: Array.from(before, (seq = Number.MAX_SAFE_INTEGER) => seq) }),
    searched: { back: day ?? from, entries: read },
  })

  let day = place.day
  for (let days = 0; day >= from; day = addDays(day, -1), days++) {
    if (days === MOST_DAYS) return pageAt(day)
    for await (const entry of reader.newestFirst(day, before)) {
      if (items.length === PER_PAGE || read === MOST_READ) return pageAt(day)
      read++
      before[entry.shard] = entry.seq
      if (matches(entry, query, subjects)) items.push(entry)
    }
  }
  return pageAt(null)
}

/** Whether an action is of a noun: `client` has `client.edited`, `quality` has `quality-issue.fixed` too. */
function isOfNoun(action: string, noun: string): boolean {
  return action.startsWith(`${noun}.`) || action.startsWith(`${noun}-`)
}
