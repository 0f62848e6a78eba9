import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import { DomainError } from '#shared/kernel/errors'
import { anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { expectWhole } from '../store/whole.ts'
import { aBank, aRunner } from './run-world.ts'

let world: World
let desk: TableWorld
beforeAll(async () => {
  world = await createWorld()
  desk = await aBank(world, { clients: 30, shards: 2 })
})
afterAll(async () => {
  await world.stop()
})

type Clients = ReturnType<typeof aRunner>['stores']['clients']

/** Adds an order to a client as a person would: reads, changes, saves, and repeats when somebody was faster. */
async function addOrder(clients: Clients, id: string, orderId: string): Promise<void> {
  const before = await clients.loadWithFacts(id)
  const put = [anOrder({ id: orderId, day: '2026-03-01', amountCents: 1_00 })]
  try {
    await clients.save(before, revised(id, before, { put, channels: ['web', 'branch'] }))
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'client.changed-meanwhile') throw error
    await addOrder(clients, id, orderId)
  }
}

describe('clients edited while a run writes their scores', () => {
  test('keep every edit; the run leaves them to the next one and says how many changed since it began', async () => {
    const runner = aRunner(desk)
    const { steps, faults } = runner
    await steps.open({ runId: 'busy', reason: 'nightly' })
    await steps.summarise('busy')
    await steps.fit('busy')
    const { clients } = runner.stores
    const edited: string[] = []
    let isEditing = false
    faults.before(async (kind) => {
      if (kind !== 'TransactWrite' || isEditing || edited.length === 8) return
      isEditing = true
      const id = `buyer-${edited.length % 5}`
      await addOrder(clients, id, `edit-${edited.length}`)
      edited.push(id)
      isEditing = false
    })

    await steps.value('busy')
    faults.heal()
    await steps.publish('busy')

    expect(edited.length).toBeGreaterThan(4)
    for (const [index, id] of edited.entries()) {
      const client = await desk.clients.loadWithFacts(id)
      expect(client?.facts.some((fact) => fact.fact === 'order' && fact.id === `edit-${index}`)).toBe(true)
    }
    const { changed } = await runner.stores.flows.versions({ isConsistent: true })
    expect(changed['busy']).toBe(new Set(edited).size)
    expect(await runner.stores.runs.load('busy')).toMatchObject({
      status: 'published',
      reconciliation: 'not-verified',
    })
    await expectWhole(desk)
  })

  test('are all valued by the next run, whose sum is that of their facts as they stand', async () => {
    const runner = aRunner(desk)

    await runner.run({ runId: 'next' })

    const { runs } = runner.stores
    expect(await runs.load('next')).toMatchObject({ reconciliation: 'equal', clients: 30 })
    expect((await runs.loadSnapshot('next'))?.sums).toEqual(await runner.sumOfValues('next'))
    const scored = (await desk.dump()).filter(({ sk }) => sk === 'CLIENT')
    expect(scored.every((item) => item['score'] !== undefined)).toBe(true)
    expect((await runner.stores.flows.versions({ isConsistent: true })).changed['next']).toBeUndefined()
  })

  test('keep the score before the last one, for whoever still reads the run before', async () => {
    const { client } = (await desk.clients.loadWithFacts('buyer-1'))!

    expect(client.score?.runId).toBe('next')
    expect(client.previous?.runId === undefined || client.previous.runId === 'busy').toBe(true)
  })
})
