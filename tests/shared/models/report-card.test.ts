import { describe, expect, test } from 'vitest'
import { bgNbd } from '#shared/models/bg-nbd'
import { expectedSpend, fit as fitSpend } from '#shared/models/gamma-gamma'
import { compress } from '#shared/models/purchase-history'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import {
  areaUnderCurve,
  brierScore,
  byFrequency,
  byRecency,
  gain,
  holdoutErrors,
  normalisedGini,
  predictedGroups,
  reliability,
} from '#shared/models/report-card'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowMaster, cdnowSample } from './reference.ts'

test('a perfect prediction has no error, no bias and a Gini of 1', () => {
  const actual = [0, 3, 1, 7]
  const errors = holdoutErrors(actual, actual)

  expect(errors).toMatchObject({ bias: 0, mae: 0, rmse: 0, msle: 0 })
  expect(errors.correlation).toBeCloseTo(1, 14)
  expect(errors.rankCorrelation).toBeCloseTo(1, 14)
  expect(normalisedGini(actual, actual)).toBe(1)
  expect(areaUnderCurve([1, 2, 3], [false, false, true])).toBe(1)
})

test('figures that have no meaning are absent, not wrong', () => {
  const errors = holdoutErrors([0, 0], [0, 0])

  expect(errors.bias).toBeUndefined()
  expect(errors.correlation).toBeUndefined()
  expect(areaUnderCurve([1, 2], [true, true])).toBeUndefined()
  expect(normalisedGini([1, 2], [0, 0])).toBe(0)
  expect(gain([1, 2], [0, 0], 0.5)).toBe(0)
  expect(holdoutErrors([], [])).toMatchObject({ clients: 0, mae: 0 })
})

test('the reliability diagram says what was said and what happened', () => {
  expect(reliability([0.1, 0.1, 0.9, 0.9], [false, false, true, false], 2)).toEqual([
    { clients: 2, said: 0.1, happened: 0 },
    { clients: 2, said: 0.9, happened: 0.5 },
  ])
  expect(brierScore([0, 1], [false, true])).toBe(0)
  expect(brierScore([1, 1], [false, true])).toBe(0.5)
})

const sample = cdnowSample()

describe.skipIf(sample.length === 0)(`the CDNOW hold-out of 39 weeks ${NEEDS_SHARED_DATA}`, () => {
  const portfolio = compress(sample)
  const actual = sample.map(({ xStar }) => xStar)
  const spent = sample.map(({ holdoutSpend }) => holdoutSpend)
  const expected = (name: PurchaseModelName): number[] => {
    const { params } = purchaseModels[name].fit(portfolio.histories, portfolio.weights)
    return sample.map((client) => purchaseModels[name].expectedPurchases(params, client, 39))
  }
  const rows: [string, () => number[], number, number, number, number, number, number | undefined][] = [
    ['BG/NBD', () => expected('bg-nbd'), 1653.41, -0.1215, 0.7855, 1.608, 0.2343, 0.6256],
    ['MBG/NBD', () => expected('mbg-nbd'), 1576.73, -0.1622, 0.7648, 1.6072, 0.2314, 0.6273],
    ['Pareto/NBD', () => expected('pareto-nbd'), 1665.51, -0.115, 0.7545, 1.6028, 0.2377, 0.6302],
    ['NBD', () => expected('nbd'), 2929.82, 0.557, 1.041, 1.8595, 0.3622, 0.5834],
    [
      'x / T · 39',
      () => sample.map(({ x, T }) => (x / T) * 39),
      2930.1,
      0.557,
      1.0237,
      2.2119,
      0.401,
      0.5839,
    ],
    ['the last period again', () => sample.map(({ x }) => x), 2457, 0.306, 0.8973, 1.971, 0.3491, 0.5772],
    ['zero for everybody', () => sample.map(() => 0), 0, -1, 0.7985, 2.2064, 0.4627, undefined],
  ]

  test.each(rows)(
    '%s makes the errors of the reference table',
    (_, predicted, sum, bias, mae, rmse, msle, correlation) => {
      const errors = holdoutErrors(predicted(), actual)

      expect(errors.actual).toBe(1882)
      // The table prints sums to 0.01, biases to 0.1 points or better, the rest to four digits.
      expect(Math.abs(errors.predicted - sum)).toBeLessThan(0.06)
      expect(Math.abs((errors.bias ?? Number.NaN) - bias)).toBeLessThan(5.5e-4)
      expect(errors.mae).toBeCloseTo(mae, 3.9)
      expect(errors.rmse).toBeCloseTo(rmse, 3.9)
      expect(errors.msle).toBeCloseTo(msle, 3.9)
      if (correlation === undefined) expect(errors.correlation).toBeUndefined()
      else expect(errors.correlation).toBeCloseTo(correlation, 3.9)
    },
  )

  test('BG/NBD expects by frequency what BTYD prints', () => {
    const predicted = expected('bg-nbd')
    const table = byFrequency(
      sample.map(({ x, xStar }, index) => ({ x, actual: xStar, predicted: predicted[index] ?? 0 })),
    )
    const btyd = [0.2250893, 0.5231364, 1.044126, 1.520256, 2.163824, 2.653789, 3.503957, 6.157036]
    const happened = [0.2367116, 0.6970387, 1.392523, 1.56, 2.532258, 2.947368, 3.862069, 6.359375]

    expect(table.map(({ clients }) => clients)).toEqual([1411, 439, 214, 100, 62, 38, 29, 64])
    table.forEach((row, index) => {
      expect(row.actual).toBeCloseTo(happened[index] ?? 0, 6)
      // BTYD's fit differs from ours in the fifth digit.
      expect(Math.abs(row.predicted / (btyd[index] ?? 1) - 1)).toBeLessThan(1e-4)
    })
  })

  test('ranks clients by predicted spend as the reference does, next to naive rankings', () => {
    const spendFit = fitSpend(sample.map(({ x, meanSpend }) => ({ x, mean: meanSpend })))
    const purchases = expected('bg-nbd')
    const value = sample.map(
      ({ x, meanSpend }, index) =>
        (purchases[index] ?? 0) * expectedSpend(spendFit.params, { x, mean: meanSpend }),
    )
    const errors = holdoutErrors(value, spent)

    expect(Math.abs(errors.predicted - 59931.63)).toBeLessThan(1)
    expect(Math.abs((errors.bias ?? 0) - -0.156)).toBeLessThan(5.5e-4)
    expect(errors.mae).toBeCloseTo(30.41, 1.9)
    expect([0.1, 0.2, 0.5].map((share) => (100 * gain(value, spent, share)).toFixed(1))).toEqual([
      '50.2',
      '66.3',
      '83.7',
    ])
    // The reference cuts 10 % of 2,357 clients at another whole number.
    expect(Math.abs(gain(spent, spent, 0.1) - 0.764)).toBeLessThan(2e-3)
    expect(gain(spent, spent, 0.2)).toBeCloseTo(0.942, 3)
    expect(gain(spent, spent, 0.5)).toBe(1)
    expect(normalisedGini(value, spent)).toBeCloseTo(0.6379, 3.9)
    const means = predictedGroups(value, spent)
    const wanted = [5.93, 7.21, 7.54, 7.85, 8.22, 8.61, 9.55, 17.21, 36.92, 145.12]
    means.forEach(({ predicted }, index) => expect(predicted).toBeCloseTo(wanted[index] ?? 0, 1))
  })

  test("shows that BG/NBD's P(alive) is no churn score: it ranks buyers worse than chance", () => {
    const { params } = bgNbd.fit(portfolio.histories, portfolio.weights)
    const buys = sample.map(({ xStar }) => xStar > 0)
    const alive = sample.map((client) => bgNbd.probabilityAlive(params, client))
    const repeaters = sample.map((client, index) => ({ client, index })).filter(({ client }) => client.x > 0)

    expect(areaUnderCurve(alive, buys)).toBeCloseTo(0.3158, 3.9)
    expect(
      areaUnderCurve(
        repeaters.map(({ index }) => alive[index] ?? 0),
        repeaters.map(({ index }) => buys[index] ?? false),
      ),
    ).toBeCloseTo(0.6984, 3.9)
    expect(areaUnderCurve(expected('bg-nbd'), buys)).toBeCloseTo(0.7725, 3.9)
    expect(
      areaUnderCurve(
        sample.map(({ tx, T }) => tx - T),
        buys,
      ),
    ).toBeCloseTo(0.7714, 3.9)
    expect(
      areaUnderCurve(
        sample.map(({ x }) => x),
        buys,
      ),
    ).toBeCloseTo(0.7576, 3.9)
  })
})

const master = cdnowMaster()

describe.skipIf(master.length === 0)(`the hold-out of the master file ${NEEDS_SHARED_DATA}`, () => {
  test('makes the errors of the reference', () => {
    const { histories, weights } = compress(master)
    const { params } = bgNbd.fit(histories, weights)
    const errors = holdoutErrors(
      master.map((client) => bgNbd.expectedPurchases(params, client, 39)),
      master.map(({ xStar }) => xStar),
    )

    expect(errors.actual).toBe(19684)
    expect(Math.abs(errors.predicted - 16873.7)).toBeLessThan(0.5)
    expect(errors.mae).toBeCloseTo(0.8187, 3.9)
    expect(errors.rmse).toBeCloseTo(1.7329, 3.9)
    expect(errors.correlation).toBeCloseTo(0.6688, 3.9)
  })
})

test('the table by recency has groups of about equal size, most recent first, ties together, everybody once', () => {
  const clients = [40, 3, 3, 3, 10, 20, 90, 90, 5, 60].map((gap, index) => ({
    gap,
    predicted: index,
    actual: 2 * index,
  }))
  const rows = byRecency(clients, 4)

  expect(rows.map(({ from, upTo, clients: size }) => [from, upTo, size])).toEqual([
    [3, 3, 3],
    [5, 10, 2],
    [20, 60, 3],
    [90, 90, 2],
  ])
  expect(rows[0]).toMatchObject({ predicted: 2, actual: 4 })
  expect(rows.reduce((sum, row) => sum + row.clients * row.actual, 0)).toBe(90)
  expect(byRecency([{ gap: 7, predicted: 1, actual: 0 }])).toHaveLength(1)
})
