import { describe, expect, test } from 'vitest'
import { DAYS_PER_MONTH, daysBetween } from '#shared/kernel/day'
import { fit as fitSpend } from '#shared/models/gamma-gamma'
import { mbgNbd } from '#shared/models/mbg-nbd'
import { clientMonths, logisticFit } from './client-months.ts'
import { TODAY, cell, cents, parsedDemo } from './parsed.ts'
import type { TextRow } from './parsed.ts'

const demo = parsedDemo({ clients: 2500, seed: 5 })
const { rows, truth } = demo
const { parameters } = truth
const faulty = new Set(truth.faults.flatMap((fault) => fault.ids))
const purchaseBased = new Set(
  truth.clients.filter((client) => client.basis === 'purchase').map((client) => client.clientId),
)
const orders = [
  ...Map.groupBy(
    rows.transactions.filter(
      (row) => cell(row, 'kind') === 'purchase' && !faulty.has(cell(row, 'transactionId')),
    ),
    (row) => cell(row, 'transactionId'),
  ).values(),
].map((lines) => ({
  clientId: cell(lines[0], 'clientId'),
  day: cell(lines[0], 'occurredOn'),
  products: lines.map((row) => cell(row, 'productId')),
  amountCents: lines.reduce((sum, row) => sum + cents(cell(row, 'amount')), 0),
}))
const histories = [
  ...Map.groupBy(
    orders.filter((order) => purchaseBased.has(order.clientId)),
    (order) => order.clientId,
  ).values(),
]

// Four standard errors: the seed is fixed, so this tells a wrong law from an unlucky draw.
function expectNear(estimate: number, standardError: number | undefined, truth: number): void {
  expect(Math.abs(estimate - truth)).toBeLessThan(4 * (standardError ?? 0))
}

describe('The laws of the demo', () => {
  test('close as many accounts as their hazards say', () => {
    const closed = rows.events.filter((row) => cell(row, 'kind') === 'closed').length

    expectNear(closed, Math.sqrt(truth.expected.closures), truth.expected.closures)
  })

  test('are recovered by a logistic regression of the loss', () => {
    const { coefficients, standardErrors } = logisticFit(clientMonths(demo))
    const [, logTenure = 0, recency = 0, engagement = 0, holdings = 0, complaint = 0] = coefficients
    const { lossModel } = parameters

    expectNear(logTenure, standardErrors[1], lossModel.logTenure)
    expectNear(engagement, standardErrors[3], lossModel.engagement)
    expectNear(holdings, standardErrors[4], lossModel.furtherHoldings)
    expectNear(complaint, standardErrors[5], lossModel.recentComplaint)
    // Recency also stands for disengagement, which no fact shows before the engagement months: it weighs more.
    expect(recency).toBeGreaterThan(lossModel.recency)
    expect(recency).toBeLessThan(2 * lossModel.recency)
  })

  test('are recovered by MBG/NBD', () => {
    const fit = mbgNbd.fit(
      histories.map((own) => {
        const days = own.map((order) => order.day).sort()
        const first = days[0] ?? ''
        return {
          x: days.length - 1,
          tx: daysBetween(first, days.at(-1) ?? '') / DAYS_PER_MONTH,
          T: (daysBetween(first, TODAY) + 1) / DAYS_PER_MONTH,
        }
      }),
    )

    expect(fit.converged).toBe(true)
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      expectNear(fit.params[name], fit.standardErrors?.[name], parameters.purchaseModel[name])
  })

  test('are recovered by Gamma-Gamma once the season is taken out', () => {
    const seasonOf = (day: string): number => parameters.season[Number(day.slice(5, 7)) - 1] ?? 1
    const fit = fitSpend(
      histories.map((own) => {
        const values = own.map((order) => order.amountCents / 100 / seasonOf(order.day))
        return { x: values.length, mean: values.reduce((sum, value) => sum + value, 0) / values.length }
      }),
    )

    expectNear(fit.params.p, fit.standardErrors?.p, parameters.spendModel.p)
    expectNear(fit.params.q, fit.standardErrors?.q, parameters.spendModel.q)
    expectNear(fit.params.v, fit.standardErrors?.v, parameters.spendModel.gamma)
  })

  test('tie the planted bundles far above chance, and no other products', () => {
    const holdings = [...Map.groupBy(rows.holdings, (row) => cell(row, 'clientId')).values()].map((own) =>
      own.map((row: TextRow) => cell(row, 'productId')),
    )
    const baskets = orders.map((order) => order.products)
    const planted = truth.bundles.map(({ products }) => products.join())

    for (const { products, basis } of truth.bundles)
      expect(lift(basis === 'holdings' ? holdings : baskets, products)).toBeGreaterThan(1.8)
    // Other pairs of baskets arise only from the extra line; of holdings, only from longer lives.
    for (const pair of frequentPairs(baskets))
      if (!planted.includes(pair.join())) expect(lift(baskets, pair)).toBeLessThan(1)
    for (const pair of frequentPairs(holdings))
      if (!planted.includes(pair.join())) expect(lift(holdings, pair)).toBeLessThan(1.6)
  })

  test('move the planted products as their stages say', () => {
    const sold = (productId: string, from: number, to: number): number =>
      truth.figures.months.slice(from, to).reduce((sum, { month }) => sum + revenueOf(productId, month), 0)

    for (const { productId, stage } of truth.stages) {
      const before = sold(productId, -7, -4)
      const after = sold(productId, -4, -1)
      if (stage === 'growth') expect(after / before).toBeGreaterThan(1.2)
      if (stage === 'decline') expect(after / before).toBeLessThan(0.85)
      if (stage === 'maturity') expect(Math.abs(after / before - 1)).toBeLessThan(0.3)
      if (stage === 'retired') expect([before, after, sold(productId, 0, 12) > 0]).toEqual([0, 0, true])
      if (stage === 'introduction') expect([sold(productId, 0, -5), after > before]).toEqual([0, true])
    }
  })
})

function has(products: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((productId) => products.includes(productId))
}

function lift(sets: readonly (readonly string[])[], pair: readonly string[]): number {
  const share = (wanted: readonly string[]): number =>
    sets.filter((products) => has(products, wanted)).length / sets.length
  const [one = '', other = ''] = pair
  return share([one, other]) / (share([one]) * share([other]))
}

function frequentPairs(sets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const products = [...new Set(sets.flat())].sort()
  return products
    .flatMap((one, index) => products.slice(index + 1).map((other) => [one, other]))
    .filter((pair) => sets.filter((set) => has(set, pair)).length >= 30)
}

function revenueOf(productId: string, month: string): number {
  return rows.transactions
    .filter(
      (row) =>
        cell(row, 'productId') === productId &&
        cell(row, 'occurredOn').startsWith(month) &&
        cell(row, 'kind') !== 'activity',
    )
    .reduce((sum, row) => sum + cents(cell(row, 'amount')), 0)
}
