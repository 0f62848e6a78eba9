import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AuditEvent } from '#shared/audit/audit.schema'
import { type AuditStore, createAuditStore } from '#functions/store/audit.store'
import { auditHeadKey, auditKey } from '#functions/store/keys'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

let site: TableWorld
let audit: AuditStore
beforeEach(async () => {
  site = await world.createTableWorld()
  audit = createAuditStore({
    table: site.table,
    secret: 'a secret',
    shards: 1,
    sleep: () => Promise.resolve(),
  })
})

const anEvent = (overrides: Partial<AuditEvent> = {}): AuditEvent => ({
  at: '2026-03-01T10:00:00.000Z',
  action: 'client.edited',
  outcome: 'done',
  actor: { id: 'u1', role: 'steward', via: 'session' },
  subject: { kind: 'run', id: 'R-1' },
  details: { fields: ['name'], count: 1 },
  requestId: 'r1',
  ...overrides,
})
const onDay = (day: number) => anEvent({ at: `2026-03-${String(day).padStart(2, '0')}T09:00:00.000Z` })

async function rewrite(day: string, seq: number, change: Record<string, unknown>) {
  const key = auditKey(day, 0, seq)
  const Item = { ...(await site.table.get(key)), ...key, ...change }
  await site.client.send(new PutCommand({ TableName: site.table.name, Item }))
}

describe('the audit trail', () => {
  test('chains every entry to the one before it, over the end of a day', async () => {
    const first = await audit.append(onDay(1))
    const second = await audit.append(onDay(1))
    const later = await audit.append(onDay(4))

    expect([first.prev, second.prev, later.prev]).toEqual(['genesis', first.hash, second.hash])
    expect([first.seq, second.seq, later.seq]).toEqual([1, 2, 3])
    expect(await audit.verifyDay('2026-03-01')).toEqual({ day: '2026-03-01', count: 2, breaks: [] })
    expect(await audit.verifyDay('2026-03-04')).toEqual({ day: '2026-03-04', count: 1, breaks: [] })
    expect(await audit.verifyDay('2026-03-02')).toEqual({ day: '2026-03-02', count: 0, breaks: [] })
  })

  test('keeps one unbroken chain when thirty write at once', async () => {
    const patient = createAuditStore({ table: site.table, secret: 'a secret', shards: 1 })
    const written = await Promise.all(Array.from({ length: 30 }, () => patient.append(anEvent())))

    expect(written.map(({ seq }) => seq).sort((one, other) => one - other)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1),
    )
    expect(await audit.verifyDay('2026-03-01')).toMatchObject({ count: 30, breaks: [] })
  })

  test.each([
    ['another person', { actor: { id: 'u2', role: 'steward', via: 'session' } }],
    ['another action', { action: 'client.read' }],
    ['another outcome', { outcome: 'refused' }],
    ['another subject', { subject: { kind: 'client', id: 'C-2' } }],
    ['another detail', { details: { fields: ['name'], count: 2 } }],
    ['another time', { at: '2026-03-01T10:00:00.001Z' }],
    ['another request', { requestId: 'r2' }],
  ])('says where an entry was rewritten to name %s', async (_, change) => {
    for (let count = 0; count < 3; count++) await audit.append(anEvent())
    await rewrite('2026-03-01', 2, change)

    const { breaks } = await audit.verifyDay('2026-03-01')

    expect(breaks).toEqual([{ shard: 0, seq: 2, reason: 'It was changed after it was written.' }])
  })

  test('says so when an entry was rewritten with a hash that fits it', async () => {
    const [one] = [await audit.append(anEvent()), await audit.append(anEvent())]
    const forged = createAuditStore({ table: (await world.createTableWorld()).table, secret: 's', shards: 1 })
    const { hash } = await forged.append(anEvent({ requestId: 'forged' }))
    expect(hash).not.toBe(one.hash)
    await rewrite('2026-03-01', 1, { requestId: 'forged', hash })

    const { breaks } = await audit.verifyDay('2026-03-01')

    expect(breaks).toEqual([{ shard: 0, seq: 2, reason: 'It does not follow the entry before it.' }])
  })

  test('misses an entry that was taken out, wherever it stood', async () => {
    for (let count = 0; count < 4; count++) await audit.append(anEvent())
    const without = async (seq: number) => {
      await site.table.transact([{ Delete: { Key: auditKey('2026-03-01', 0, seq) } }])
      return (await audit.verifyDay('2026-03-01')).breaks.map(({ reason }) => reason)
    }

    expect(await without(2)).toEqual(['Entries 2 to 2 are missing.'])
    expect(await without(4)).toEqual(['Entries 2 to 2 are missing.', 'The last entries are missing.'])
    expect(await without(1)).toContain('Entries 1 to 2 are missing.')
  })

  test('notices that the day before was rewritten as a whole, its end included', async () => {
    await audit.append(onDay(1))
    await audit.append(onDay(2))
    const key = auditHeadKey('2026-03-01', 0)
    const Item = { ...(await site.table.get(key)), ...key, hash: 'another' }
    await site.client.send(new PutCommand({ TableName: site.table.name, Item }))

    expect((await audit.verifyDay('2026-03-02')).breaks).toEqual([
      { shard: 0, seq: 2, reason: 'It does not follow the entry before it.' },
    ])
  })

  test('never goes back in time inside a chain, though a clock may', async () => {
    await audit.append(onDay(2))
    const late = await audit.append(onDay(1))

    expect(late).toMatchObject({ day: '2026-03-02', at: '2026-03-02T09:00:00.000Z' })
    expect((await audit.verifyDay('2026-03-02')).breaks).toEqual([])
  })

  test('keeps nothing that looks like a name or an address, only what stands for it', async () => {
    const written = await audit.append(
      anEvent({
        subject: { kind: 'client', id: 'ada@example.com' },
        details: { fields: ['name', 'Ada Lovelace'], note: 'call Ada', size: 3 },
      }),
    )

    expect(JSON.stringify(await site.dump())).not.toMatch(/ada/i)
    expect(written.subject?.id).toBe(audit.pseudonymOf('ADA@example.com '))
    expect(written.details).toMatchObject({ fields: ['name', expect.stringMatching(/^~/)], size: 3 })
  })
})

describe('the trail of a client', () => {
  test('never holds its id, so that an erased client leaves only what stands for it', async () => {
    const written = await audit.append(anEvent({ subject: { kind: 'client', id: 'C-00034' } }))

    expect(written.subject?.id).toBe(audit.pseudonymOf('C-00034'))
    expect(JSON.stringify(await site.dump())).not.toContain('C-00034')
  })
})
