import { describe, expect, test } from 'vitest'
import { betaExpectation, betaRule } from '#shared/numeric/beta-expectation'
import { betaQuadrature } from '#shared/numeric/gauss-jacobi'
import { lbeta } from '#shared/numeric/log-gamma'

const distributions: [number, number][] = [
  [0.8, 2.4],
  [0.01, 0.02],
  [1, 1],
  [200, 9800],
  [0.3, 1000],
  [30, 0.2],
]

describe('expectations under a beta distribution', () => {
  test.each(distributions)('are the moments of Beta(%d, %d)', (a, b) => {
    const rule = betaRule(a, b)
    const square = (a * (a + 1)) / ((a + b) * (a + b + 1))

    expect(betaExpectation(rule, () => 1)).toBeCloseTo(1, 12)
    expect(betaExpectation(rule, (p) => p) / (a / (a + b))).toBeCloseTo(1, 10)
    expect(betaExpectation(rule, (p) => p * p)).toBeCloseTo(square, 12)
    // E[(1 - p)^7] in closed form.
    expect(betaExpectation(rule, (p) => (1 - p) ** 7)).toBeCloseTo(
      Math.exp(lbeta(a, b + 7) - lbeta(a, b)),
      11,
    )
  })

  test.each(distributions)(
    'agree with Gauss-Jacobi quadrature where that is accurate, Beta(%d, %d)',
    (a, b) => {
      const g = (p: number): number => -Math.expm1(-3 * Math.log1p(p * 5)) / Math.max(p, 1e-300)
      const gauss = betaQuadrature(a, b, 128)
      const twin = gauss.nodes.reduce((sum, p, k) => sum + (gauss.weights[k] ?? 0) * g(p), 0)

      expect(betaExpectation(betaRule(a, b), (p) => (p === 0 ? 15 : g(p))) / twin).toBeCloseTo(1, 10)
    },
  )

  test('stay exact for a function that falls at p = 1e-6', () => {
    // E[1 / (1 + K p)] under Beta(1, 1) is ln(1 + K) / K.
    const K = 1e6

    expect((betaExpectation(betaRule(1, 1), (p) => 1 / (1 + K * p)) * K) / Math.log1p(K)).toBeCloseTo(1, 9)
  })
})
