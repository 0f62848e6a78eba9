import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { statuses } from '#shared/client/facts'
import { createFlowsStore } from '#functions/store/flows.store'
import { aClient, anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'

const SHARDS = 4
const desks: TableWorld[] = []
let world: World
/** A table of so many clients with a name, a status and an order each. */
async function aDesk(count: number): Promise<TableWorld> {
  const desk = await world.createTableWorld()
  await desk.clients.saveAll(
    Array.from({ length: count }, (_, index) => ({
      before: undefined,
      after: aClient(`c${index}`, {
        profile: {
          name: `Person ${index}`,
          isPlaceholder: false,
          declaredStatus: index % 9 === 0 ? 'closed' : 'active',
        },
        put: [anOrder({ day: '2026-01-05' })],
      }),
    })),
  )
  return desk
}
beforeAll(async () => {
  world = await createWorld({ shards: SHARDS })
  for (const count of [100, 400]) desks.push(await aDesk(count))
})
afterAll(async () => {
  await world.stop()
})

/** Read units of a question on each table. */
async function costs(question: (desk: TableWorld) => Promise<unknown>): Promise<number[]> {
  const units: number[] = []
  for (const desk of desks) {
    desk.table.capacity.reset()
    await question(desk)
    units.push(desk.table.capacity.total().readUnits)
  }
  return units
}

const page = { sort: 'name', isDescending: false, limit: 25 } as const

describe('read units, as the answers of the store count them', () => {
  test.each([
    [
      'a page of 25 clients of one status',
      8,
      (desk: TableWorld) => desk.clients.page({ ...page, statuses: ['active'] }),
    ],
    [
      'a page of 25 clients of any status',
      20,
      (desk: TableWorld) => desk.clients.page({ ...page, statuses }),
    ],
    [
      'one client with everything',
      1,
      (desk: TableWorld) => desk.clients.loadWithFacts('c7', { isConsistent: false }),
    ],
    ['the exact number of clients', SHARDS / 2, (desk: TableWorld) => desk.clients.counts()],
    [
      'the versions behind a warm dashboard',
      (SHARDS + 2) / 2,
      (desk: TableWorld) => createFlowsStore({ table: desk.table, shards: SHARDS }).versions(),
    ],
    [
      'the live month',
      10,
      (desk: TableWorld) => createFlowsStore({ table: desk.table, shards: SHARDS }).month('2026-01'),
    ],
  ] as const)('of %s are at most %d, however many clients there are', async (_, most, question) => {
    const [few, many] = await costs(question)

    expect(few).toBeGreaterThan(0)
    expect(Math.max(few!, many!)).toBeLessThanOrEqual(most)
    // Flat: four times the clients fill the first read of each partition at the most.
    expect(many! - few!).toBeLessThanOrEqual(0.5 * statuses.length)
  })

  test('of a search grow with its matches, not with the table', async () => {
    const [few, many] = await costs((desk) => desk.clients.searchPage('person 7', { ...page, statuses }))

    expect(Math.max(few!, many!)).toBeLessThanOrEqual(300)
  })
})
