import type { AuditEntry } from '#shared/audit/audit.schema'
import type { CivilDay } from '#shared/kernel/day'
import { AUDIT_SHARDS, auditEntryOf } from './audit.store.ts'
import { auditKey, auditPartition } from './keys.ts'
import type { Table } from './table.ts'

const ENTRIES_PER_READ = 60

/** Reads the audit trail backwards. */
export function createAuditReader({ table, shards = AUDIT_SHARDS }: { table: Table; shards?: number }) {
  /** The entries of a shard's day before a place, the last one first. */
  async function* backwards(day: CivilDay, shard: number, before: number): AsyncGenerator<AuditEntry> {
    let upTo = before - 1
    while (upTo >= 1) {
      const { items, lastKey } = await table.query({
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': auditPartition(day, shard),
          ':from': auditKey(day, shard, 0).sk,
          ':to': auditKey(day, shard, upTo).sk,
        },
        ScanIndexForward: false,
        Limit: ENTRIES_PER_READ,
        ConsistentRead: true,
      })
      const entries = items.map(auditEntryOf)
      yield* entries
      if (!lastKey) return
      upTo = (entries.at(-1)?.seq ?? 1) - 1
    }
  }

  /** The entries of a day in all its shards, the newest first; `before` says for each shard where to go on. */
  async function* newestFirst(day: CivilDay, before: readonly number[]): AsyncGenerator<AuditEntry> {
    const readers = Array.from({ length: shards }, (_, shard) =>
      backwards(day, shard, before[shard] ?? Number.MAX_SAFE_INTEGER),
    )
    const heads = await Promise.all(
      readers.map(async (reader) => (await reader.next()).value as AuditEntry | undefined),
    )
    for (;;) {
      const newest = heads.reduce<AuditEntry | undefined>(
        (best, entry) => (entry && (!best || entry.at > best.at) ? entry : best),
        undefined,
      )
      if (!newest) return
      yield newest
      heads[newest.shard] = (await readers[newest.shard]?.next())?.value as AuditEntry | undefined
    }
  }

  return { newestFirst, shards }
}

/** Reads the audit trail backwards. */
export type AuditReader = ReturnType<typeof createAuditReader>
