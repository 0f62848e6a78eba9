import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClientWithFacts } from '#shared/client/client'
import { shardOf } from '#shared/kernel/ids'
import { activityWindow, fitModels } from '#shared/pipeline/fit'
import { addSummary, emptySummary, summarise } from '#shared/pipeline/summarise'
import { defaultSettings, DRAWS } from '#shared/portfolio/context'
import { aCatalogue } from '#tests/builders/context'
import { aClient, anOrder } from '#tests/builders/facts'
import { buyers, holders } from '#tests/builders/lively'
import { aRandomClient } from '#tests/builders/portfolio'

const asOf = '2026-03-14'
const context = { asOf, settings: defaultSettings, catalogue: aCatalogue }
const people = [
  ...fc.sample(aRandomClient(asOf, { most: 9, after: 60 }), { numRuns: 30, seed: 3 }),
  ...buyers(160, asOf),
  ...holders(60, asOf),
]

function summaryOf(clients: readonly ClientWithFacts[]) {
  const summary = emptySummary()
  for (const client of clients) summarise(summary, client, context)
  return summary
}

function inShards(count: number) {
  const together = emptySummary()
  for (let shard = count - 1; shard >= 0; shard--)
    addSummary(
      together,
      summaryOf(people.filter(({ client }) => shardOf(client.id, count) === shard).reverse()),
    )
  return together
}

describe('what the models are fitted to', () => {
  test('is the same for any number of shards and any order of the clients', () => {
    const { loss, purchases, ...whole } = summaryOf(people)

    for (const count of [1, 2, 4]) {
      const { loss: rows, purchases: kept, ...counts } = inShards(count)
      expect(counts).toEqual(whole)
      expect(rows.rows).toHaveLength(loss.rows.length)
      expect(kept.rows).toHaveLength(purchases.rows.length)
    }
  })

  test('gives the same models, cuts and draws for any number of shards and any order of the clients', () => {
    const whole = fitModels(summaryOf(people))

    expect(whole.draws).toHaveLength(DRAWS)
    expect(whole.models.loss?.refits.length).toBeGreaterThan(0)

    expect(fitModels(inShards(4))).toEqual(whole)
  })

  test('counts histories from the first purchase day, days once, and nothing after the as-of day', () => {
    const order = (id: string, day: string) => anOrder({ id, day, amountCents: 10_00 })
    const put = [
      order('a', '2026-03-01'),
      order('b', '2026-03-01'),
      order('c', '2026-03-04'),
      order('later', '2026-03-20'),
    ]

    const summary = summaryOf([aClient('c', { put }), aClient('future', { put: [order('x', '2026-04-01')] })])

    expect(summary).toMatchObject({
      clients: 1,
      histories: { '1,3,13': 1 },
      spends: { '1,1000': 1 },
      gaps: { 3: 1 },
      recency: { 10: 1 },
      frequency: { 2: 1 },
      money: { 3000: 1 },
      firstPurchases: 1,
      firstSpendCents: 20_00,
    })
  })
})

describe('the activity window', () => {
  test.each([
    [{ 10: 8, 300: 2 }, 30],
    [{ 10: 7, 50: 1, 300: 2 }, 60],
    [{ 31: 79, 91: 21 }, 180],
    [{ 400: 10 }, 365],
    [{}, 90],
  ])('is the smallest listed one that covers 80 % of the gaps %j: %i days', (gaps, days) => {
    expect(activityWindow(gaps as Record<string, number>)).toBe(days)
  })
})
