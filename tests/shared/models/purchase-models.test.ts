import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PurchaseHistory } from '#shared/models/purchase-history'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'

const names: PurchaseModelName[] = ['bg-nbd', 'mbg-nbd', 'pareto-nbd', 'nbd']
const positive = (min: number, max: number) =>
  fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp)
const params = fc.record({
  r: positive(0.05, 20),
  alpha: positive(0.5, 500),
  a: positive(0.05, 20),
  b: positive(0.05, 50),
  s: positive(0.05, 20),
  beta: positive(0.5, 500),
})
const history: fc.Arbitrary<PurchaseHistory> = fc
  .record({
    x: fc.integer({ min: 0, max: 200 }),
    T: positive(0.1, 3_000),
    share: fc.double({ min: 0.001, max: 1, noNaN: true }),
  })
  .map(({ x, T, share }) => ({ x, tx: x === 0 ? 0 : share * T, T }))
// Rounding of values near 1.
const slack = 1e-9

describe.each(names)('%s, whatever the client and the parameters,', (name) => {
  const model = purchaseModels[name]

  test('gives probabilities between 0 and 1 and is active only if alive', () => {
    fc.assert(
      fc.property(params, history, positive(0.1, 1_000), (p, client, horizon) => {
        const alive = model.probabilityAlive(p, client)
        const active = model.probabilityActive(p, client, horizon)
        expect(alive).toBeGreaterThanOrEqual(0)
        expect(alive).toBeLessThanOrEqual(1)
        expect(active).toBeGreaterThanOrEqual(0)
        expect(active).toBeLessThanOrEqual(alive + slack)
      }),
    )
  })

  test('expects at least as many purchases as it expects buyers, more for longer, none for no time', () => {
    fc.assert(
      fc.property(params, history, positive(0.1, 1_000), (p, client, horizon) => {
        const expected = model.expectedPurchases(p, client, horizon)
        expect(expected).toBeGreaterThanOrEqual(
          model.probabilityActive(p, client, horizon) * (1 - 1e-6) - slack,
        )
        expect(model.expectedPurchases(p, client, 2 * horizon)).toBeGreaterThanOrEqual(expected * (1 - slack))
        expect(model.expectedPurchases(p, client, 0)).toBe(0)
      }),
    )
  })

  test('thinks a client more alive the later it bought', () => {
    fc.assert(
      fc.property(params, history, (p, client) => {
        const later = { ...client, tx: client.x === 0 ? 0 : (client.tx + client.T) / 2 }
        expect(model.probabilityAlive(p, later)).toBeGreaterThanOrEqual(
          model.probabilityAlive(p, client) - slack,
        )
      }),
    )
  })

  test('does not depend on the unit of time', () => {
    fc.assert(
      fc.property(params, history, (p, client) => {
        const days = { ...p, alpha: 7 * p.alpha, beta: 7 * p.beta }
        const inDays = { x: client.x, tx: 7 * client.tx, T: 7 * client.T }
        const weeks = model.expectedPurchases(p, client, 52)
        expect(Math.abs(model.expectedPurchases(days, inDays, 364) - weeks)).toBeLessThanOrEqual(1e-8 * weeks)
      }),
    )
  })

  test('keeps everything it needs in a stored fit', () => {
    const fit = model.fit([
      { x: 0, tx: 0, T: 10 },
      { x: 2, tx: 5, T: 10 },
    ])
    const stored = JSON.parse(JSON.stringify(fit.params)) as Record<string, number> // -- because JSON has no types

    expect(Object.keys(stored).sort()).toEqual([...model.parameterNames].sort())
    expect(model.expectedPurchases(stored, { x: 2, tx: 5, T: 10 }, 30)).toBe(
      model.expectedPurchases(fit.params, { x: 2, tx: 5, T: 10 }, 30),
    )
  })
})
