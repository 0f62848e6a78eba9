import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import type { Order } from '#shared/client/facts'
import { createClientsStore } from '#functions/store/clients.store'
import { createTable } from '#functions/store/table'
import { anOrder, aLine } from '#tests/builders/facts'
import { createFaultyClient, type WriteFault, writeFaults } from '#tests/harness/faults'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { expectWhole } from './whole.ts'

const SHARDS = 2
let world: World
beforeAll(async () => {
  world = await createWorld({ shards: SHARDS })
})
afterAll(async () => {
  await world.stop()
})

/** The stores of a table behind a client that fails as told; waiting takes no time but moves the clock. */
function behindFaults(desk: TableWorld) {
  const faults = createFaultyClient(desk.client)
  let clock = 0
  const table = createTable({
    client: faults.client,
    name: desk.table.name,
    sleep: (milliseconds) => Promise.resolve(void (clock += milliseconds)),
    random: () => 0.5,
    now: () => clock,
  })
  return { faults, table, clients: createClientsStore({ table, shards: desk.shards }) }
}
type Faulty = ReturnType<typeof behindFaults>

/** A batch as an import saves it: clients over all shards and, in the last transaction, the proof that it is in. */
interface Batch {
  readonly name: string
  readonly orders: ReadonlyMap<string, Order>
}

/** Two batches over the same clients: the second moves and changes what the first brought. */
function batches(prefix: string): Batch[] {
  const ids = Array.from({ length: 4 }, (_, index) => `${prefix}-${index}`)
  const orders = (day: string, amountCents: number) =>
    new Map(
      ids.map((id) => [id, anOrder({ id: 'o1', day, lines: [aLine({ amountCents, productId: 'p1' })] })]),
    )
  return [
    { name: `${prefix}#1`, orders: orders('2026-01-05', 10_00) },
    { name: `${prefix}#2`, orders: orders('2026-02-06', 13_00) },
  ]
}

/** Brings a batch in: nothing where its marker says it is in already, else read, decide, save. */
async function bringIn({ name, orders }: Batch, { clients, table }: Faulty): Promise<void> {
  const marker = { pk: 'IMPORT#1', sk: `BATCH#${name}` }
  if (await table.get(marker, { isConsistent: true })) return
  const changes = []
  for (const [id, order] of orders) {
    const before = await clients.loadWithFacts(id)
    changes.push({ before, after: revised(id, before, { put: [order], channels: [] }) })
  }
  await clients.saveAll(changes, { work: name, markers: [{ Put: { Item: { ...marker } } }] })
}

const codeOf = (error: unknown) => (error as { code?: string }).code

async function heldBy(desk: TableWorld, { orders }: Batch): Promise<(Order | undefined)[]> {
  const all = await Promise.all([...orders.keys()].map((id) => desk.clients.loadWithFacts(id)))
  return all.map((one) => one?.facts.find((fact) => fact.fact === 'order'))
}

const TRANSACTIONS = 4
const names = Object.keys(writeFaults) as WriteFault[]
// What is refused before it applied is refused alike: only these three are tried at every transaction.
const delicate = /^(F4|F8|F9) /
const placesOf = (fault: WriteFault) => (delicate.test(fault) ? [0, 1, 2, 3] : [1, 2])

describe.each(names)('an import whose writes meet: %s', (fault) => {
  test('once or twice in a row, at any transaction, ends as if nothing had happened', async () => {
    const desk = await world.createTableWorld()
    for (const times of [1, 2]) {
      for (const at of placesOf(fault)) {
        const faulty = behindFaults(desk)
        const [first, second] = batches(`${times}x${at}`) as [Batch, Batch]
        faulty.faults.fail(fault, { at, times })

        await bringIn(first, faulty)
        await bringIn(second, faulty)

        expect(faulty.faults.writes()).toBe(TRANSACTIONS + times)
        expect(await heldBy(desk, second)).toEqual([...second.orders.values()])
      }
    }
    await expectWhole(desk)
  })

  test('again and again says busy, leaves whole clients only, and repeating the work brings in the rest once', async () => {
    const desk = await world.createTableWorld()
    for (const at of placesOf(fault)) {
      const faulty = behindFaults(desk)
      const [first, second] = batches(`p${at}`) as [Batch, Batch]
      faulty.faults.fail(fault, { at, times: Infinity })

      const outcome = await bringIn(first, faulty)
        .then(() => bringIn(second, faulty))
        .then(() => 'done', codeOf)

      expect(outcome).toBe('store.busy')
      const [one, two] = [[...first.orders.values()], [...second.orders.values()]]
      const held = await heldBy(desk, second)
      held.forEach((order, index) => expect([undefined, one[index], two[index]]).toContainEqual(order))
      faulty.faults.heal()
      await bringIn(first, faulty)
      await bringIn(second, faulty)
      expect(await heldBy(desk, second)).toEqual(two)
    }
    await expectWhole(desk)
  })
})

describe('an import', () => {
  test('killed before any of its calls and started again is in once', async () => {
    const desk = await world.createTableWorld()
    let at = 0
    for (let isThrough = false; !isThrough; at++) {
      const faulty = behindFaults(desk)
      const [first, second] = batches(`k${at}`) as [Batch, Batch]
      faulty.faults.kill(at)
      isThrough = await bringIn(first, faulty)
        .then(() => bringIn(second, faulty))
        .then(
          () => true,
          () => false,
        )

      faulty.faults.heal()
      await bringIn(first, faulty)
      await bringIn(second, faulty)

      expect(await heldBy(desk, second)).toEqual([...second.orders.values()])
    }
    expect(at).toBeGreaterThan(2 * TRANSACTIONS)
    await expectWhole(desk)
  })

  test('delivered twice at the same time is in once', async () => {
    const desk = await world.createTableWorld()
    const [first, second] = batches('twice') as [Batch, Batch]
    const again = async (batch: Batch): Promise<void> => {
      await bringIn(batch, behindFaults(desk)).catch((error: unknown) => {
        expect(codeOf(error)).toBe('client.changed-meanwhile')
        return again(batch)
      })
    }

    await Promise.all([again(first), again(first)])
    await Promise.all([again(second), again(second)])

    expect(await heldBy(desk, second)).toEqual([...second.orders.values()])
    await expectWhole(desk)
  })

  test('of one client too large for a transaction may stop between two saves: each is complete in itself', async () => {
    const desk = await world.createTableWorld()
    const orders = Array.from({ length: 140 }, (_, index) => anOrder({ id: `o${index}`, day: '2026-01-05' }))
    for (const at of [0, 1, 2]) {
      const faulty = behindFaults(desk)
      const id = `large-${at}`
      faulty.faults.fail('F8 internal error after it applied', { at, times: Infinity })
      const put = async () => {
        const before = await faulty.clients.loadWithFacts(id)
        await faulty.clients.save(before, revised(id, before, { put: orders, channels: [] }))
      }

      await expect(put()).rejects.toMatchObject({ code: 'store.busy' })
      await expectWhole(desk)
      faulty.faults.heal()
      await put()

      expect((await desk.clients.loadWithFacts(id))?.facts).toHaveLength(140)
    }
    await expectWhole(desk)
  })
})

describe('edits of one client at the same time', () => {
  test('are all kept: the version rises by one for each', async () => {
    const desk = await world.createTableWorld()
    const add = async (orderId: string): Promise<void> => {
      const before = await desk.clients.loadWithFacts('c1')
      const after = revised('c1', before, { put: [anOrder({ id: orderId })], channels: [] })
      await desk.clients.save(before, after).catch((error: unknown) => {
        expect(codeOf(error)).toBe('client.changed-meanwhile')
        return add(orderId)
      })
    }

    await Promise.all(Array.from({ length: 8 }, (_, index) => add(`o${index}`)))

    const read = await desk.clients.loadWithFacts('c1')
    expect(read?.facts).toHaveLength(8)
    expect(read?.client.version).toBe(8)
    await expectWhole(desk)
  })
})
