import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngagementMonth, Fact, StatusChange } from '#shared/client/facts'
import { revised } from '#shared/client/change'
import { createErasuresStore } from '#functions/store/erasures.store'
import { createMergesStore } from '#functions/store/merges.store'
import { createWorkStore } from '#functions/store/work.store'
import { aClient, aHolding, aLine, anOrder } from '#tests/builders/facts'
import { counted, listed, recounted, standing, words } from '#tests/harness/naive-table'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'

let world: World
beforeAll(async () => {
  world = await createWorld({ shards: 3 })
})
afterAll(async () => {
  await world.stop()
})

const always = { hasTime: () => true }
/** A value as text, whatever the order of its keys. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
/** Time for so many batches. */
function timeFor(batches: number) {
  let left = batches
  return { hasTime: () => left-- > 0 }
}
const month = (name: string, channels: EngagementMonth['channels']): EngagementMonth => ({
  fact: 'engagement',
  month: name,
  channels,
})
const status = (day: string): StatusChange => ({ fact: 'status', day, status: 'restricted' })

/** Orders of every kind, colliding ids, months, days, and one order of many parts. */
const loserFacts: Fact[] = [
  anOrder({ id: 'o1', day: '2025-01-05', amountCents: 11_00 }),
  anOrder({
    id: 'o2',
    day: '2025-02-05',
    lines: [aLine(), aLine({ kind: 'charge', productId: 'p1', amountCents: 250 })],
  }),
  anOrder({
    id: 'long',
    day: '2025-03-05',
    lines: Array.from({ length: 130 }, (_, nr) => aLine({ amountCents: nr })),
  }),
  ...Array.from({ length: 40 }, (_, nr) =>
    anOrder({ id: `many${nr}`, day: `2025-04-${String(1 + (nr % 28)).padStart(2, '0')}` }),
  ),
  aHolding({ id: 'h1' }),
  month('2025-01', { app: { logins: 3 }, web: { logins: 1 } }),
  status('2025-05-01'),
  status('2025-06-01'),
]
const survivorFacts: Fact[] = [
  anOrder({ id: 'o1', day: '2025-01-09', amountCents: 99_00 }),
  aHolding({ id: 'h1', productId: 'p2' }),
  month('2025-01', { app: { logins: 9 } }),
  status('2025-05-01'),
]

async function aPair() {
  const desk = await world.createTableWorld()
  const after = (id: string, put: Fact[], rest: object) =>
    aClient(id, { put, channels: ['web', 'branch'], profile: { isPlaceholder: false, ...rest } })
  const loser = after('LOSER-77', loserFacts, {
    name: 'Anna Duplicate',
    email: 'anna.duplicate@bank.example',
    channel: 'web',
    joinedOn: '2024-11-11',
  })
  const survivor = after('KEEP-1', survivorFacts, { name: 'Anna Keeper', channel: 'branch' })
  const other = after('OTHER-3', [anOrder({ id: 'o1' })], { name: 'Somebody Else' })
  await desk.clients.saveAll([loser, survivor, other].map((one) => ({ before: undefined, after: one })))
  const work = createWorkStore({ table: desk.table })
  await work.addNote('LOSER-77', { id: 'n1', at: '2025-07-01T00:00:00.000Z', by: 'x', text: 'called' })
  await work.assign({
    id: 'a1',
    clientId: 'LOSER-77',
    play: 'offer',
    title: 'Offer',
    state: 'open',
    owner: { id: 'u1', name: 'x' },
    dueOn: '2025-08-01',
    gainCents: 5,
    note: null,
    result: null,
    createdAt: '2025-07-01T00:00:00.000Z',
    decidedAt: null,
  })
  const stores = { table: desk.table, shards: desk.shards }
  return { desk, work, merges: createMergesStore(stores), erasures: createErasuresStore(stores) }
}

/** Everything that `save` keeps in step is in step. */
async function expectInStep(desk: TableWorld) {
  const items = await desk.dump()
  const remnants = items.filter(({ sk, kind }) => sk === 'CLIENT' && kind !== 'client')
  const clients = items.filter((item) => !remnants.some(({ pk }) => pk === item.pk))
  expect(standing(items)).toEqual(recounted(withRemnants(items), desk.shards))
  expect(words(clients).stored).toEqual(words(clients).expected)
  const { expected, orders } = await listed(desk, clients)
  for (const ids of Object.values(orders)) expect(ids).toEqual(expected)
  for (const { said, held } of counted(clients)) expect(said).toBe(held)
}

/** Remnants count with their facts only: no status, nothing they say of themselves. */
function withRemnants(items: Awaited<ReturnType<TableWorld['dump']>>) {
  return items.map((item) =>
    item.sk === 'CLIENT' && item['kind'] !== 'client'
      ? { ...item, profile: { isPlaceholder: true }, isRemnant: true }
      : item,
  )
}

describe('a merge', () => {
  test('moves every fact once, prefixes ids both have, and leaves what cannot stand beside', async () => {
    const { desk, merges } = await aPair()

    const { isDone } = await merges.merge('LOSER-77', 'KEEP-1', always)
    const { client, facts } = await desk.clients.loadOrThrow('KEEP-1')

    expect(isDone).toBe(true)
    expect(await desk.clients.load('LOSER-77')).toBeUndefined()
    const orders = facts.filter((fact) => fact.fact === 'order')
    expect(orders).toHaveLength(44)
    expect(orders.find(({ id }) => id === 'o1')?.lines[0]?.amountCents).toBe(99_00)
    expect(orders.find(({ id }) => id === 'LOSER-77/o1')).toMatchObject({
      from: 'LOSER-77',
      day: '2025-01-05',
    })
    expect(orders.find(({ id }) => id === 'long')?.lines).toHaveLength(130)
    expect(facts.find((fact) => fact.fact === 'engagement')).toMatchObject({
      channels: { app: { logins: 9 }, 'LOSER-77/app': { logins: 3 }, web: { logins: 1 } },
    })
    expect(facts.filter((fact) => fact.fact === 'status')).toHaveLength(2)
    expect(client.mergedFrom).toEqual(['LOSER-77'])
    expect(await merges.mergedInto('LOSER-77')).toBe('KEEP-1')
    await expectInStep(desk)
  })

  test('stopped after each batch stays in step, and goes on to the same end', async () => {
    const { desk, merges } = await aPair()
    const whole = await aPair()
    await whole.merges.merge('LOSER-77', 'KEEP-1', always)

    let isDone = false
    for (let calls = 0; !isDone && calls < 30; calls++) {
      isDone = (await merges.merge('LOSER-77', 'KEEP-1', timeFor(1))).isDone
      await expectInStep(desk)
    }

    const factsOf = async (one: TableWorld) =>
      (await one.clients.loadOrThrow('KEEP-1')).facts.map(sorted).sort()
    expect(await factsOf(desk)).toEqual(await factsOf(whole.desk))
  })

  test('reverted gives both clients back what they had', async () => {
    const { desk, merges } = await aPair()
    const before = await Promise.all(['LOSER-77', 'KEEP-1'].map((id) => desk.clients.loadOrThrow(id)))
    await merges.merge('LOSER-77', 'KEEP-1', always)

    await merges.revert('LOSER-77', timeFor(2))
    await expectInStep(desk)
    await merges.revert('LOSER-77', always)

    const after = await Promise.all(['LOSER-77', 'KEEP-1'].map((id) => desk.clients.loadOrThrow(id)))
    const said = (all: typeof before) =>
      all.map(({ client, facts }) => ({
        profile: client.profile,
        summary: client.summary,
        facts: facts.map(sorted).sort(),
      }))
    expect(said(after)).toEqual(said(before))
    expect(after[1]?.client.mergedFrom).toBeUndefined()
    await expectInStep(desk)
  })

  test('into itself, into nobody, or of a client already merged elsewhere is refused', async () => {
    const { merges } = await aPair()
    await merges.merge('LOSER-77', 'KEEP-1', always)

    await expect(merges.merge('KEEP-1', 'KEEP-1', always)).rejects.toMatchObject({ code: 'merge.same' })
    await expect(merges.merge('KEEP-1', 'NOBODY', always)).rejects.toMatchObject({ code: 'client.not-found' })
    await expect(merges.merge('LOSER-77', 'OTHER-3', always)).rejects.toMatchObject({
      code: 'client.is-merged',
    })
    await expect(merges.revert('OTHER-3', always)).rejects.toMatchObject({ code: 'merge.none' })
  })
})

describe('an erasure', () => {
  test('leaves no item that holds the id, the name or the address, and drops the flows by exactly its part', async () => {
    const { desk, erasures } = await aPair()

    const { isDone, items } = await erasures.erase('LOSER-77', always)
    const left = await desk.dump()

    expect(isDone).toBe(true)
    expect(items).toBeGreaterThan(loserFacts.length)
    expect(JSON.stringify(left)).not.toMatch(/loser-77|duplicate/i)
    await expectInStep(desk)
    expect((await erasures.erasedAmong(['LOSER-77', 'KEEP-1'])).has('LOSER-77')).toBe(true)
    expect((await erasures.erasedAmong(['KEEP-1'])).size).toBe(0)
  })

  test('reads as absent from its first batch on, stays in step when stopped, and is finished by the same call', async () => {
    const { desk, erasures } = await aPair()

    const first = await erasures.erase('LOSER-77', timeFor(1))
    expect(first.isDone).toBe(false)
    expect(await desk.clients.load('LOSER-77')).toBeUndefined()
    expect((await desk.clients.searchPage('duplicate', { ...page, statuses: ['active'] })).found).toEqual([])
    await expectInStep(desk)
    let isDone = false
    for (let calls = 0; !isDone && calls < 20; calls++)
      isDone = (await erasures.erase('LOSER-77', timeFor(1))).isDone

    expect(JSON.stringify(await desk.dump())).not.toMatch(/loser-77|duplicate/i)
    await expect(erasures.erase('LOSER-77', always)).rejects.toMatchObject({ code: 'client.not-found' })
  })

  test('of a survivor takes the clients merged into it along', async () => {
    const { desk, merges, erasures } = await aPair()
    await merges.merge('LOSER-77', 'KEEP-1', always)

    await expect(erasures.erase('LOSER-77', always)).rejects.toMatchObject({ code: 'client.is-merged' })
    await erasures.erase('KEEP-1', always)

    expect(JSON.stringify(await desk.dump())).not.toMatch(/loser-77|keep-1|anna|keeper/i)
    await expectInStep(desk)
  })

  test('of somebody who is being edited meanwhile still ends', async () => {
    const { desk, erasures } = await aPair()
    const before = await desk.clients.loadWithFacts('LOSER-77')
    let calls = 0
    const hasTime = () => {
      calls += 1
      return true
    }
    const edit = desk.clients.save(
      before,
      revised('LOSER-77', before, { put: [anOrder({ id: 'late' })], channels: [] }),
    )
    await Promise.allSettled([edit, erasures.erase('LOSER-77', { hasTime })])
    await erasures.erase('LOSER-77', always).catch(() => undefined)

    expect(calls).toBeGreaterThan(0)
    expect(JSON.stringify(await desk.dump())).not.toMatch(/loser-77|duplicate/i)
  })
})

const page = { sort: 'name', isDescending: false, limit: 25 } as const
