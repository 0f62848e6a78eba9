import type { TruthSheet } from '#shared/portfolio/check.schema'
import { truthSheetKey } from './keys.ts'
import type { Table } from './table.ts'

/** What is known to be true of the demo: one sheet, the last one given. */
export function createTruthStore({ table }: { table: Table }) {
  async function load(): Promise<TruthSheet | undefined> {
    const item = await table.get(truthSheetKey)
    return item && (item['sheet'] as TruthSheet) // -- because `save` is the only writer
  }

  async function save(sheet: TruthSheet): Promise<void> {
    await table.transact([{ Put: { Item: { ...truthSheetKey, kind: 'truth-sheet', sheet } } }])
  }

  return { load, save }
}

/** What is known to be true of the demo. */
export type TruthStore = ReturnType<typeof createTruthStore>
