import { randomUUID } from 'node:crypto'
import type { Instant } from '#shared/kernel/clock'
import { epochKey } from './keys.ts'
import type { Table } from './table.ts'

/** A user's epoch: moved on, it ends every session opened and every token issued before. */
export function createEpochs({ table }: { table: Table }) {
  async function load(userId: string) {
    const item = await table.get(epochKey(userId), { isConsistent: true })
    const changedAt = typeof item?.changedAt === 'string' ? item.changedAt : undefined
    return { epoch: Number(item?.epoch ?? 0), changedAt, isBarred: item?.barred === true }
  }

  /**
   * Ends every session and token of a user at once: disabled, another role, another password. `isBarred` also says
   * whether new ones may be opened; whatever the user pool thinks, none is while it is true.
   */
  async function endAll(userId: string, now: Instant, isBarred?: boolean): Promise<void> {
    const bars = isBarred === undefined ? '' : ', barred = :barred'
    const Update = {
      Key: { ...epochKey(userId) },
      UpdateExpression: `SET changedAt = :now${bars} ADD epoch :one`,
      ExpressionAttributeValues: {
        ':now': now,
        ':one': 1,
        ...(isBarred === undefined ? {} : { ':barred': isBarred }),
      },
    }
    await table.transact([{ Update }], { work: randomUUID() })
  }

  return {
    endAll,
    epochOf: async (userId: string): Promise<number> => (await load(userId)).epoch,
    /** Whether a user was disabled here. */
    isBarred: async (userId: string): Promise<boolean> => (await load(userId)).isBarred,
    /** When everything of a user was last ended; undefined when never. */
    changedAt: async (userId: string): Promise<Instant | undefined> => (await load(userId)).changedAt,
  }
}
