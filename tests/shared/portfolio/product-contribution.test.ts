import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClientWithFacts } from '#shared/client/client'
import { revised } from '#shared/client/change'
import { add, type Contribution, flowMeasures, keyParts, subtract } from '#shared/portfolio/contribution'
import { flowsOf, productOfFlow } from '#shared/portfolio/flows'
import { productContribution } from '#shared/portfolio/product-contribution'
import {
  productKeyParts,
  productMonthMeasures,
  productPeriodMeasures,
  periodSlots,
} from '#shared/portfolio/product-measures'
import { value } from '#shared/portfolio/value'
import { aContext } from '#tests/builders/context'
import { aClient, aHolding, aLine, anOrder } from '#tests/builders/facts'
import { aFact, aRandomClient } from '#tests/builders/portfolio'

const asOf = '2026-03-14'
const context = aContext({ asOf })

/** Sum of a measure over every product, by month and by period slot. */
function overProducts(contribution: Contribution, measure: 'revenue' | 'margin' | 'charges') {
  const sums = new Map<string, number>()
  const add = (when: string, amount: number) => sums.set(when, (sums.get(when) ?? 0) + amount)
  for (const [key, amounts] of contribution) {
    const { level, table } = productKeyParts(key)
    if (level !== 'product') continue
    if (table === 'months')
      context.months.forEach((month, index) =>
        add(
          `month:${month}`,
          amounts[index * productMonthMeasures.length + productMonthMeasures.indexOf(measure)]!,
        ),
      )
    if (table === 'periods')
      context.periods.forEach(({ name }, period) =>
        periodSlots.forEach((slot, offset) =>
          add(
            `${name}:${slot}`,
            amounts[
              (period * 3 + offset) * productPeriodMeasures.length + productPeriodMeasures.indexOf(measure)
            ]!,
          ),
        ),
      )
  }
  return nonZero(sums)
}

function ofPortfolio(client: ClientWithFacts, measure: 'revenue' | 'margin' | 'charges') {
  const sums = new Map<string, number>()
  for (const [key, amounts] of value(client, context).contribution) {
    const [table, when = ''] = keyParts(key)
    if (table === 'flow') sums.set(when, (sums.get(when) ?? 0) + amounts[flowMeasures.indexOf(measure)]!)
  }
  return nonZero(sums)
}

const nonZero = (sums: Map<string, number>) =>
  Object.fromEntries([...sums].filter(([, amount]) => amount !== 0).sort())

const edit = fc.array(aFact(asOf), { minLength: 1, maxLength: 4 })

describe('figures of products', () => {
  test('add up to the portfolio for every month and every listed period, before and after any edit', () => {
    fc.assert(
      fc.property(aRandomClient(asOf), edit, (before, put) => {
        const after = revised(before.client.id, before, { put, channels: ['web', 'branch'] })
        for (const client of [before, after])
          for (const measure of ['revenue', 'margin', 'charges'] as const)
            expect(overProducts(productContribution(client, context), measure)).toEqual(
              ofPortfolio(client, measure),
            )
      }),
      { seed: 7, numRuns: 60 },
    )
  })

  test('move in the live flows so that they add up to the live portfolio, month by month, after any edit', () => {
    fc.assert(
      fc.property(aRandomClient(asOf), edit, (before, put) => {
        const after = revised(before.client.id, before, { put, channels: ['web', 'branch'] })
        const byProducts = new Map<string, number>()
        const byPortfolio = new Map<string, number>()
        for (const [flow, sums] of flowsOf(after))
          for (const [name, amount] of sums) {
            if (!name.startsWith('revenue')) continue
            const product = productOfFlow(flow)
            const into = product ? byProducts : byPortfolio
            const month = `${product?.year ?? flow.slice(0, 4)}${name}`
            into.set(month, (into.get(month) ?? 0) + amount)
          }
        expect(nonZero(byProducts)).toEqual(nonZero(byPortfolio))
      }),
      { seed: 8, numRuns: 60 },
    )
  })

  test('are integers, the same in any order, and taking a client away leaves the rest', () => {
    fc.assert(
      fc.property(aRandomClient(asOf), aRandomClient(asOf), (one, other) => {
        const [first, second] = [productContribution(one, context), productContribution(other, context)]
        for (const amounts of first.values()) expect(amounts.every(Number.isSafeInteger)).toBe(true)
        expect(add(first, second)).toEqual(add(second, first))
        expect(subtract(add(first, second), second)).toEqual(first)
      }),
      { seed: 9, numRuns: 40 },
    )
  })

  test('count a holder while the account is open, and a buyer for a year', () => {
    const client = aClient('c1', {
      put: [
        aHolding({ productId: 'current', openedOn: '2024-01-10', closedOn: '2026-02-10' }),
        anOrder({ day: '2025-06-01', lines: [aLine({ productId: 'rated' })] }),
      ],
    })
    const contribution = productContribution(client, context)
    const holders = (id: string, month: string) =>
      contribution.get(`product|${id}|months`)![
        context.months.indexOf(month) * productMonthMeasures.length + productMonthMeasures.indexOf('holders')
      ]

    expect(['2023-12', '2024-01', '2026-01', '2026-02'].map((month) => holders('current', month))).toEqual([
      0, 1, 1, 0,
    ])
    expect(['2025-05', '2025-06', '2026-03'].map((month) => holders('rated', month))).toEqual([0, 1, 1])
  })

  test('put a client under the one product it started with: what was opened before what was bought', () => {
    const client = aClient('c1', {
      put: [
        aHolding({ productId: 'saving', openedOn: '2025-01-15' }),
        anOrder({ day: '2025-01-15', lines: [aLine({ productId: 'rated' })] }),
        anOrder({ id: 'o2', day: '2025-03-15', lines: [aLine({ productId: 'costed' })] }),
      ],
    })
    const contribution = productContribution(client, context)
    const first = (id: string) => contribution.get(`product|${id}|stand`)?.[2] ?? 0

    expect(['saving', 'rated', 'costed'].map(first)).toEqual([1, 0, 0])
  })

  test('tell holders who were lost from those who stayed', () => {
    const stays = aClient('stays', { put: [aHolding({ productId: 'current', openedOn: '2023-01-15' })] })
    const leaves = aClient('leaves', {
      put: [aHolding({ productId: 'current', openedOn: '2023-01-15', closedOn: '2025-09-01' })],
    })
    const slot = context.periods.findIndex(({ name }) => name === '12-months') * 3
    const of = (client: ClientWithFacts) =>
      productContribution(client, context)
        .get('product|current|periods')!
        .slice(slot * productPeriodMeasures.length + 6, (slot + 1) * productPeriodMeasures.length)

    expect(of(stays)).toEqual([1, 1, 0])
    expect(of(leaves)).toEqual([1, 0, 1])
  })
})
