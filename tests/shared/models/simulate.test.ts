import { describe, expect, test } from 'vitest'
import { expectedSpend } from '#shared/models/gamma-gamma'
import { discountedValue, discountWeights } from '#shared/models/lifetime-value'
import { createMonthlyForecast } from '#shared/models/monthly-purchases'
import { createFutureDraw, portfolioDraw } from '#shared/models/simulate'
import { createRandom } from '#shared/numeric/random'

const params = { r: 0.525, alpha: 43.3, a: 0.891, b: 1.614 }
const spend = { p: 6.25, q: 3.74, v: 15.44 }
const client = { history: { x: 5, tx: 250, T: 270 }, spend: { x: 5, mean: 42 } }

describe('a simulated future', () => {
  test('is worth on average what the client is worth', () => {
    const weights = discountWeights(24, 0.01)
    const draw = createFutureDraw({ model: 'mbg-nbd', params, spend, weights })
    const random = createRandom(9)
    const values = Array.from({ length: 20_000 }, () => draw(client, random))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    const cumulative = createMonthlyForecast({ model: 'mbg-nbd', params, months: 24 })(client.history)
    const value = discountedValue(cumulative, {
      spend: expectedSpend(spend, client.spend),
      marginRate: 1,
      monthlyRate: 0.01,
    })

    // Five standard errors.
    expect(Math.abs(mean - value)).toBeLessThan(5 * Math.sqrt(variance / values.length))
  })

  test('of a portfolio is the sum over its clients and repeats for the same seed', () => {
    const terms = { model: 'mbg-nbd', params, weights: discountWeights(12, 0) } as const
    const clients = [client, { history: { x: 0, tx: 0, T: 10 } }, client]
    const random = createRandom(4)
    const draw = createFutureDraw(terms)
    const oneByOne = clients.reduce((sum, one) => sum + draw(one, random), 0)

    expect(portfolioDraw(clients, terms, createRandom(4))).toBe(oneByOne)
  })
})
