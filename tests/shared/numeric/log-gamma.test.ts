import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digamma, lbeta, lgamma, lgammaDifference, trigamma } from '#shared/numeric/log-gamma'

// z, ln Γ, ψ, ψ′ by mpmath at 30 digits
const exact = [
  [1e-8, 18.42068073818021, -100000000.57721564, 1.0000000000000002e16],
  [0.001, 6.907178885383853, -1000.5755719318103, 1000001.6425331959],
  [0.3, 1.0957979948180756, -3.502524222200133, 12.24536454610773],
  [0.5, 0.5723649429247001, -1.9635100260214235, 4.934802200544679],
  [1, 0, -0.5772156649015329, 1.6449340668482264],
  [1.5, -0.12078223763524522, 0.03648997397857652, 0.9348022005446793],
  [2, 0, 0.42278433509846713, 0.6449340668482264],
  [3.7, 1.4280723266653879, 1.1671535393615113, 0.31003785767003833],
  [9.999, 12.799575780077413, 2.2516474172057355, 0.10517738667672887],
  [10, 12.801827480081469, 2.251752589066721, 0.10516633568168575],
  [42.5, 115.90007047041453, 3.7376932365000934, 0.023808399244056415],
  [1000.25, 5906.9472682711175, 6.907505289414428, 0.0010002499791197934],
  [123456.789, 1323902.018795063, 11.723642437180377, 8.100032878799171e-6],
] as const

// Rounding of a sum whose largest term has the size of the value.
const within = (value: number): number => 4e-15 * Math.max(1, Math.abs(value))

describe('the gamma function and its derivatives', () => {
  test.each(exact)(
    'at %d agree with 30 digits to the last places of a double',
    (z, logGamma, psi, psiPrime) => {
      expect(Math.abs(lgamma(z) - logGamma)).toBeLessThan(within(logGamma))
      expect(Math.abs(digamma(z) - psi)).toBeLessThan(within(psi))
      expect(Math.abs(trigamma(z) - psiPrime)).toBeLessThan(within(psiPrime))
    },
  )

  test('keep a small difference of two large logarithms', () => {
    expect(lgammaDifference(1e9, 0.25)).toBeCloseTo(5.180816459142853, 12)
    expect(lbeta(0.3, 1e8)).toBeCloseTo(-4.430406227317635, 12)
    expect(lbeta(2, 3)).toBeCloseTo(-2.4849066497880004, 14)
  })

  test('satisfy ln Γ(z + 1) = ln Γ(z) + ln z everywhere', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (z) => {
        const left = lgamma(z + 1)
        return (
          Math.abs(left - lgamma(z) - Math.log(z)) <=
          2 * within(Math.max(Math.abs(left), Math.abs(Math.log(z))))
        )
      }),
    )
  })
})
