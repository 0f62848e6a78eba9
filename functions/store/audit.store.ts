import { createHmac } from 'node:crypto'
import * as v from 'valibot'
import { AuditEntry, type AuditDetails, type AuditEvent } from '#shared/audit/audit.schema'
import { DomainError } from '#shared/kernel/errors'
import { type AuditBreak, type AuditHead, breaksOf, GENESIS, hashOfEntry } from './audit-chain.ts'
import { auditHeadKey, auditKey, auditLastKey, auditPartition } from './keys.ts'
import type { Item, Table } from './table.ts'

/** Chains that grow side by side, so that calls at once seldom wait for each other. */
export const AUDIT_SHARDS = 8
// Losing this often to others at once takes longer than any call may.
const MAX_TRIES = 20

interface AuditStoreOptions {
  readonly table: Table
  /** Key of the pseudonyms. */
  readonly secret: string
  readonly shards?: number
  readonly random?: () => number
  readonly sleep?: (milliseconds: number) => Promise<void>
}

const lastIsTheSame = '#hash = :prev'
const thereIsNoLast = 'attribute_not_exists(pk)'
const placeIsFree = 'attribute_not_exists(pk)'
// Ids as the product makes them; anything else could be a name or an address.
const harmless = /^~?[\w.:/-]{0,128}$/

const waiting = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

const placeTaken = () =>
  new DomainError('conflict', 'audit.place-taken', 'Another entry was written meanwhile.')

/** What was done, entry by entry, chained by hash: entries are added, never changed. */
export function createAuditStore(options: AuditStoreOptions) {
  const { table, secret, shards = AUDIT_SHARDS, random = Math.random, sleep = waiting } = options

  /** What stands for a text that may be personal: the same text gives the same pseudonym, and nothing leads back. */
  function pseudonymOf(text: string): string {
    return `~${createHmac('sha256', secret).update(text.trim().toLowerCase()).digest('hex').slice(0, 16)}`
  }

  const plain = (text: string) => (harmless.test(text) ? text : pseudonymOf(text))

  function plainDetails(details: AuditDetails): AuditDetails {
    const kept = Object.entries(details).map(([name, value]) => [
      plain(name),
      Array.isArray(value) ? value.map(plain) : typeof value === 'string' ? plain(value) : value,
    ])
    return Object.fromEntries(kept) as AuditDetails
  }

  async function lastOf(shard: number): Promise<AuditHead | undefined> {
    const item = await table.get(auditLastKey(shard), { isConsistent: true })
    return item && headOf(item)
  }

  /** Writes an entry behind the last one, with the new end of its day; refuses when another one came in between. */
  async function chain(entry: AuditEntry, last: AuditHead | undefined): Promise<void> {
    const isNewDay = last?.day !== entry.day
    const head: AuditHead = {
      day: entry.day,
      prevDay: isNewDay ? (last?.day ?? null) : last.prevDay,
      first: isNewDay ? entry.seq : last.first,
      seq: entry.seq,
      hash: entry.hash,
      at: entry.at,
    }
    const unmoved = last
      ? {
          ConditionExpression: lastIsTheSame,
          ExpressionAttributeNames: { '#hash': 'hash' },
          ExpressionAttributeValues: { ':prev': last.hash },
        }
      : { ConditionExpression: thereIsNoLast }
    const key = auditKey(entry.day, entry.shard, entry.seq)
    await table.transact([
      {
        Put: { Item: { ...key, kind: 'audit', ...entry }, ConditionExpression: placeIsFree },
        condition: placeTaken,
      },
      { Put: { Item: { ...auditLastKey(entry.shard), ...head }, ...unmoved }, condition: placeTaken },
      { Put: { Item: { ...auditHeadKey(entry.day, entry.shard), ...head } } },
    ])
  }

  function entryOf(event: AuditEvent, shard: number, last: AuditHead | undefined): AuditEntry {
    // Clocks of two functions differ: time stands still rather than going back inside a chain.
    const at = last && last.at > event.at ? last.at : event.at
    const { subject, details } = event
    const entry = {
      ...event,
      at,
      // A client may be erased one day; the trail cannot be: it never holds a client's id.
      subject: subject && {
        kind: subject.kind,
        id: subject.kind === 'client' ? pseudonymOf(subject.id) : plain(subject.id),
      },
      details: plainDetails(details),
      day: at.slice(0, 10),
      shard,
      seq: (last?.seq ?? 0) + 1,
      prev: last?.hash ?? GENESIS,
    }
    return { ...entry, hash: hashOfEntry(entry) }
  }

  /** Adds one entry at the end of a chain and returns it. */
  async function append(event: AuditEvent): Promise<AuditEntry> {
    const shard = Math.floor(random() * shards)
    for (let tries = 1; ; tries++) {
      const last = await lastOf(shard)
      const entry = entryOf(event, shard, last)
      try {
        await chain(entry, last)
        return entry
      } catch (error) {
        const isTaken = error instanceof DomainError && error.code === 'audit.place-taken'
        if (!isTaken || tries >= MAX_TRIES) throw error
        await sleep(random() * Math.min(400, 10 * 2 ** tries))
      }
    }
  }

  async function verifyShard(day: string, shard: number): Promise<{ count: number; breaks: AuditBreak[] }> {
    const [entries, item] = await Promise.all([
      table.queryAll(auditPartition(day, shard), { prefix: 'E#', isConsistent: true }),
      table.get(auditHeadKey(day, shard), { isConsistent: true }),
    ])
    const head = item && headOf(item)
    const dayBefore = head?.prevDay ?? undefined
    const before = dayBefore && (await table.get(auditHeadKey(dayBefore, shard), { isConsistent: true }))
    const breaks = breaksOf({
      shard,
      entries: entries.map(auditEntryOf),
      head,
      before: dayBefore === undefined ? GENESIS : before ? headOf(before).hash : undefined,
    })
    return { count: entries.length, breaks }
  }

  /** Reads a whole day again and says where its chains do not hold: nowhere, unless somebody changed them. */
  async function verifyDay(day: string): Promise<{ day: string; count: number; breaks: AuditBreak[] }> {
    const found = await Promise.all(Array.from({ length: shards }, (_, shard) => verifyShard(day, shard)))
    return {
      day,
      count: found.reduce((sum, { count }) => sum + count, 0),
      breaks: found.flatMap(({ breaks }) => breaks),
    }
  }

  return { append, verifyDay, pseudonymOf, shards }
}

/** What was done, entry by entry. */
export type AuditStore = ReturnType<typeof createAuditStore>

/** An entry as stored, without its keys. */
export function auditEntryOf(item: Item): AuditEntry {
  return v.parse(AuditEntry, item)
}

function headOf(item: Item): AuditHead {
  return v.parse(Head, item)
}

const Head = v.object({
  day: v.string(),
  prevDay: v.nullable(v.string()),
  first: v.number(),
  seq: v.number(),
  hash: v.string(),
  at: v.string(),
})
