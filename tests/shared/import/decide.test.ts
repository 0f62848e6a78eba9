import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClientWithFacts } from '#shared/client/client'
import { revised } from '#shared/client/change'
import { decide } from '#shared/import/decide'
import { decideProducts, statedProducts } from '#shared/import/decide-catalogue'
import { groupByClient } from '#shared/import/group'
import type { NumberedRow, Spoilers } from '#shared/import/stated'
import type { TypedRow } from '#shared/import/typed-row'
import { aLine } from '#tests/builders/facts'

const unspoilt: Spoilers = { badLines: [], orphans: new Set() }

function sale(
  amountCents: number,
  more: { transactionId?: string; occurredOn?: string; clientId?: string } = {},
): TypedRow {
  return {
    kind: 'transactions',
    clientId: 'c1',
    occurredOn: '2024-05-06',
    line: aLine({ amountCents }),
    ...more,
  }
}

const numbered = (rows: readonly TypedRow[]): NumberedRow[] =>
  rows.map((value, index) => ({ row: index + 2, value }))

/** Imports rows into a client that is held in memory. */
function importInto(before: ClientWithFacts | undefined, rows: readonly TypedRow[], importId = 'i1') {
  const [group] = groupByClient(numbered(rows), unspoilt)
  if (!group) throw new Error('Impossible: no client')
  const decision = decide(group, before, importId)
  const { profile, put } = decision
  const isChanged = profile !== undefined || put.length > 0
  const after = isChanged
    ? revised(group.clientId, before, { put, channels: [], ...(profile ? { profile } : {}) })
    : before
  const { accepted, updated, unchanged } = decision
  return { after, counts: { accepted, updated, unchanged }, rejects: group.rejects, decision }
}

const amounts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 })

describe('rows without a number of their own', () => {
  test('are all kept when equal, and a repeated file changes nothing, in any order of its rows', () => {
    fc.assert(
      fc.property(amounts, fc.infiniteStream(fc.nat()), (cents, dice) => {
        const rows = cents.map((one) => sale(one))
        const first = importInto(undefined, rows)
        const shuffled = rows.toSorted(() => (dice.next().value % 2 === 0 ? 1 : -1))
        const second = importInto(first.after, shuffled, 'i2')

        expect(first.after?.facts).toHaveLength(cents.length)
        expect(first.counts).toEqual({ accepted: cents.length, updated: 0, unchanged: 0 })
        expect(second.decision.put).toEqual([])
        expect(second.counts).toEqual({ accepted: 0, updated: 0, unchanged: cents.length })
      }),
    )
  })

  test('add only what a longer file has more', () => {
    const first = importInto(undefined, [sale(1), sale(1)])
    const second = importInto(first.after, [sale(1), sale(1), sale(1), sale(2)], 'i2')

    expect(second.counts).toEqual({ accepted: 2, updated: 0, unchanged: 2 })
  })
})

describe('rows of one transaction', () => {
  test('are the lines of one order, the same whatever their order in the file', () => {
    const lines = [3, 1, 2, 2].map((one) => sale(one, { transactionId: 'o1' }))
    const first = importInto(undefined, lines)
    const second = importInto(first.after, lines.toReversed(), 'i2')

    expect(first.after?.facts).toHaveLength(1)
    expect(first.counts.accepted).toBe(4)
    expect(second.counts).toEqual({ accepted: 0, updated: 0, unchanged: 4 })
  })

  test('replace the stored order when they say something else, its day included', () => {
    const first = importInto(undefined, [sale(1, { transactionId: 'o1' }), sale(2, { transactionId: 'o1' })])
    const moved = importInto(first.after, [sale(1, { transactionId: 'o1', occurredOn: '2024-06-01' })], 'i2')

    expect(moved.counts).toEqual({ accepted: 0, updated: 1, unchanged: 0 })
    expect(moved.after?.facts).toMatchObject([
      { id: 'o1', day: '2024-06-01', lines: [{ amountCents: 1 }], source: { importId: 'i2', how: 'update' } },
    ])
  })

  test('are all rejected with one bad line, with a line that names no client, and with two days', () => {
    const rows = numbered([
      sale(1, { transactionId: 'bad' }),
      sale(1, { transactionId: 'orphan' }),
      sale(1, { transactionId: 'days' }),
      sale(2, { transactionId: 'days', occurredOn: '2024-06-01' }),
      sale(1, { transactionId: 'good' }),
    ])
    const badLines = [{ row: 99, clientId: 'c1', transactionId: 'bad' }]
    const [group] = groupByClient(rows, { badLines, orphans: new Set(['orphan']) })

    expect(group?.facts.map(({ fact }) => 'id' in fact && fact.id)).toEqual(['good'])
    expect(group?.rejects.map(({ row, reason }) => [row, reason])).toEqual([
      [2, 'Row 99 of the same transaction cannot be read.'],
      [3, 'Another row of the same transaction names no client.'],
      [4, 'The rows of one transaction name different days.'],
      [5, 'The rows of one transaction name different days.'],
    ])
  })
})

describe('an import that was stopped and goes on', () => {
  test('counts what it wrote itself as it did then', () => {
    const first = importInto(undefined, [sale(1, { transactionId: 'o1' })], 'i1')
    const update = importInto(
      first.after,
      [sale(2, { transactionId: 'o1' }), sale(3, { transactionId: 'o2' })],
      'i2',
    )
    const again = importInto(
      update.after,
      [sale(2, { transactionId: 'o1' }), sale(3, { transactionId: 'o2' })],
      'i2',
    )

    expect(update.counts).toEqual({ accepted: 1, updated: 1, unchanged: 0 })
    expect(again.decision.put).toEqual([])
    expect(again.counts).toEqual(update.counts)
  })

  test('finishes an order it wrote in part, which stays new', () => {
    const lines = [1, 2, 3].map((one) => sale(one, { transactionId: 'o1' }))
    const part = importInto(undefined, lines.slice(0, 2))
    const whole = importInto(part.after, lines)

    expect(whole.counts).toEqual({ accepted: 3, updated: 0, unchanged: 0 })
    expect(whole.after?.facts).toMatchObject([{ lines: [{}, {}, {}], source: { how: 'new' } }])
  })

  test('knows the placeholders it made', () => {
    const first = importInto(undefined, [sale(1)])
    expect(first.decision.isOwnPlaceholder).toBe(true)
    expect(importInto(first.after, [sale(1)]).decision.isOwnPlaceholder).toBe(true)
    expect(importInto(first.after, [sale(1)], 'i2').decision.isOwnPlaceholder).toBe(false)
  })
})

describe('a profile', () => {
  const row = (profile: object): TypedRow => ({ kind: 'clients', clientId: 'c1', profile })

  test('fills a placeholder as something new, and keeps what a later file leaves empty', () => {
    const placeholder = importInto(undefined, [sale(1)])
    const named = importInto(placeholder.after, [row({ name: 'Ada', region: 'Bern' })], 'i2')
    const moved = importInto(named.after, [row({ region: 'Basel' })], 'i3')

    expect(named.counts).toEqual({ accepted: 1, updated: 0, unchanged: 0 })
    expect(moved.counts).toEqual({ accepted: 0, updated: 1, unchanged: 0 })
    expect(moved.after?.client.profile).toMatchObject({ name: 'Ada', region: 'Basel', isPlaceholder: false })
    expect(importInto(moved.after, [row({ region: 'Basel' })], 'i4').counts.unchanged).toBe(1)
  })

  test('stated twice alike counts twice; stated in two ways is rejected in both, whichever comes first', () => {
    expect(importInto(undefined, [row({ name: 'Ada' }), row({ name: 'Ada' })]).counts.accepted).toBe(2)
    const rows = [row({ name: 'Ada' }), row({ name: 'Bo' })]
    for (const order of [rows, rows.toReversed()]) {
      const [group] = groupByClient(numbered(order), unspoilt)
      expect(group?.profile).toBeUndefined()
      expect(group?.rejects.map(({ row: number }) => number)).toEqual([2, 3])
    }
  })
})

describe('an engagement month', () => {
  const row = (channel: string, logins: number): TypedRow => ({
    kind: 'engagement',
    clientId: 'c1',
    month: '2024-05',
    channel,
    counts: { logins },
  })

  test('keeps the channels of other files and counts each channel by itself', () => {
    const web = importInto(undefined, [row('web', 1)])
    const both = importInto(web.after, [row('web', 1), row('app', 2)], 'i2')

    expect(both.counts).toEqual({ accepted: 1, updated: 0, unchanged: 1 })
    expect(both.after?.facts).toMatchObject([{ channels: { web: { logins: 1 }, app: { logins: 2 } } }])
  })
})

describe('products', () => {
  test('fill placeholders, keep what is left empty, and contradict each other within a file', () => {
    const rejects: Parameters<typeof statedProducts>[1] = []
    const entry = (productId: string, name: string): TypedRow => ({
      kind: 'products',
      productId,
      entry: { name },
    })
    const stated = statedProducts(numbered([entry('b', 'B'), entry('a', 'A'), entry('a', 'Z')]), rejects)
    const known = {
      id: 'b',
      version: 3,
      name: 'b',
      family: 'f',
      kind: 'purchase',
      isAnchor: false,
      isPlaceholder: true,
    } as const
    const { put, accepted } = decideProducts(stated, new Map([['b', known]]), 'i1')

    expect(rejects.map(({ row }) => row)).toEqual([3, 4])
    expect(accepted).toBe(1)
    expect(put).toEqual([
      { ...known, name: 'B', isPlaceholder: false, source: { importId: 'i1', how: 'new' } },
    ])
    expect(decideProducts(stated, new Map([['b', put[0] ?? known]]), 'i2')).toMatchObject({
      unchanged: 1,
      put: [],
    })
  })
})
