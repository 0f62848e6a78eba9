import { describe, expect, test } from 'vitest'
import { createMonthlyForecast } from '#shared/models/monthly-purchases'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import { relativeError } from './reference.ts'

const fits: [PurchaseModelName, Record<string, number>][] = [
  ['bg-nbd', { r: 0.2426, alpha: 30.9, a: 0.793, b: 2.426 }],
  ['bg-nbd', { r: 4, alpha: 3, a: 0.05, b: 0.3 }],
  ['mbg-nbd', { r: 0.525, alpha: 43.3, a: 0.891, b: 1.614 }],
  ['mbg-nbd', { r: 2, alpha: 10, a: 1, b: 2 }],
  ['pareto-nbd', { r: 0.553, alpha: 74, s: 0.606, beta: 81.7 }],
  ['nbd', { r: 0.385, alpha: 84.5 }],
]
const histories = [
  { x: 0, tx: 0, T: 0 },
  { x: 0, tx: 0, T: 400 },
  { x: 1, tx: 30, T: 31 },
  { x: 12, tx: 300, T: 330 },
  { x: 250, tx: 900, T: 905 },
]

describe('the forecast for many clients', () => {
  test.each(fits)('equals the forecast for one client, month by month (%s)', (model, params) => {
    const forecast = createMonthlyForecast({ model, params, months: 36 })

    for (const history of histories) {
      const cumulative = forecast(history)
      for (const month of [1, 2, 12, 36]) {
        const one = purchaseModels[model].expectedPurchases(params, history, (month * 365.25) / 12)
        // What the table is allowed to cost against the direct quadrature.
        expect(relativeError(cumulative[month - 1] ?? Number.NaN, one)).toBeLessThan(1e-9)
      }
    }
  })

  test.each(fits)('never falls from month to month (%s)', (model, params) => {
    const forecast = createMonthlyForecast({ model, params, months: 36 })

    for (const history of histories) {
      const cumulative = [...forecast(history)]
      expect([...cumulative].sort((left, right) => left - right)).toEqual(cumulative)
    }
  })

  test('costs a few microseconds per client for 36 months', () => {
    const forecast = createMonthlyForecast({
      model: 'mbg-nbd',
      params: { r: 0.525, alpha: 43.3, a: 0.891, b: 1.614 },
      months: 36,
    })
    const into = new Float64Array(36)
    const started = performance.now()
    for (let client = 0; client < 10_000; client++)
      forecast({ x: client % 20, tx: client % 20, T: 20 + (client % 500) }, into)

    // 4-6 µs measured on a quiet core; the bound leaves room for two shared ones.
    expect((performance.now() - started) / 10).toBeLessThan(30)
  })
})
