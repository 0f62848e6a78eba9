import { describe, expect, test } from 'vitest'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'

const histories = [
  { x: 0, tx: 0, T: 38 },
  { x: 2, tx: 30.4, T: 38.9 },
  { x: 26, tx: 30.9, T: 31 },
  { x: 1, tx: 2, T: 300 },
  { x: 400, tx: 100, T: 150 },
]
const weights = [5, 2, 1, 3.5, 1]
const truths: [PurchaseModelName, Record<string, number>][] = [
  ['bg-nbd', { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }],
  ['mbg-nbd', { r: 2, alpha: 40, a: 0.3, b: 8 }],
  ['mbg-nbd', { r: 0.5, alpha: 6, a: 900, b: 1500 }],
  ['pareto-nbd', { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }],
  ['pareto-nbd', { r: 3, alpha: 90, s: 1, beta: 5 }],
  ['nbd', { r: 0.385, alpha: 12.07 }],
]

describe('the likelihood of a portfolio', () => {
  test.each(truths)('under %s is the weighted sum over its clients', (name, params) => {
    const model = purchaseModels[name]
    const likelihood = model.likelihood({ histories, weights })
    const at = Float64Array.from(likelihood.names, (parameter) =>
      Math.log((params[parameter] ?? 1) / (likelihood.scales[parameter] ?? 1)),
    )
    const twin = histories.reduce(
      (sum, history, index) => sum + (weights[index] ?? 0) * model.logLikelihood(params, history),
      0,
    )

    expect(likelihood.clients).toBe(12.5)
    expect((likelihood.value(at, new Float64Array(at.length)) + likelihood.offset) / twin).toBeCloseTo(1, 11)
  })

  test.each(truths)('under %s has the gradient its values show', (name, params) => {
    const likelihood = purchaseModels[name].likelihood({ histories, weights })
    const at = Float64Array.from(likelihood.names, (parameter) =>
      Math.log((params[parameter] ?? 1) / (likelihood.scales[parameter] ?? 1)),
    )
    const gradient = new Float64Array(at.length)
    likelihood.value(at, gradient)
    const scratch = new Float64Array(at.length)

    at.forEach((value, axis) => {
      const shifted = (step: number): number =>
        likelihood.value(
          at.map((coordinate, index) => (index === axis ? value + step : coordinate)),
          scratch,
        )
      const slope = (shifted(1e-4) - shifted(-1e-4)) / 2e-4
      // Central differences of step 1e-4 are good to about 1e-6 of the size of the log-likelihood.
      expect(Math.abs((gradient[axis] ?? 0) - slope)).toBeLessThan(1e-5 * Math.max(10, Math.abs(slope)))
    })
  })
})
