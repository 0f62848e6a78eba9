import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClientsStore } from '#functions/store/clients.store'
import { createTable } from '#functions/store/table'
import { aClient, aLine, anOrder } from '#tests/builders/facts'
import { createFaultyClient } from '#tests/harness/faults'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { expectWhole } from './whole.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  await world.stop()
})

const MOST_ACTIONS = 100
const MOST_BYTES = 4 * 1024 * 1024

/** Clients of a table whose transactions are weighed before they are sent. */
function weighed(desk: TableWorld) {
  const faults = createFaultyClient(desk.client)
  const sent: { actions: number; bytes: number }[] = []
  faults.before((kind, input) => {
    if (kind !== 'TransactWrite') return
    const actions = input['TransactItems'] as object[]
    sent.push({ actions: actions.length, bytes: Buffer.byteLength(JSON.stringify(actions)) })
  })
  const table = createTable({ client: faults.client, name: desk.table.name })
  return { sent, clients: createClientsStore({ table, shards: desk.shards }) }
}

/** An order as heavy as an import lets through: 40 lines of a part, each with two kilobytes of attributes. */
const heavy = (id: string) =>
  anOrder({
    id,
    lines: Array.from({ length: 40 }, (_, index) =>
      aLine({ amountCents: index, attributes: { remark: 'ž'.repeat(1_000) } }),
    ),
  })

describe('a transaction', () => {
  test('keeps to what DynamoDB takes in bytes, for one heavy client', async () => {
    const desk = await world.createTableWorld()
    const { sent, clients } = weighed(desk)
    const put = Array.from({ length: 60 }, (_, index) => heavy(`o${index}`))

    await clients.save(undefined, aClient('heavy', { put }))

    expect(sent.length).toBeGreaterThan(1)
    expect(Math.max(...sent.map(({ bytes }) => bytes))).toBeLessThan(MOST_BYTES)
    expect((await desk.clients.loadWithFacts('heavy'))?.facts).toHaveLength(60)
  })

  test('keeps to what DynamoDB takes in bytes and actions, for many clients together', async () => {
    const desk = await world.createTableWorld()
    const { sent, clients } = weighed(desk)
    const changes = Array.from({ length: 60 }, (_, index) => ({
      before: undefined,
      after: aClient(`c${index}`, { put: [heavy('o1')] }),
    }))

    await clients.saveAll(changes)

    expect(Math.max(...sent.map(({ bytes }) => bytes))).toBeLessThan(MOST_BYTES)
    expect(Math.max(...sent.map(({ actions }) => actions))).toBeLessThanOrEqual(MOST_ACTIONS)
    expect(await desk.clients.counts()).toMatchObject({ active: 60 })
    await expectWhole(desk)
  })
})
