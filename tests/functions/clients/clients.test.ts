import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClientView } from '#shared/client/client-view.schema'
import { revised } from '#shared/client/change'
import type { Score } from '#shared/client/client'
import { aClient, anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { createClientsWorld } from './clients-world.ts'

let world: World
let desk: TableWorld
let clients: ReturnType<typeof createClientsWorld>
const COUNT = 47

const aScore = (index: number): Score => ({
  runId: 'r1',
  asOf: '2026-03-14',
  status: index % 4 === 0 ? 'dormant' : 'active',
  segment: 'loyal',
  historicCents: index * 100,
  predictedCents: index % 5 === 0 ? null : 1,
  totalCents: index % 5 === 0 ? null : (index % 9) * 1_000 - 3_000,
  atRiskCents: null,
  chanceMicro: index % 5 === 0 ? null : index * 10_000,
  churnMicro: null,
  health: null,
})

beforeAll(async () => {
  world = await createWorld({ shards: 4 })
  desk = await world.createTableWorld()
  clients = createClientsWorld(desk)
  await desk.clients.saveAll(
    Array.from({ length: COUNT }, (_, index) => {
      const after = aClient(`C${String(index).padStart(2, '0')}`, {
        profile: {
          isPlaceholder: false,
          ...(index % 6 === 0 ? {} : { name: `Person Nr ${index % 10}`, email: `p${index}@bank.example` }),
          ...(index === 7 ? { phone: '+420 1', attributes: { iban: 'CZ00' } } : {}),
        },
        put:
          index % 3 === 0
            ? []
            : [anOrder({ id: `o${index}`, day: `2026-01-${String(1 + (index % 28)).padStart(2, '0')}` })],
      })
      return { before: undefined, after: { ...after, client: { ...after.client, score: aScore(index) } } }
    }),
  )
})
afterAll(async () => {
  await world.stop()
})

describe('the list of clients', () => {
  test.each(['name', 'value', 'risk', 'time'])(
    'by %s shows everybody once, from the first page on and from the last page back, in both directions',
    async (sort) => {
      for (const order of ['asc', 'desc']) {
        const query = { sort, order, limit: '10' }

        const forwards = await clients.walk(query)
        const backwards = await clients.walk(query, 'previous')

        expect(forwards.map((page) => page.length)).toEqual([10, 10, 10, 10, 7])
        expect(new Set(forwards.flat()).size).toBe(COUNT)
        expect(backwards.reverse().flat()).toEqual(forwards.flat())
      }
    },
  )

  test('leads back to the page one came from', async () => {
    const first = await clients.page({ limit: '9' })
    const second = await clients.page({ limit: '9', cursor: first.next! })
    const back = await clients.page({ limit: '9', cursor: second.previous! })

    expect(first.previous).toBeNull()
    expect(back.items).toEqual(first.items)
  })

  test('orders by value, dearest first, clients without a value behind the others', async () => {
    const { items } = await clients.page({ limit: '100' })
    const values = items.map(({ totalCents }) => totalCents)
    const known = values.filter((value) => value !== null)

    expect(known).toEqual([...known].sort((left, right) => right - left))
    expect(values.slice(known.length).every((value) => value === null)).toBe(true)
  })

  test('says exactly how many there are, in all and of one status', async () => {
    const all = await clients.page({})
    const dormant = await clients.page({ status: 'dormant', limit: '100' })

    expect(all.total).toBe(COUNT)
    expect(dormant.total).toBe(Math.ceil(COUNT / 4))
    expect(dormant.items).toHaveLength(Math.ceil(COUNT / 4))
    expect(dormant.items.every(({ status }) => status === 'dormant')).toBe(true)
  })

  test('shows a viewer initials only, an analyst names', async () => {
    const query = { q: 'person', limit: '100', sort: 'name' }
    const [masked, clear] = [await clients.page(query, 'viewer'), await clients.page(query, 'analyst')]

    expect(new Set(masked.items.map(({ name }) => name).filter((name) => name !== null))).toEqual(
      new Set(Array.from({ length: 10 }, (_, digit) => `P. N. ${digit}.`)),
    )
    expect(clear.items.every(({ name }) => name?.startsWith('Person Nr '))).toBe(true)
    expect(JSON.stringify(masked)).not.toContain('Person')
  })

  test('found by words shows every match once, and its total is exact', async () => {
    const { total } = await clients.page({ q: 'person' })
    const pages = await clients.walk({ q: 'PERSÖN nr', limit: '10' })

    expect(total).toBe(COUNT - Math.ceil(COUNT / 6))
    expect(new Set(pages.flat()).size).toBe(total)
    expect(pages.flat()).toHaveLength(total as number)
    expect((await clients.walk({ q: 'person', limit: '10' }, 'previous')).reverse().flat()).toEqual(
      (await clients.walk({ q: 'person', limit: '10' })).flat(),
    )
    expect((await clients.page({ q: 'c07' })).items.map(({ id }) => id)).toEqual(['C07'])
    expect((await clients.page({ q: 'nobody' })).total).toBe(0)
  })
})

describe('a page link', () => {
  test.each([
    ['tampered with', (cursor: string) => `${cursor.slice(0, -2)}${cursor.endsWith('AA') ? 'BB' : 'AA'}`, {}],
    ['cut short', (cursor: string) => cursor.slice(0, 20), {}],
    ['made up', () => 'bm8', {}],
    ['of another order', (cursor: string) => cursor, { sort: 'name' }],
    ['of another status', (cursor: string) => cursor, { status: 'active' }],
    ['of a search', (cursor: string) => cursor, { q: 'person' }],
  ])('%s is refused', async (_, change, query) => {
    const { next } = await clients.page({ limit: '5' })

    const answer = await clients.get(
      `?${new URLSearchParams({ limit: '5', ...query, cursor: change(next!) })}`,
    )

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'cursor.invalid' })
  })
})

describe('a question that makes no sense', () => {
  test('is answered with everything that is wrong, without repeating it', async () => {
    const answer = await clients.get('?status=sleepy&sort=size&order=up&limit=1000&from=middle&q=x&color=red')
    const text = await answer.text()
    const { details } = JSON.parse(text) as { details: { issues: { path: string }[] } }

    expect(answer.status).toBe(400)
    expect(details.issues.map(({ path }) => path).sort()).toEqual([
      'color',
      'from',
      'limit',
      'order',
      'q',
      'sort',
      'status.0',
    ])
    expect(text).not.toContain('sleepy')
  })
})

describe('one client', () => {
  test('that is not there is not found, and asking needs a session', async () => {
    const missing = await clients.get('/nobody')

    expect(missing.status).toBe(404)
    expect(await missing.json()).toMatchObject({ code: 'client.not-found', details: { id: 'nobody' } })
    const noSession = await clients.get('/C07', undefined, { cookie: '' })
    expect(noSession.status).toBe(401)
  })

  test('hides personal data from a viewer, down to single attributes', async () => {
    const masked = (await (await clients.get('/C07', 'viewer')).json()) as ClientView
    const clear = (await (await clients.get('/C07', 'analyst')).json()) as ClientView

    expect(clear).toMatchObject({
      name: 'Person Nr 7',
      email: 'p7@bank.example',
      attributes: { iban: 'CZ00' },
    })
    expect(masked).toMatchObject({
      name: 'P. N. 7.',
      email: '•••',
      phone: '•••',
      attributes: { iban: '•••' },
    })
  })

  test('is sent once: 304 until it changes, and never to another role', async () => {
    const first = await clients.get('/C08')
    const tag = first.headers.get('etag')!
    const again = await clients.get('/C08', 'analyst', { 'if-none-match': `W/${tag}` })
    const viewer = await clients.get('/C08', 'viewer', { 'if-none-match': tag })
    const before = await desk.clients.loadWithFacts('C08')
    await desk.clients.save(before, revised('C08', before, { put: [anOrder({ id: 'new' })], channels: [] }))
    const changed = await clients.get('/C08', 'analyst', { 'if-none-match': tag })

    expect([again.status, viewer.status, changed.status]).toEqual([304, 200, 200])
    expect(await again.text()).toBe('')
    expect(((await changed.json()) as ClientView).transactionCount).toBe(2)
  })
})

describe('a search with too many matches', () => {
  test('searches 500, says so and asks for more of the name', async () => {
    const crowd = await world.createTableWorld({ shards: 1 })
    await crowd.clients.saveAll(
      Array.from({ length: 505 }, (_, index) => ({
        before: undefined,
        after: aClient(`x${index}`, { profile: { isPlaceholder: false, name: 'Smith' } }),
      })),
    )
    const page = await createClientsWorld(crowd).page({ q: 'smith' })

    expect(page.total).toEqual({ atLeast: 500 })
    expect(page.refine).toContain('More than 500 clients match')
    expect(page.items).toHaveLength(25)
  })
})
