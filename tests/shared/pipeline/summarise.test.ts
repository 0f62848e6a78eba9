import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClientWithFacts } from '#shared/client/client'
import { shardOf } from '#shared/kernel/ids'
import { activityWindow, calibratedModels, fitModels } from '#shared/pipeline/fit'
import { addSummary, emptySummary, summarise } from '#shared/pipeline/summarise'
import { defaultSettings, DRAWS } from '#shared/portfolio/context'
import { createRandom } from '#shared/numeric/random'
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

describe('the model without leaving', () => {
  const random = createRandom(3)
  const steady = Object.entries(
    Object.groupBy(
      Array.from({ length: 400 }, () => {
        const T = 100 + Math.floor(200 * random.next())
        const rate = 0.03 * random.gamma(1)
        const days = new Set<number>()
        for (let time = random.exponential() / rate; time < T; time += random.exponential() / rate)
          days.add(Math.ceil(time))
        return `${days.size},${Math.max(0, ...days)},${T}`
      }),
      (key) => key,
    ),
  ).map(([key, same]) => [key, same?.length ?? 0] as const)
  const summary = { ...emptySummary(), histories: Object.fromEntries(steady), firstPurchases: 400 }

  test('values clients where the purchases do not show that any leave, and says so', () => {
    const { models, reason, fits } = fitModels({ ...summary, firstSpendCents: 400_000 })

    expect(models.purchases?.model).toBe('nbd')
    expect(models.chance).toBeUndefined()
    expect(models.purchasesWithheld).toBeUndefined()
    expect(reason).toBe('The purchases do not show that clients leave, so no leaving is assumed.')
    expect(fits.find(({ isChosen }) => isChosen)?.model).toBe('nbd')
  })
})

describe('intervals that the back-test corrected', () => {
  const draw = { purchases: { r: 1 } }
  const plain = { models: {}, draws: Array.from({ length: 50 }, () => draw) }
  const levels = { low80: 0.08, high80: 0.93, low95: 0.02, high95: 0.99 }

  test('move every draw by what the model may be off', () => {
    const { models, draws } = calibratedModels(plain, { levels, modelError: 0.12 })
    const logs = draws.map(({ level }) => Math.log(level ?? 1)).sort((left, right) => left - right)

    expect(models.intervals).toEqual({ levels, modelError: 0.12 })
    // Φ⁻¹(.99) × .12
    expect(logs.at(-1)).toBeCloseTo(0.2792, 3)
    expect(logs[0]).toBeCloseTo(-0.2792, 3)
  })

  test('stay as simulated where no test was possible', () => {
    expect(calibratedModels(plain, undefined)).toEqual(plain)
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
