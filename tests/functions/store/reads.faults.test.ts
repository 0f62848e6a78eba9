import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { statuses } from '#shared/client/facts'
import { createClientsStore } from '#functions/store/clients.store'
import { createTable } from '#functions/store/table'
import { aClient, anOrder } from '#tests/builders/facts'
import { createFaultyClient } from '#tests/harness/faults'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'

let world: World
let desk: TableWorld
const ids = Array.from({ length: 24 }, (_, index) => `c${String(index).padStart(2, '0')}`)
beforeAll(async () => {
  world = await createWorld({ shards: 2 })
  desk = await world.createTableWorld()
  const orders = Array.from({ length: 5 }, (_, index) => anOrder({ id: `o${index}` }))
  await desk.clients.saveAll(
    ids.map((id) => ({
      before: undefined,
      after: aClient(id, { profile: { name: `Ada ${id}`, isPlaceholder: false }, put: orders }),
    })),
  )
})
afterAll(async () => {
  await world.stop()
})

function behindFaults() {
  const faults = createFaultyClient(desk.client)
  const sleeps: number[] = []
  const sleep = (milliseconds: number) => Promise.resolve(void sleeps.push(milliseconds))
  const table = createTable({ client: faults.client, name: desk.table.name, sleep, random: () => 1 })
  return { faults, sleeps, clients: createClientsStore({ table, shards: 2 }) }
}

type Answer = Record<string, unknown>
type Keyed = Record<string, unknown>

/** A page that ends early: after one item, or before the first one. */
function shortPages() {
  const emptied = new Set<string>()
  return (kind: string, answer: Answer, input: Answer): Answer => {
    if (kind !== 'Query') return answer
    const items = (answer['Items'] ?? []) as Keyed[]
    const start = input['ExclusiveStartKey'] as Keyed | undefined
    const page = JSON.stringify([input['ExpressionAttributeValues'], input['IndexName'], start])
    if (start && !emptied.has(page)) {
      emptied.add(page)
      return { ...answer, Items: [], LastEvaluatedKey: start }
    }
    const [first] = items
    if (!first || items.length === 1) return answer
    const names = Object.keys(first).filter((name) =>
      /^(pk|sk|name[PS]k|value[PS]k|risk[PS]k|time[PS]k)$/.test(name),
    )
    const keys = input['IndexName']
      ? names.filter((name) => name.length === 2 || String(input['IndexName']).endsWith(name.slice(0, -2)))
      : ['pk', 'sk']
    return {
      ...answer,
      Items: [first],
      LastEvaluatedKey: Object.fromEntries(keys.map((name) => [name, first[name]])),
    }
  }
}

describe('reads', () => {
  test('go on where a page ends early or empty: nothing is missing, nothing comes twice', async () => {
    const { faults, clients } = behindFaults()
    faults.reshape(shortPages())
    const request = { statuses, sort: 'name', isDescending: false, limit: 100 } as const

    const one = await clients.loadWithFacts('c03')
    const page = await clients.page(request)
    const found = await clients.searchPage('ada', request)

    expect(one).toEqual(await desk.clients.loadWithFacts('c03'))
    expect(page.found.map(({ row }) => row.id)).toEqual(ids)
    expect(found.found.map(({ row }) => row.id)).toEqual(ids)
  })

  test('ask again for keys that were left unprocessed, waiting longer each time', async () => {
    const { faults, sleeps, clients } = behindFaults()
    let left = 3
    faults.reshape((kind, answer) => {
      if (kind !== 'BatchGet' || left-- <= 0) return answer
      const items = (answer['Responses'] as Record<string, Keyed[]>)[desk.table.name]!
      const half = Math.ceil(items.length / 2)
      return {
        ...answer,
        Responses: { [desk.table.name]: items.slice(half) },
        UnprocessedKeys: {
          [desk.table.name]: { Keys: items.slice(0, half).map(({ pk, sk }) => ({ pk, sk })) },
        },
      }
    })

    const read = await clients.loadManyExisting(ids)

    expect([...read.keys()].sort()).toEqual(ids)
    expect(sleeps).toEqual([100, 200, 400])
  })

  test('whose keys are never processed end as busy', async () => {
    const { faults, clients } = behindFaults()
    faults.reshape((kind, answer, input) =>
      kind === 'BatchGet' ? { ...answer, Responses: {}, UnprocessedKeys: input['RequestItems'] } : answer,
    )

    await expect(clients.loadManyExisting(ids)).rejects.toMatchObject({ code: 'store.busy' })
  })
})
