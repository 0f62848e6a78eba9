import type { Visit } from '#shared/landing/visit'
import { visitKey } from './keys.ts'
import type { Table } from './table.ts'

/** When each user was last here, and which figures were shown then. */
export function createVisitsStore({ table }: { table: Table }) {
  async function load(userId: string): Promise<Visit | undefined> {
    const item = await table.get(visitKey(userId))
    if (!item) return undefined
    const { pk: _pk, sk: _sk, kind: _kind, ...visit } = item
    return visit as unknown as Visit // -- because `save` is the only writer
  }

  /** Keeps a visit; of two at once either may stay, they say the same. */
  async function save(userId: string, visit: Visit): Promise<void> {
    await table.transact([{ Put: { Item: { ...visitKey(userId), kind: 'visit', ...visit } } }])
  }

  return { load, save }
}

/** When each user was last here. */
export type VisitsStore = ReturnType<typeof createVisitsStore>
