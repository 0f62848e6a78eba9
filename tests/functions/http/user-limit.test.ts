import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createUserLimit } from '#functions/http/user-limit'
import { createRatesStore } from '#functions/store/rates.store'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { fromSite, greetingsRoutes, httpSurroundings } from './greetings.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

let site: TableWorld
let now: number
beforeEach(async () => {
  site = await world.createTableWorld()
  now = Date.parse('2026-03-01T10:00:00.000Z')
})

/** A process with a share of 100 calls a minute for each user, and how often it asked the store. */
function createProcess() {
  const rates = createRatesStore({ table: site.table })
  let takes = 0
  const counted: typeof rates.take = (...args) => {
    takes++
    return rates.take(...args)
  }
  const limit = createUserLimit({ rates: { take: counted }, now: () => now, callsPerMinute: 100 })
  return { limit, takes: () => takes }
}

describe('the share of calls of a user', () => {
  test('is a hundred a minute over all processes, then waits, then comes back', async () => {
    const [one, other] = [createProcess(), createProcess()]
    const waits: (number | undefined)[] = []
    for (let call = 0; call < 140; call++) waits.push(await (call % 2 ? one : other).limit('ada'))

    expect(waits.filter((wait) => wait === undefined)).toHaveLength(100)
    expect(waits.at(-1)).toBeGreaterThan(0)
    now += 60_000
    expect(await one.limit('ada')).toBeUndefined()
  })

  test('is of one user', async () => {
    const { limit } = createProcess()
    for (let call = 0; call < 120; call++) await limit('ada')

    expect(await limit('ada')).toBeGreaterThan(0)
    expect(await limit('bob')).toBeUndefined()
  })

  test('costs one write for twenty calls, and nothing while calls are refused', async () => {
    const { limit, takes } = createProcess()
    for (let call = 0; call < 100; call++) await limit('ada')
    expect(takes()).toBe(5)

    for (let call = 0; call < 500; call++) await limit('ada')

    expect(takes()).toBe(6)
  })

  test('answers 429 with Retry-After before anything else is done', async () => {
    const app = greetingsRoutes({ http: httpSurroundings({ limit: () => Promise.resolve(17) }) })

    const answer = await app.request('/api/greetings', { headers: fromSite('viewer') })

    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('17')
    expect(await answer.json()).toMatchObject({ code: 'request.too-many' })
  })
})
