import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClientWithFacts } from '#shared/client/client'
import { factDay } from '#shared/client/facts'
import { shardOf } from '#shared/kernel/ids'
import type { Context } from '#shared/portfolio/context'
import { addInto, type Contribution, keyParts } from '#shared/portfolio/contribution'
import { sumsOf } from '#shared/portfolio/snapshot'
import { value } from '#shared/portfolio/value'
import { aContext } from '#tests/builders/context'
import { aFact, aRandomClient } from '#tests/builders/portfolio'
import { naivePortfolio } from '#tests/harness/naive-portfolio'

const asOfDays = ['2026-03-14', '2026-02-28', '2024-02-29', '2025-12-31', '2026-01-01']
const aPortfolio = fc
  .constantFrom(...asOfDays)
  .chain((asOf) =>
    fc.record({ asOf: fc.constant(asOf), clients: fc.array(aRandomClient(asOf), { maxLength: 8 }) }),
  )

function sumOf(clients: readonly ClientWithFacts[], context: Context): Contribution {
  const sum: Contribution = new Map()
  for (const client of clients) addInto(sum, value(client, context).contribution)
  return sum
}

const predictedIndexes: Record<string, readonly number[]> = {
  state: [6, 10, 11],
  cohort: [2],
  flow: [],
  churn: [],
  group: [],
  life: [],
}

/** The two kinds of numbers of a sum: those that must be equal, and those that come from a model. */
function split(sums: Readonly<Record<string, readonly number[]>>) {
  const counted: Record<string, number[]> = {}
  const predicted: Record<string, number[]> = {}
  for (const [key, amounts] of Object.entries(sums)) {
    const [table = ''] = keyParts(key)
    const indexes = predictedIndexes[table]
    if (!indexes) continue
    counted[key] = amounts.map((amount, index) => (indexes.includes(index) ? 0 : amount))
    if (indexes.length > 0) predicted[key] = indexes.map((index) => amounts[index] ?? 0)
  }
  return { counted, predicted }
}

describe('the sum of the contributions', () => {
  test('is what counting client by client and day by day gives, for any portfolio', () => {
    fc.assert(
      fc.property(aPortfolio, ({ asOf, clients }) => {
        const context = aContext({ asOf })

        const fast = split(sumsOf(sumOf(clients, context)))
        const slow = split(naivePortfolio(clients, context))

        expect(fast.counted).toEqual(slow.counted)
        for (const [key, amounts] of Object.entries(fast.predicted))
          for (const [index, amount] of amounts.entries())
            // Tabulated forecasts differ by 1e-9 relative: a cent per client where rounding sits on the edge.
            expect(Math.abs(amount - slow.predicted[key]![index]!)).toBeLessThanOrEqual(clients.length)
      }),
      { seed: 1, numRuns: 40 },
    )
  })

  test('consists of integers only, so that it is exact in any order', () => {
    fc.assert(
      fc.property(aRandomClient('2026-03-14'), (client) => {
        for (const amounts of value(client, aContext()).contribution.values())
          expect(amounts.every((amount) => Number.isSafeInteger(amount) && !Object.is(amount, -0))).toBe(true)
      }),
      { seed: 2, numRuns: 60 },
    )
  })

  test('is the same for one, two and four shards, whatever the order', () => {
    const context = aContext()
    fc.assert(
      fc.property(fc.array(aRandomClient('2026-03-14', { most: 8 }), { maxLength: 6 }), (clients) => {
        const whole = sumsOf(sumOf(clients, context))

        for (const shards of [2, 4]) {
          const parts = Array.from({ length: shards }, (_, shard) =>
            sumOf(clients.filter(({ client }) => shardOf(client.id, shards) === shard).reverse(), context),
          )
          const together: Contribution = new Map()
          for (const part of parts.reverse()) addInto(together, part)
          expect(sumsOf(together)).toEqual(whole)
        }
      }),
      { seed: 3, numRuns: 15 },
    )
  })
})

describe('the value of a client', () => {
  test('is not changed by what happens after the as-of day', () => {
    const asOf = '2025-09-30'
    const context = aContext({ asOf })
    // A status without a day is today's word on the client, so dated ones are not mixed with it.
    const aClient = aRandomClient(asOf, { after: 0 }).filter(
      ({ client }) => client.profile.declaredStatus === undefined,
    )
    const later = fc.array(
      aFact('2027-06-01', 0).filter((fact) => factDay(fact) > asOf && !(fact.fact === 'engagement')),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(aClient, later, (client, facts) => {
        const renamed = facts.map((fact) => ('id' in fact ? { ...fact, id: `later-${fact.id}` } : fact))

        const before = value(client, context)
        const after = value({ ...client, facts: [...client.facts, ...renamed] }, context)

        expect(after.score).toEqual(before.score)
        expect(sumsOf(after.contribution)).toEqual(sumsOf(before.contribution))
      }),
      { seed: 4, numRuns: 60 },
    )
  })

  test('is the same each time and leaves the client as it was', () => {
    fc.assert(
      fc.property(aRandomClient('2026-03-14'), (client) => {
        const copy = structuredClone(client)

        const first = value(client, aContext())
        const second = value(copy, aContext())

        expect(client).toEqual(copy)
        expect(second).toEqual(first)
      }),
      { seed: 5, numRuns: 20 },
    )
  })
})
