import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import type { ClientsPage } from '#shared/client/client-view.schema'
import { createRandom } from '#shared/numeric/random'
import { createClientsStore } from '#functions/store/clients.store'
import { aNaiveList, type NaiveClient, type NaiveQuery, saved, someClients } from '#tests/harness/naive-list'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { createClientsWorld } from './clients-world.ts'

/** Small, so that filters are cut after a few reads of a small table. */
const BUDGET = 4
const COUNT = 48
const CASES = 2_000

let world: World
let desk: TableWorld
let people: NaiveClient[]

beforeAll(async () => {
  world = await createWorld({ shards: 1 })
  const fresh = await world.createTableWorld()
  desk = {
    ...fresh,
    clients: createClientsStore({ table: fresh.table, shards: 1, filterBudget: BUDGET }),
  }
  people = someClients(COUNT, () => seeds.next())
  await desk.clients.saveAll(people.map((one) => ({ before: undefined, after: saved(one) })))
})
afterAll(async () => {
  await world.stop()
})

const seeds = createRandom(5, 1)
const dice = createRandom(20_261_122, 7)
const chance = () => dice.next()
const oneOf = <T>(values: readonly T[]): T => values[Math.floor(chance() * values.length)]!
const maybe = (share: number) => chance() < share

function aQuery(): NaiveQuery {
  const first = oneOf([5, 40, 200]) * 100
  return {
    sort: oneOf(['name', 'value', 'risk', 'time'] as const),
    order: oneOf(['asc', 'desc'] as const),
    limit: oneOf(['10', '25', '25', '100']),
    ...(maybe(0.4) ? { status: oneOf(['active', 'dormant', 'active,dormant', 'prospect,closed']) } : {}),
    ...(maybe(0.25) ? { segment: oneOf(['loyal', 'at-risk,lost', 'champions']) } : {}),
    ...(maybe(0.2) ? { risk: oneOf(['high', 'low,none', 'elevated']) } : {}),
    ...(maybe(0.2) ? { channel: oneOf(['web', 'branch,unattributed', 'nowhere']) } : {}),
    ...(maybe(0.15) ? { product: oneOf(['p1', 'p2,p3', 'p\\,4']) } : {}),
    ...(maybe(0.15) ? { tag: oneOf(['vip', 'vip,call back', 'none']) } : {}),
    ...(maybe(0.2) ? { clv: oneOf(['..0', `${first}..`, `-5000..${first}`]) } : {}),
    ...(maybe(0.2) ? { joined: oneOf(['2024-01-01..', '..2023-06-30', '2023-01-01..2024-06-30']) } : {}),
    ...(maybe(0.2) ? { q: oneOf(['ada', 'lov', 'c1', 'bank nov', 'žofie', 'zz']) } : {}),
  }
}

type Direction = 'next' | 'previous'

async function readOn(query: NaiveQuery, direction: Direction, between?: () => Promise<void>) {
  const app = createClientsWorld(desk, { filterBudget: BUDGET })
  const pages: ClientsPage[] = []
  let cursor: string | null = null
  do {
    const start: Record<string, string> = direction === 'previous' ? { from: 'last' } : {}
    const page: ClientsPage = await app.page({ ...query, ...(cursor === null ? start : { cursor }) })
    pages.push(page)
    cursor = page[direction]
    await between?.()
  } while (cursor !== null && pages.length < 400)
  return pages
}

const idsOf = (pages: readonly ClientsPage[], direction: Direction) =>
  (direction === 'next' ? pages : [...pages].reverse()).flatMap(({ items }) => items.map(({ id }) => id))

describe('the list of clients', () => {
  test(`shows what a naive twin shows, by continuing, for ${CASES} questions at random`, async () => {
    let cut = 0
    let floors = 0
    for (let index = 0; index < CASES; index++) {
      const query = aQuery()
      const direction: Direction = maybe(0.25) ? 'previous' : 'next'

      const pages = await readOn(query, direction)
      const expected = aNaiveList(people, query)

      expect(idsOf(pages, direction), JSON.stringify({ query, direction })).toEqual(expected)
      for (const [position, { total, start, searched, items }] of pages.entries()) {
        if (typeof total === 'number') expect(total).toBe(expected.length)
        else expect(total.atLeast).toBeLessThanOrEqual(expected.length)
        if (start !== null) expect(expected[start - 1]).toBe(items[0]?.id)
        if (searched) expect(searched.tested ?? 0).toBeLessThanOrEqual(searched.of)
        if (searched) cut += 1
        if (typeof total !== 'number') floors += 1
        // A page is short only at an end, or where the budget was spent.
        const isLast = position === pages.length - 1
        if (!isLast && !searched) expect(items).toHaveLength(Number(query.limit))
      }
    }

    // The twin proves little about cuts that never happen.
    expect(cut).toBeGreaterThan(CASES / 4)
    expect(floors).toBeGreaterThan(CASES / 4)
  }, 900_000)

  test('guarantees while clients are edited between pages: who is not moved shows exactly once', async () => {
    const touched = new Set<string>()
    for (let round = 0; round < 12; round++) {
      const query = { ...aQuery(), limit: '10', q: '' }
      const { q: _, ...asked } = query
      const edit = async () => {
        const id = oneOf(people).id
        touched.add(id)
        const before = await desk.clients.loadWithFacts(id)
        const profile = { ...before!.client.profile, name: `Moved ${Math.floor(chance() * 1e6)}` }
        await desk.clients.save(before, revised(id, before, { profile, channels: ['web', 'branch'] }))
      }

      const shown = idsOf(await readOn(asked, 'next', edit), 'next')

      const still = aNaiveList(people, asked).filter((id) => !touched.has(id))
      expect(shown.filter((id) => !touched.has(id))).toEqual(still)
    }
  })
})
