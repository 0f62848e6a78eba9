import { describe, expect, test } from 'vitest'
import { drawPurchaseTimes } from '#shared/models/future'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import { createRandom } from '#shared/numeric/random'

const cases: [PurchaseModelName, Record<string, number>][] = [
  ['bg-nbd', { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }],
  ['mbg-nbd', { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }],
  ['pareto-nbd', { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }],
  ['nbd', { r: 0.385, alpha: 12.07 }],
]
const history = { x: 4, tx: 30, T: 38.86 }
const draws = 30_000

describe('simulated futures', () => {
  test.each(cases)(
    'agree with the closed forms of %s: mean, chance of a purchase, order of times',
    (name, params) => {
      const model = purchaseModels[name]
      const random = createRandom(21)
      const counts = Array.from(
        { length: draws },
        () => model.drawFuture(params, history, { horizon: 39, random }).length,
      )
      const mean = counts.reduce((sum, count) => sum + count, 0) / draws
      const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / draws
      const active = counts.filter((count) => count > 0).length / draws

      // Five standard errors.
      expect(Math.abs(mean - model.expectedPurchases(params, history, 39))).toBeLessThan(
        5 * Math.sqrt(variance / draws),
      )
      expect(Math.abs(active - model.probabilityActive(params, history, 39))).toBeLessThan(
        2.5 / Math.sqrt(draws),
      )
    },
  )

  test('come in order, inside the horizon, and the same for the same seed', () => {
    const posterior = purchaseModels.nbd.posterior({ r: 40, alpha: 12 }, history)
    const draw = (): number[] => drawPurchaseTimes(posterior, { horizon: 10, random: createRandom(3) })

    expect(draw()).toEqual(draw())
    expect(draw()).toEqual([...draw()].sort((left, right) => left - right))
    expect(Math.max(...draw())).toBeLessThanOrEqual(10)
  })
})
