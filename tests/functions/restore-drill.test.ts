import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repairFlows } from '#functions/pipeline/repair'
import { createErasuresStore } from '#functions/store/erasures.store'
import type { Item } from '#functions/store/table'
import { revised } from '#shared/client/change'
import { aLine, anOrder } from '#tests/builders/facts'
import { buyers, holders } from '#tests/builders/lively'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'

// The runbook's article "Restoring", step by step, on the emulated table.
const asOf = '2026-03-14'
let world: World
beforeAll(async () => {
  world = await createWorld({ shards: 4 })
})
afterAll(() => world.stop())

async function restore(items: readonly Item[]): Promise<TableWorld> {
  const restored = await world.createTableWorld()
  for (let start = 0; start < items.length; start += 25)
    await restored.client.send(
      new BatchWriteCommand({
        RequestItems: {
          [restored.table.name]: items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } })),
        },
      }),
    )
  return restored
}

const erasuresOf = ({ table, shards }: TableWorld) => createErasuresStore({ table, shards })
const repairOf = ({ table, shards }: TableWorld) =>
  repairFlows({ table, shards, clock: () => `${asOf}T12:00:00.000Z`, timeZone: 'Europe/Berlin' })

test('what was backed up is restored item by item, erasures since are replayed, and the live figures equal the facts', async () => {
  const log: string[] = []
  const told = async <T>(what: string, step: () => Promise<T>, say: (found: T) => string): Promise<T> => {
    const started = performance.now()
    const found = await step()
    log.push(`${what}: ${say(found)}, ${Math.round(performance.now() - started)} ms`)
    return found
  }
  const live = await world.createTableWorld()
  const people = [...buyers(60, asOf), ...holders(40, asOf)]
  await live.products.ensure(['rated', 'current'])
  const changes = people.map((after) => ({ before: undefined, after }))
  await told(
    '100 clients',
    () => live.clients.saveAll(changes),
    () => 'written',
  )

  const backup = await told('backup', live.dump, (items) => `${items.length} items`)
  // After the backup somebody is erased, and then the table is spoiled.
  await erasuresOf(live).erase('buyer-7', { hasTime: () => true })
  const tombstones = (await live.dump()).filter(({ pk }) => String(pk).startsWith('ERASED#'))
  const key = (await live.dump()).filter((item) => item['kind'] === 'erasure-key')

  const restored = await told(
    'restore',
    () => restore(backup),
    () => 'into a new table',
  )
  expect(await restored.dump()).toEqual(backup)
  expect(JSON.stringify(backup)).toContain('buyer-7')

  // The key and the keyed hashes come from the table that was lost; they say whom to erase again.
  const again = await told(
    'erasures replayed',
    async () => {
      const withTombstones = await restore([...backup, ...key, ...tombstones])
      const erasures = erasuresOf(withTombstones)
      const gone = await erasures.erasedAmong(people.map(({ client }) => client.id))
      for (const id of gone) await erasures.erase(id, { hasTime: () => true })
      expect([...gone]).toEqual(['buyer-7'])
      return withTombstones
    },
    () => 'one client',
  )
  expect(JSON.stringify(await again.dump())).not.toContain('buyer-7')
  expect(await again.clients.load('buyer-7')).toBeUndefined()

  const repaired = await told(
    'reconciliation',
    () => repairOf(again),
    (found) => `${found.length} differences`,
  )
  expect(repaired).toEqual([])
  for (const line of log) console.info(`drill: ${line}`)
})

test('a restored table whose live figures are off is found out and set right', async () => {
  const spoiled = await world.createTableWorld()
  const after = revised('c1', undefined, {
    put: [anOrder({ id: 'o1', day: '2026-02-02', lines: [aLine({ amountCents: 10_00 })] })],
    channels: [],
  })
  await spoiled.clients.saveAll([{ before: undefined, after }])
  const backup = await spoiled.dump()
  const flow = backup.find(({ pk, sk }) => String(pk).startsWith('FLOW#') && String(sk).startsWith('2026#'))

  const restored = await restore(backup.filter((item) => item !== flow))
  const repaired = await repairOf(restored)

  expect(repaired.some(({ was, is }) => was === 0 && is === 10_00)).toBe(true)
  expect(await repairOf(restored)).toEqual([])
})
