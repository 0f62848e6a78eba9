import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importFiles } from '#functions/imports/import-files'
import { createWorld, type World } from '#tests/harness/world'
import { createFiles, createImportsWorld, type Files, type ImportsWorld } from './imports-world.ts'

let world: World
let files: Files
let runs = 0
beforeAll(async () => {
  world = await createWorld({ services: ['dynamodb', 's3'] })
  files = await createFiles(world)
})
afterAll(async () => {
  await world.stop()
})

const nextId = () => `import-${++runs}`
const desk = (options: { shards?: number; segmentBytes?: number } = {}) =>
  createImportsWorld(world, { files, ...options })

const header = 'order,client,day,product,amount\n'

async function rejectedRows(id: string): Promise<string[][]> {
  return parse((await files.text(importFiles.rejected(id))) ?? '')
}

async function ordersOf({ clients }: ImportsWorld, id: string) {
  const found = await clients.loadWithFacts(id)
  return (found?.facts ?? []).flatMap((fact) =>
    fact.fact === 'order' ? [[fact.id, fact.lines.map(({ amountCents }) => amountCents)]] : [],
  )
}

describe('a file of transactions', () => {
  const content =
    header +
    [
      'o1,c1,2024-01-02,p1,10.00',
      'o1,c1,2024-01-02,p2,2.50',
      'o2,c1,2024-02-30,p1,1',
      'o2,c1,2024-02-28,p1,1',
      'o3,,2024-03-01,p1,1',
      'o3,c2,2024-03-01,p3,1',
      'o4,c2,2024-03-01,,-4.00',
      'o5,c2,2024-03-01',
      '=1+1,c3,2024-03-01,p1,=9',
    ].join('\r\n')

  test('accounts for every row: new ones are stored, bad ones come back with their row, column and reason', async () => {
    const imports = await desk()
    const id = nextId()

    const done = await imports.importFile({ id, kind: 'transactions', content })

    expect(done).toMatchObject({
      status: 'done',
      counts: { read: 9, accepted: 3, updated: 0, unchanged: 0, rejected: 6 },
      placeholders: { clients: 2, products: 3 },
      progress: { done: 9, total: 9, unit: 'rows' },
      runId: `import-${id}`,
    })
    expect(imports.valuations).toEqual([`import-${id}`])
    expect(await ordersOf(imports, 'c1')).toEqual([['o1', [1000, 250]]])
    expect(await ordersOf(imports, 'c2')).toEqual([['o4', [-400]]])
    expect((await rejectedRows(id)).map(([row, column, value]) => [row, column, value])).toEqual([
      ['row', 'column', 'value'],
      ['4', 'day', '2024-02-30'],
      ['5', 'order', 'o2'],
      ['6', 'client', ''],
      ['7', 'order', 'o3'],
      ['9', 'row', 'o5 c2 2024-03-01'],
      ['10', 'amount', "'=9"],
    ])
    expect(done.rejectedSample.map(({ row }) => row)).toEqual([4, 5, 6, 7, 9, 10])
  })

  test('changes nothing when it is imported again, and starts no valuation', async () => {
    const imports = await desk()
    await imports.importFile({ id: nextId(), kind: 'transactions', content })
    const before = await imports.facts()

    const again = await imports.importFile({ id: nextId(), kind: 'transactions', content })

    expect(again.counts).toEqual({ read: 9, accepted: 0, updated: 0, unchanged: 3, rejected: 6 })
    expect(await imports.facts()).toEqual(before)
    expect(imports.valuations).toHaveLength(1)
    expect(again.placeholders).toEqual({ clients: 0, products: 0 })
  })

  test('keeps equal rows, all of them, and changes nothing when its rows are shuffled', async () => {
    const rows = [
      'c1,2024-01-02,5',
      'c1,2024-01-02,5',
      'c2,2024-01-02,0',
      'c1,2024-01-03,5',
      'c2,2024-01-02,0',
    ]
    const imports = await desk()
    const first = await imports.importFile({
      id: nextId(),
      kind: 'transactions',
      content: ['client,date,amount', ...rows].join('\n'),
    })
    const before = await imports.facts()

    const second = await imports.importFile({
      id: nextId(),
      kind: 'transactions',
      content: ['client,date,amount', ...rows.toReversed()].join('\n'),
    })

    expect(first.counts.accepted).toBe(5)
    expect(await ordersOf(imports, 'c1')).toHaveLength(3)
    expect(second.counts).toEqual({ read: 5, accepted: 0, updated: 0, unchanged: 5, rejected: 0 })
    expect(await imports.facts()).toEqual(before)
  })

  test('remembers its mapping for files that begin alike', async () => {
    const imports = await desk()
    const { headerSignature = '' } = await imports.importFile({ id: nextId(), kind: 'transactions', content })

    expect(await imports.deps.imports.remembered(headerSignature)).toMatchObject({
      columns: {
        transactionId: 'order',
        clientId: 'client',
        occurredOn: 'day',
        productId: 'product',
        amount: 'amount',
      },
    })
  })
})

describe('every kind of file', () => {
  const all = {
    products:
      'productId,name,kind,anchor,marginRate,unitCost\np1,Account,account,yes,35%,1.20\np2,Mug,purchase,,,\n',
    clients:
      'clientId,name,email,channel,joinedOn\nc1,Ada,ada@example.org,Web,2020-01-01\nc2,Bo,,Shop,2021-01-01\n',
    holdings:
      'holdingId,clientId,productId,openedOn,closedOn\nh1,c1,p1,2020-01-01,\nh2,c2,p9,2020-01-01,2021-01-01\n',
    engagement: 'clientId,month,channel,logins\nc1,2024-01,web,3\nc1,2024-01,app,4\nc3,2024-01,web,1\n',
    events: 'eventId,clientId,occurredOn,kind\ne1,c1,2024-01-01,Complaint\n',
    spend: 'channel,month,amount\nWeb,2024-01,100.00\nweb,2024-02,50\n',
  } as const

  test('is stored, and a second time changes nothing', async () => {
    const imports = await desk({ shards: 4 })
    const counts: Record<string, unknown> = {}
    for (const kind of ['products', 'clients', 'holdings', 'engagement', 'events', 'spend'] as const)
      counts[kind] = (await imports.importFile({ id: nextId(), kind, content: all[kind] })).counts
    const before = await imports.facts()

    expect(counts).toMatchObject({
      products: { read: 2, accepted: 2 },
      clients: { read: 2, accepted: 2 },
      holdings: { read: 2, accepted: 2 },
      engagement: { read: 3, accepted: 3 },
      events: { read: 1, accepted: 1 },
      spend: { read: 2, accepted: 2 },
    })
    expect(await imports.channels.registered()).toEqual(['web', 'shop'])
    expect((await imports.clients.loadWithFacts('c1'))?.facts).toHaveLength(3)
    expect((await imports.clients.load('c3'))?.profile.isPlaceholder).toBe(true)
    expect(await imports.products.load('p9')).toMatchObject({ isPlaceholder: true })
    expect(await imports.products.load('p1')).toMatchObject({
      name: 'Account',
      isAnchor: true,
      marginRate: 0.35,
    })
    expect(await imports.spend.loadAll()).toMatchObject([
      { channel: 'web', month: '2024-01', amountCents: 10_000 },
      { channel: 'web', month: '2024-02', amountCents: 5_000 },
    ])

    for (const [kind, content] of Object.entries(all)) {
      const again = await imports.importFile({ id: nextId(), kind: kind as keyof typeof all, content })
      expect(again.counts).toMatchObject({
        accepted: 0,
        updated: 0,
        unchanged: again.counts.read,
        rejected: 0,
      })
    }
    expect(await imports.facts()).toEqual(before)
  })

  test('updates what a later file says differently', async () => {
    const imports = await desk()
    for (const kind of ['products', 'clients', 'spend'] as const) {
      await imports.importFile({ id: nextId(), kind, content: all[kind] })
      const changed = all[kind].replace('Mug', 'Cup').replace('Ada', 'Ada L.').replace('100.00', '101')
      const { counts } = await imports.importFile({ id: nextId(), kind, content: changed })
      expect(counts).toMatchObject({ accepted: 0, updated: 1, unchanged: 1 })
    }
  })
})
