import { afterAll, beforeAll, expect, test } from 'vitest'
import { valueOf } from '#functions/store/blobs'
import type { Item } from '#functions/store/table'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner, type Runner } from '../pipeline/run-world.ts'
import { createClientsWorld } from './clients-world.ts'

let world: World
let desk: TableWorld
let runner: Runner
let clients: ReturnType<typeof createClientsWorld>

beforeAll(async () => {
  world = await createWorld()
  desk = await aBank(world, { clients: 60, shards: 2 })
  runner = aRunner(desk)
  clients = createClientsWorld(desk)
})
afterAll(async () => {
  await world.stop()
})

/** An item as text, what is compressed unpacked. */
function said(item: Item): string {
  const { chunk, ...rest } = item
  const isWhole = chunk instanceof Uint8Array && chunk[0] === 0x1f && chunk[1] === 0x8b
  return JSON.stringify(isWhole ? { ...rest, chunk: valueOf<unknown>([chunk]) } : rest)
}
const naming = async (id: string) =>
  (await desk.dump())
    .filter((item) => new RegExp(`${id}(?![0-9])`).test(said(item)))
    .map(({ pk, sk }) => `${pk}/${sk}`)

test('an erased client is in no item of a published run, nor among those changed while one is on its way', async () => {
  await runner.run({ runId: 'first' })
  await runner.steps.open({ runId: 'second', reason: 'nightly' })
  const posted = await clients.post('/buyer-3/transactions', {
    id: 'posted',
    day: '2026-03-18',
    lines: [{ kind: 'purchase', amountCents: 100 }],
  })
  expect(posted.status).toBe(200)
  expect(await naming('buyer-3')).toContain('RUN#second/CHANGED#buyer-3')

  await clients.send('DELETE', '/clients/buyer-3', { confirm: 'buyer-3' })

  expect(await naming('buyer-3')).toEqual([])
})
