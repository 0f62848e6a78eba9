import { randomUUID } from 'node:crypto'
import type { Instant } from '#shared/kernel/clock'
import { epochKey } from './keys.ts'
import type { Table } from './table.ts'

/** A user's epoch: moved on, it ends every session opened and every token issued before. */
export function createEpochs({ table }: { table: Table }) {
  async function load(userId: string) {
    const item = await table.get(epochKey(userId), { isConsistent: true })
    const changedAt = typeof item?.changedAt === 'string' ? item.changedAt : undefined
    return { epoch: Number(item?.epoch ?? 0), changedAt }
  }

  /** Ends every session and token of a user at once: disabled, another role, another password. */
  async function endAll(userId: string, now: Instant): Promise<void> {
    const Update = {
      Key: { ...epochKey(userId) },
      UpdateExpression: 'SET changedAt = :now ADD epoch :one',
      ExpressionAttributeValues: { ':now': now, ':one': 1 },
    }
    await table.transact([{ Update }], { work: randomUUID() })
  }

  return {
    endAll,
    epochOf: async (userId: string): Promise<number> => (await load(userId)).epoch,
    /** When everything of a user was last ended; undefined when never. */
    changedAt: async (userId: string): Promise<Instant | undefined> => (await load(userId)).changedAt,
  }
}
