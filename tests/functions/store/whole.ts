import { expect } from 'vitest'
import { counted, listed, recounted, standing, words } from '#tests/harness/naive-table'
import type { TableWorld } from '#tests/harness/world'

/** Everything that `save` keeps in step with the facts is what a recount gives. */
export async function expectWhole(desk: TableWorld): Promise<void> {
  const items = await desk.dump()
  expect(standing(items)).toEqual(recounted(items, desk.shards))
  const { stored, expected } = words(items)
  expect(stored).toEqual(expected)
  for (const { said, held } of counted(items)) expect(held).toBe(said)
  const list = await listed(desk, items)
  for (const ids of Object.values(list.orders)) expect(ids).toEqual(list.expected)
}
