import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundForStorage, roundHalfAway, scaleCents } from '#shared/kernel/money'

const options = { seed: 20_261_122, numRuns: 500 }
const anAmount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })

describe('amounts of money', () => {
  test.each([
    [0.5, 1],
    [-0.5, -1],
    [1.49, 1],
    [-1.49, -1],
    [2.5, 3],
    [-2.5, -3],
    [-0.2, 0],
  ])('of %d round half away from zero to %d', (value, expected) => {
    expect(Object.is(roundHalfAway(value), expected)).toBe(true)
  })

  test('taken back mirror what was given: rounding knows no sign, and there is no minus zero', () => {
    fc.assert(
      fc.property(anAmount, fc.double({ min: 0, max: 1, noNaN: true }), (amount, rate) => {
        const share = scaleCents(amount, rate)

        expect(Number.isInteger(share)).toBe(true)
        expect(share + scaleCents(-amount, rate)).toBe(0)
        expect(Object.is(share, -0)).toBe(false)
        expect(Math.abs(share)).toBeLessThanOrEqual(Math.abs(amount))
      }),
      options,
    )
  })

  test('kept for lists have three significant digits beyond 1,000, so that small changes are no news', () => {
    fc.assert(
      fc.property(anAmount, (amount) => {
        const kept = roundForStorage(amount)
        const size = Math.abs(amount)

        expect(Number.isInteger(kept)).toBe(true)
        expect(roundForStorage(kept)).toBe(kept)
        if (size < 1_000) expect(kept).toBe(amount)
        else {
          expect(Number(Math.abs(kept).toExponential(2))).toBe(Math.abs(kept))
          // Half a unit of the third digit of 100 is the worst case: 0.5 %.
          expect(Math.abs(kept - amount)).toBeLessThanOrEqual(0.005 * size)
        }
      }),
      options,
    )
  })

  test.each([
    [999, 999],
    [1_004, 1_000],
    [1_005, 1_010],
    [-1_005, -1_010],
    [123_456, 123_000],
    [999_900, 1_000_000],
  ])('of %d are kept as %d', (amount, expected) => {
    expect(roundForStorage(amount)).toBe(expected)
  })
})
