import { createHash } from 'node:crypto'
import type { AuditEntry } from '#shared/audit/audit.schema'

/** What the very first entry of a shard chains to. */
export const GENESIS = 'genesis'

/** Where a day's chain stands in one shard: its first and last entry, and the day whose last hash it begins with. */
export interface AuditHead {
  readonly day: string
  readonly prevDay: string | null
  readonly first: number
  readonly seq: number
  readonly hash: string
  readonly at: string
}

/** A place where the chain does not hold, and why. */
export interface AuditBreak {
  readonly shard: number
  readonly seq: number
  readonly reason: string
}

/** The hash of an entry over everything it says, its place and the hash before it. */
export function hashOfEntry(entry: Omit<AuditEntry, 'hash'>): string {
  const { day, shard, seq, at, action, outcome, actor, subject, details, requestId, prev } = entry
  const said = [
    [day, shard, seq, at, action, outcome, requestId, prev],
    actor && [actor.id, actor.role, actor.via],
    subject && [subject.kind, subject.id],
    Object.entries(details).sort(([one], [other]) => (one < other ? -1 : 1)),
  ]
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url')
}

interface DayChain {
  readonly shard: number
  readonly entries: readonly AuditEntry[]
  readonly head: AuditHead | undefined
  /** Hash the day has to begin with: the last one of the day before it. */
  readonly before: string | undefined
}

/** Every place where a shard's day was changed, shortened, reordered or cut off from the day before. */
export function breaksOf({ shard, entries, head, before }: DayChain): AuditBreak[] {
  if (!head)
    return entries.slice(0, 1).map(({ seq }) => ({ shard, seq, reason: 'The end of the day is not known.' }))
  const breaks: AuditBreak[] = []
  let [expected, prev] = [head.first, before]
  for (const entry of entries) {
    const broken = (reason: string) => breaks.push({ shard, seq: entry.seq, reason })
    if (entry.seq !== expected) broken(`Entries ${expected} to ${entry.seq - 1} are missing.`)
    else if (entry.prev !== prev) broken('It does not follow the entry before it.')
    if (hashOfEntry(entry) !== entry.hash) broken('It was changed after it was written.')
    ;[expected, prev] = [entry.seq + 1, entry.hash]
  }
  if (expected !== head.seq + 1)
    breaks.push({ shard, seq: expected, reason: 'The last entries are missing.' })
  else if (prev !== head.hash)
    breaks.push({ shard, seq: head.seq, reason: 'It is not the entry that was written last.' })
  return breaks
}
