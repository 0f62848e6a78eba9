import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import { addFlows, flowsOf, productOfFlow } from '#shared/portfolio/flows'
import { aClient, aLine, anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  await world.stop()
})

/** The live flows of a table, as a recount would name them. */
async function liveFlows(of: TableWorld) {
  const flows: Record<string, Record<string, number>> = {}
  for (const { pk, sk, ...sums } of await of.dump()) {
    if (sk === 'VERSION' || sk === 'CLIENTS') continue
    const portfolio = pk.startsWith('FLOW#') ? sk : undefined
    const product = sk.startsWith('FLOW#') ? `>${sk.slice(5, 9)}>${pk.slice('PRODUCT#'.length)}` : undefined
    const flow = portfolio ?? product
    if (flow === undefined) continue
    flows[flow] ??= {}
    for (const [name, sum] of Object.entries(sums))
      if (sum !== 0) flows[flow][name] = (flows[flow][name] ?? 0) + Number(sum)
  }
  return Object.fromEntries(Object.entries(flows).filter(([, sums]) => Object.keys(sums).length > 0))
}

async function recounted(of: TableWorld) {
  const sum = new Map<string, Map<string, number>>()
  const ids = (await of.dump()).filter((item) => item.sk === 'CLIENT').map((item) => String(item['id']))
  for (const id of ids) addFlows(sum, flowsOf(await of.clients.loadWithFacts(id)))
  const entries = [...sum].map(([flow, sums]) => [
    flow,
    Object.fromEntries([...sums].filter(([, n]) => n !== 0)),
  ])
  return Object.fromEntries(entries.filter(([, sums]) => Object.keys(sums as object).length > 0))
}

describe('the single door', () => {
  test('writes facts, client, search words and flows together, and reads them back unchanged', async () => {
    const desk = await world.createTableWorld()
    const after = aClient('c1', {
      profile: { name: 'Ada Łukasz', email: 'ada@example.org', isPlaceholder: false, channel: 'Web' },
      put: [
        anOrder({
          id: 'o1',
          lines: [aLine({ amountCents: 250 }), aLine({ kind: 'charge', amountCents: 99 })],
        }),
      ],
      channels: ['web'],
    })

    await desk.clients.save(undefined, after)

    const read = await desk.clients.loadWithFacts('c1')
    expect(read?.facts).toEqual(after.facts)
    expect(read?.client).toMatchObject({
      id: 'c1',
      version: 1,
      channelKey: 'web',
      summary: { revenueCents: 349 },
    })
    expect(await liveFlows(desk)).toEqual(await recounted(desk))
    expect(await desk.clients.counts()).toMatchObject({ active: 1 })
    const request = { statuses: ['active'], sort: 'name', isDescending: false, limit: 25 } as const
    const { found } = await desk.clients.searchPage('luk ada', request)
    expect(found.map((one) => one.row.id)).toEqual(['c1'])
  })

  test('splits more facts than fit into consecutive saves, each complete in itself', async () => {
    const desk = await world.createTableWorld()
    const lines = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        aLine({ productId: `p${index % 50}`, amountCents: index + 1 }),
      )
    const orders = Array.from({ length: 150 }, (_, index) =>
      anOrder({ id: `o${index}`, day: `202${4 + (index % 3)}-0${1 + (index % 9)}-11`, lines: lines(3) }),
    )
    const after = aClient('big', { put: [...orders, anOrder({ id: 'long', lines: lines(130) })] })

    await desk.clients.save(undefined, after)

    const read = await desk.clients.loadWithFacts('big')
    expect(read?.facts).toHaveLength(151)
    expect(read?.client.summary.revenueCents).toBe(after.client.summary.revenueCents)
    expect(await liveFlows(desk)).toEqual(await recounted(desk))
  })

  test('moves an order to another day, shortens it, removes it: the flows follow exactly', async () => {
    const desk = await world.createTableWorld()
    const long = Array.from({ length: 90 }, (_, index) => aLine({ productId: `p${index}`, amountCents: 7 }))
    await desk.clients.save(
      undefined,
      aClient('c1', { put: [anOrder({ lines: long }), anOrder({ id: 'o2' })] }),
    )
    for (const revision of [
      { put: [anOrder({ day: '2025-12-31', lines: long.slice(0, 45) })] },
      { put: [anOrder({ day: '2025-12-30', lines: long.slice(0, 3) })] },
      { remove: ['order#o2'] },
    ]) {
      const before = await desk.clients.loadWithFacts('c1')
      await desk.clients.save(before, revised('c1', before, { channels: [], ...revision }))
      expect(await liveFlows(desk)).toEqual(await recounted(desk))
    }
    const read = await desk.clients.loadWithFacts('c1')
    expect(read?.facts.map((fact) => fact.fact === 'order' && [fact.id, fact.lines.length])).toEqual([
      ['o1', 3],
    ])
  })

  test('writes nothing when somebody else changed the client meanwhile', async () => {
    const desk = await world.createTableWorld()
    await desk.clients.save(undefined, aClient('c1', { put: [anOrder()] }))
    const mine = await desk.clients.loadWithFacts('c1')
    const theirs = revised('c1', mine, { put: [anOrder({ id: 'o2' })], channels: [] })
    await desk.clients.save(mine, theirs)
    const before = await desk.dump()

    const late = desk.clients.save(mine, revised('c1', mine, { put: [anOrder({ id: 'o3' })], channels: [] }))

    await expect(late).rejects.toMatchObject({ code: 'client.changed-meanwhile' })
    expect(await desk.dump()).toEqual(before)
  })

  test('saving the same again writes nothing', async () => {
    const desk = await world.createTableWorld()
    await desk.clients.save(undefined, aClient('c1', { put: [anOrder()] }))
    const before = await desk.dump()
    const read = await desk.clients.loadWithFacts('c1')

    await desk.clients.save(read, revised('c1', read, { put: [anOrder()], channels: [] }))

    expect(await desk.dump()).toEqual(before)
  })

  test('several small clients share a transaction and several shards do not mix', async () => {
    const desk = await world.createTableWorld({ shards: 4 })
    const changes = Array.from({ length: 60 }, (_, index) => ({
      before: undefined,
      after: aClient(`c${index}`, { put: [anOrder({ id: `o${index}`, amountCents: index })] }),
    }))
    desk.table.capacity.reset()

    await desk.clients.saveAll(changes)

    expect(await liveFlows(desk)).toEqual(await recounted(desk))
    expect(await desk.clients.counts()).toMatchObject({ active: 60 })
    expect(productOfFlow('>2026>p>1')).toEqual({ year: '2026', productId: 'p>1' })
  })
})

describe('the list of clients', () => {
  test('walks every row once, forwards and backwards, blanks last both ways', async () => {
    const desk = await world.createTableWorld({ shards: 3 })
    const changes = Array.from({ length: 70 }, (_, index) => ({
      before: undefined,
      after: aClient(`c${String(index).padStart(2, '0')}`, {
        profile: { isPlaceholder: false, ...(index % 3 === 0 ? {} : { name: `Name ${index % 10}` }) },
        put: index % 2 === 0 ? [anOrder({ id: `o${index}` })] : [],
      }),
    }))
    await desk.clients.saveAll(changes)

    for (const isDescending of [false, true]) {
      const request = { statuses: ['active', 'prospect'], sort: 'name', isDescending, limit: 11 } as const
      const forwards: string[] = []
      let after: { isBlank: boolean; key: string } | undefined
      for (;;) {
        const page = await desk.clients.page({ ...request, ...(after ? { after } : {}) })
        forwards.push(...page.found.map((one) => one.row.id))
        after = page.found.at(-1)?.place
        if (!page.hasMore) break
      }
      expect(new Set(forwards).size).toBe(70)
      expect(forwards).toHaveLength(70)
      const blanks = new Set(
        changes.filter((_, index) => index % 3 === 0).map(({ after: one }) => one.client.id),
      )
      expect(forwards.slice(-blanks.size).every((id) => blanks.has(id))).toBe(true)

      const backwards: string[] = []
      let before: { isBlank: boolean; key: string } | undefined
      for (;;) {
        const page = await desk.clients.page({
          ...request,
          isBackward: true,
          ...(before ? { after: before } : {}),
        })
        backwards.unshift(...page.found.map((one) => one.row.id))
        before = page.found[0]?.place
        if (!page.hasMore) break
      }
      expect(backwards).toEqual(forwards)
    }
  })
})
