import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createProductsWorld } from './products-world.ts'

let world: World
let desk: TableWorld
let products: ReturnType<typeof createProductsWorld>
beforeAll(async () => {
  world = await createWorld({ shards: 2 })
  desk = await aBank(world, { clients: 30, shards: 2 })
  products = createProductsWorld(desk)
  await products.send('POST', '/api/products', {
    body: {
      id: 'travel-card',
      name: 'Travel card',
      kind: 'account',
      family: null,
      isAnchor: false,
      launchedOn: null,
      marginRate: null,
      unitCostCents: null,
    },
  })
  await aRunner(desk).run({ runId: 'r1' })
})
afterAll(async () => {
  await world.stop()
})

const problemOf = async (answer: Response) => (await answer.json()) as { code: string; message: string }
const everything = async () => (await desk.dump()).filter(({ pk }) => !pk.startsWith('AUDIT'))

describe('charges', () => {
  const charge = { kind: 'monthly-fee', amountCents: 4_90, from: '2025-01-01', to: '2025-12-31' }
  const add = async (body: object) =>
    products.send('POST', '/api/products/travel-card/charges', {
      body: { version: (await products.product('travel-card')).version, ...body },
    })

  test('follow each other; one that overlaps another is refused and nothing changes', async () => {
    expect((await add(charge)).status).toBe(201)
    const before = await everything()
    const overlaps = await add({ ...charge, from: '2025-12-31', to: null })
    const backwards = await add({ ...charge, from: '2026-02-01', to: '2026-01-01' })

    expect(overlaps.status).toBe(400)
    expect((await problemOf(overlaps)).message).toContain(
      'A charge of this kind holds from 2025-01-01 until 2025-12-31',
    )
    expect((await problemOf(backwards)).code).toBe('charge.ends-before')
    expect(await everything()).toEqual(before)
    expect((await add({ ...charge, kind: 'one-off' })).status).toBe(201)
    expect((await add({ ...charge, amountCents: 5_90, from: '2026-01-01', to: null })).status).toBe(201)
    expect(
      (await products.product('travel-card')).charges.map(({ kind, from, to }) => [kind, from, to]),
    ).toEqual([
      ['monthly-fee', '2026-01-01', null],
      ['monthly-fee', '2025-01-01', '2025-12-31'],
      ['one-off', '2025-01-01', '2025-12-31'],
    ])
  })

  test('end on a day', async () => {
    const { version } = await products.product('travel-card')
    const path = '/api/products/travel-card/charges/monthly-fee/2026-01-01'
    expect((await products.send('PUT', path, { body: { version, to: '2026-02-28' } })).status).toBe(200)

    expect((await products.product('travel-card')).charges[0]).toMatchObject({
      from: '2026-01-01',
      to: '2026-02-28',
    })
  })
})

describe('the lifecycle', () => {
  const set = async (override: object | null) =>
    products.send('PUT', '/api/products/rated/stage', {
      body: { version: (await products.product('rated')).version, override },
    })

  test('follows the rule unless a person says otherwise, until a day', async () => {
    const byRule = (await products.product('rated')).lifecycle
    await set({ stage: 'decline', reason: 'Its supplier closes in May.', until: '2026-05-31' })
    const { lifecycle } = await products.product('rated')

    expect(byRule.rule).toContain('Growth: the whole 80 % interval')
    expect(byRule.history).toHaveLength(12)
    expect(lifecycle).toMatchObject({
      stage: 'decline',
      ruleStage: byRule.stage,
      override: { by: 'steward' },
    })
    expect((await products.list('?stage=decline')).items.map(({ id }) => id)).toContain('rated')
    const later = createProductsWorld(desk, '2026-06-01T12:00:00.000Z')
    expect((await later.product('rated')).lifecycle).toMatchObject({ stage: byRule.stage, override: null })
    expect((await later.product('rated')).lifecycle.pastOverrides).toHaveLength(1)
  })

  test('is the rule’s again when the override is taken back; its history stays', async () => {
    await set(null)
    const { lifecycle } = await products.product('rated')

    expect(lifecycle).toMatchObject({ stage: lifecycle.ruleStage, override: null })
    expect(lifecycle.pastOverrides).toMatchObject([
      { stage: 'decline', reason: 'Its supplier closes in May.' },
    ])
    expect((await set({ stage: 'growth', reason: 'x', until: '2026-03-01' })).status).toBe(400)
  })
})
