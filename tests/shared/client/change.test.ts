import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { revised, summaryOf } from '#shared/client/change'
import { channelKeyOf, listStatus, OTHER_CHANNEL, UNATTRIBUTED } from '#shared/client/client'
import { factIdentity } from '#shared/client/facts'
import { acquiredOn } from '#shared/client/purchase-days'
import { aClient, aHolding, aLine, anOrder } from '#tests/builders/facts'
import { aFact } from '#tests/builders/portfolio'

const options = { seed: 20_261_122, numRuns: 100 }
const someFacts = fc.array(aFact('2026-03-14'), { maxLength: 12 })

describe('a revision', () => {
  test('keeps one fact of each identity, the one that came last', () => {
    fc.assert(
      fc.property(someFacts, someFacts, (first, second) => {
        const before = revised('c', undefined, { put: first, channels: [] })

        const after = revised('c', before, { put: second, channels: [] })

        const last = new Map([...first, ...second].map((fact) => [factIdentity(fact), fact]))
        expect(new Map(after.facts.map((fact) => [factIdentity(fact), fact]))).toEqual(last)
        expect(after.facts).toHaveLength(last.size)
      }),
      options,
    )
  })

  test('that repeats what is there changes nothing, and what is put can be removed again', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const before = revised('c', undefined, { put: facts, channels: [] })

        expect(revised('c', before, { put: before.facts, channels: [] })).toEqual(before)
        const emptied = revised('c', before, { remove: before.facts.map(factIdentity), channels: [] })
        expect(emptied.facts).toEqual([])
        expect(emptied.client.summary).toEqual({ items: 0, orders: 0, revenueCents: 0 })
      }),
      options,
    )
  })

  test('moves the channel key only with the channel: a later registration moves no flows', () => {
    const profile = { isPlaceholder: false, channel: 'Fair' }
    const first = aClient('c', { profile, channels: ['web'] })

    const renamed = revised('c', first, { profile: { ...profile, name: 'Ada' }, channels: ['web', 'fair'] })
    const moved = revised('c', first, { profile: { ...profile, channel: 'Web ' }, channels: ['web', 'fair'] })

    expect([first, renamed, moved].map(({ client }) => client.channelKey)).toEqual([
      OTHER_CHANNEL,
      OTHER_CHANNEL,
      'web',
    ])
    expect(channelKeyOf('', ['web'])).toBe(UNATTRIBUTED)
  })
})

describe('the summary', () => {
  test('adds up revenue without volumes and finds the first and last own day, whatever the order of facts', () => {
    const orders = [
      anOrder({ id: 'fee', day: '2024-01-01', lines: [aLine({ kind: 'charge', amountCents: 5_00 })] }),
      anOrder({ id: 'use', day: '2025-01-01', lines: [aLine({ kind: 'activity', amountCents: 900_00 })] }),
      anOrder({ id: 'buy', day: '2025-06-01', lines: [aLine({ amountCents: 20_00 })] }),
      anOrder({ id: 'back', day: '2026-01-01', lines: [aLine({ kind: 'refund', amountCents: -20_00 })] }),
    ]
    const expected = {
      items: 4,
      orders: 4,
      revenueCents: 5_00,
      firstOwnDay: '2025-01-01',
      lastOwnDay: '2025-06-01',
      firstPurchaseDay: '2025-06-01',
    }

    expect(summaryOf(orders, 4)).toEqual(expected)
    expect(summaryOf([...orders].reverse(), 4)).toEqual(expected)
  })
})

describe('a client counts as acquired', () => {
  const bought = anOrder({ day: '2025-05-05' })

  test.each([
    ['when it joined', '2025-01-01', [bought], '2025-01-01'],
    ['with its first purchase where it joined only later', '2026-01-01', [bought], '2025-05-05'],
    ['with its first relationship', undefined, [bought, aHolding({ openedOn: '2024-02-29' })], '2024-02-29'],
    ['never by being charged', undefined, [anOrder({ lines: [aLine({ kind: 'charge' })] })], undefined],
  ] as const)('%s', (_, joinedOn, facts, expected) => {
    expect(acquiredOn(joinedOn, facts)).toBe(expected)
  })
})

describe('the status in a list', () => {
  const placed = { isPlaceholder: false }
  const score = { status: 'dormant' as const }

  test.each([
    ['prospect without any own action', {}, undefined, 'prospect'],
    ['closed by its day', { closedOn: '2026-01-01' }, score, 'closed'],
    ['as declared where restricted', { declaredStatus: 'restricted' as const }, score, 'restricted'],
    ['as scored where declared active', { declaredStatus: 'active' as const }, score, 'dormant'],
  ] as const)('is %s', (_, profile, scored, expected) => {
    const { client } = aClient('c', { profile: { ...placed, ...profile } })

    // Only the status of the score is read -- because the list shows no other part of it here.
    expect(
      listStatus({ ...client, ...(scored ? { score: scored as typeof client.score & object } : {}) }),
    ).toBe(expected)
  })
})
