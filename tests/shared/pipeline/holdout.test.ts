import { describe, expect, test } from 'vitest'
import { hash32 } from '#shared/kernel/ids'
import { backTest, backTestOf, errorsByModel } from '#shared/pipeline/backtest'
import { calibrate } from '#shared/pipeline/calibrate'
import type { ClientDays } from '#shared/pipeline/client-days'
import { heldOut, naiveGuesses, splitOf } from '#shared/pipeline/holdout'
import { purchaseCard } from '#shared/pipeline/purchase-card'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowDays } from '../models/reference.ts'

const names = ['mbg-nbd', 'bg-nbd'] as const
const every = { reason: 'for a test', share: 1 }
const asOf = '1998-06-30'
const seed = 7

function aClientOf(id: string, days: readonly number[]): ClientDays {
  return { hash: hash32(id), days, cents: days.map(() => 10_00) }
}

describe('the split', () => {
  test('holds back the last third, at most a year', () => {
    const from = (first: number) => [aClientOf('a', [first])]

    expect(splitOf(from(1), 300)).toEqual({ cut: 200, days: 100 })
    expect(splitOf(from(1), 4_000)).toEqual({ cut: 3_635, days: 365 })
    expect(splitOf(from(1), 180)).toEqual({ cut: 120, days: 60 })
  })

  test('says so where a portfolio is too young or has no purchase', () => {
    expect(splitOf([aClientOf('a', [1])], 179)).toEqual({
      reason: 'Purchases are known for 179 days; 180 are needed to hold back 60 and learn from the rest.',
    })
    expect(backTest([], { asOf: '2026-03-14', names })).toEqual({ reason: 'No client has bought yet.' })
  })

  test('leaves out who was unknown, and counts what came before and after', () => {
    const rows = [aClientOf('early', [10, 20, 95, 150, 170, 230]), aClientOf('late', [150])]

    expect(heldOut(rows, { cut: 100, days: 100 })).toEqual([
      {
        history: { x: 2, tx: 85, T: 90 },
        spend: { x: 2, mean: 10_00 },
        pastCents: 30_00,
        lastPeriod: 2,
        later: 2,
        laterCents: 20_00,
      },
    ])
  })

  test('with too few clients before it gives the reason in the place of a card', () => {
    const test = backTest([aClientOf('a', [1, 30, 200]), aClientOf('b', [5])], {
      asOf: '1971-01-01',
      names,
    })

    expect(purchaseCard(test, [], { model: 'bg-nbd', calibrated: undefined, ...every })).toMatchObject({
      holdout: null,
      reason: expect.stringContaining('Only 2 clients have bought') as string,
    })
    expect(errorsByModel(test)).toEqual({})
  })
})

const rows = [...cdnowDays()].map(([id, amounts]): ClientDays => {
  const days = [...amounts.keys()].sort((left, right) => left - right)
  return { hash: hash32(id), days, cents: days.map((day) => Math.round(100 * (amounts.get(day) ?? 0))) }
})
const cut = Date.UTC(1997, 8, 30) / 86_400_000
const weeks39 = { cut, days: 273 }

describe.skipIf(rows.length === 0)(`the card of CDNOW over 39 weeks ${NEEDS_SHARED_DATA}`, () => {
  const tested = backTestOf(rows, weeks39, [...names, 'pareto-nbd', 'nbd'])
  const calibrated = calibrate(tested, rows, { model: 'bg-nbd', asOf, seed })
  const card = purchaseCard(tested, rows, { model: 'bg-nbd', calibrated, ...every }).holdout

  test('has the errors of the reference table', () => {
    // models.md 4.1: sum, bias, MAE, RMSE, MSLE, correlation.
    const wanted: Record<string, readonly (number | null)[]> = {
      'bg-nbd': [1653.41, -0.1215, 0.7855, 1.608, 0.2343, 0.6256],
      'mbg-nbd': [1576.73, -0.1622, 0.7648, 1.6072, 0.2314, 0.6273],
      'pareto-nbd': [1665.51, -0.115, 0.7545, 1.6028, 0.2377, 0.6302],
      nbd: [2929.82, 0.557, 1.041, 1.8595, 0.3622, 0.5834],
      'own-rate': [2930.1, 0.557, 1.0237, 2.2119, 0.401, 0.5839],
      'last-period': [2457, 0.306, 0.8973, 1.971, 0.3491, 0.5772],
      zero: [0, -1, 0.7985, 2.2064, 0.4627, null],
    }

    expect(card?.errors.map(({ name }) => name).sort()).toEqual(Object.keys(wanted).sort())
    for (const row of card?.errors ?? []) {
      const [sum = 0, bias, mae = 0, rmse = 0, msle = 0, correlation] = wanted[row.name] ?? []
      expect(row.actual).toBe(1882)
      expect(Math.abs(row.predicted - (sum ?? 0))).toBeLessThan(0.06)
      expect(Math.abs((row.bias ?? 0) - (bias ?? 0))).toBeLessThan(5.5e-4)
      expect(row.mae).toBeCloseTo(mae ?? 0, 3.9)
      expect(row.rmse).toBeCloseTo(rmse ?? 0, 3.9)
      expect(row.msle).toBeCloseTo(msle ?? 0, 3.9)
      if (correlation === null) expect(row.correlation).toBeNull()
      else expect(row.correlation).toBeCloseTo(correlation ?? 0, 3.9)
    }
  })

  test('ranks by spend as the reference does', () => {
    const of = (name: string) => card?.gains.find((row) => row.name === name)

    expect(card?.groups.unit).toBe('cents')
    expect(of('model')?.top10).toBeCloseTo(0.502, 2.9)
    expect(of('model')?.top20).toBeCloseTo(0.663, 2.9)
    expect(of('model')?.gini).toBeCloseTo(0.6379, 3)
    expect(of('perfect')?.gini).toBe(1)
  })

  test('counts every client and purchase once in each of its tables', () => {
    const clients = (some: readonly { clients: number }[] = []) =>
      some.reduce((sum, row) => sum + row.clients, 0)
    const happened = (some: readonly { clients: number; actual: number }[] = []) =>
      some.reduce((sum, row) => sum + row.clients * row.actual, 0)

    expect(card?.clients).toBe(2357)
    expect(clients(card?.byFrequency)).toBe(2357)
    expect(clients(card?.groups.rows)).toBe(2357)
    expect(clients(card?.active.rows)).toBe(2357)
    expect(happened(card?.byFrequency)).toBeCloseTo(1882, 6)
    expect(happened(card?.groups.rows) / 70976_39).toBeCloseTo(1, 4)
    expect(card?.tracking.rows.filter(({ isHeldOut }) => isHeldOut)).toHaveLength(39)
    const heldOutActual = card?.tracking.rows
      .filter(({ isHeldOut }) => isHeldOut)
      .reduce((sum, { actual }) => sum + actual, 0)
    expect(heldOutActual).toBe(1882)
    expect(card?.tracking.rows.find(({ isHeldOut }) => isHeldOut)?.until).toBe('1997-10-07')
  })

  test('says how wide its intervals are and that the total lay outside them', () => {
    const { coverage } = card!

    expect(coverage.clients).toBe(2000)
    expect(coverage.inside80).toBeGreaterThan(0.88)
    expect(coverage.inside95).toBeGreaterThan(0.94)
    expect(coverage.total.low95).toBeLessThan(coverage.total.low80)
    expect(coverage.total.actual).toBeGreaterThan(coverage.total.high80)
  })

  test('does not depend on the order of the clients', () => {
    const turned = [...rows].reverse()
    const again = backTestOf(turned, weeks39, ['bg-nbd'])

    const turnedToo = calibrate(again, turned, { model: 'bg-nbd', asOf, seed })
    const other = purchaseCard(again, turned, { model: 'bg-nbd', calibrated: turnedToo, ...every }).holdout
    expect(other?.groups).toEqual(card?.groups)
    expect(other?.coverage).toEqual(card?.coverage)
  })

  test('guesses the last period from as many days before the split', () => {
    const guesses = naiveGuesses(heldOut(rows, weeks39), 273)

    expect(guesses.map(({ name }) => name)).toEqual(['own-rate', 'last-period', 'zero'])
  })
})
