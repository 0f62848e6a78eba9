import type { Instant } from '#shared/kernel/clock'
import { shardOf } from '#shared/kernel/ids'
import { hourlyChangeKey, changedPartition } from './keys.ts'
import type { Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

const KEPT_DAYS = 7

/** The hour of an instant, as changes are filed. */
export function hourOf(at: Instant): string {
  return at.slice(0, 13)
}

/** The write that names a changed client for the light scan; forgotten by itself after a week. */
export function changedWrite(clientId: string, hour: string, shards: number): NamedWrite {
  const expiresAt = Math.floor(Date.parse(`${hour}:00:00.000Z`) / 1_000) + KEPT_DAYS * 86_400
  const key = hourlyChangeKey(hour, shardOf(clientId, shards), clientId)
  return { Put: { Item: { ...key, kind: 'changed', id: clientId, expiresAt } } }
}

/** The hours from one to another, both included; at most `most` of them, the newest. */
export function hoursBetween(from: string, to: string, most: number): string[] {
  const first = Date.parse(`${from}:00:00.000Z`)
  const hours: string[] = []
  for (let at = Date.parse(`${to}:00:00.000Z`); at >= first && hours.length < most; at -= 3_600_000)
    hours.push(hourOf(new Date(at).toISOString()))
  return hours.reverse()
}

/** Which clients changed in which hour. */
export function createChangedStore({ table }: { table: Table }) {
  /** The clients of a shard that changed in these hours, each once, in order. */
  async function clientsOf(shard: number, hours: readonly string[]): Promise<string[]> {
    const pages = await Promise.all(hours.map((hour) => table.queryAll(changedPartition(hour, shard))))
    return [...new Set(pages.flat().map((item) => String(item['id'])))].sort()
  }

  return { clientsOf }
}

/** Which clients changed in which hour. */
export type ChangedStore = ReturnType<typeof createChangedStore>
