import { describe, expect, test } from 'vitest'
import { betaQuadrature, uniformQuadrature, type Quadrature } from '#shared/numeric/gauss-jacobi'

const integral = ({ nodes, weights }: Quadrature, value: (p: number) => number): number =>
  nodes.reduce((sum, p, k) => sum + (weights[k] ?? 0) * value(p), 0)

describe('quadrature under a beta distribution', () => {
  test.each([
    [0.8, 2.4, 64],
    [0.01, 0.02, 64],
    [200, 9800, 64],
    [1, 1000, 128],
    [3, 0.5, 256],
  ])('Beta(%d, %d) with %i points has the moments of the distribution', (a, b, points) => {
    const rule = betaQuadrature(a, b, points)
    const mean = a / (a + b)

    // 1e-13: nodes and weights come from an eigenvalue problem of norm 1.
    expect(integral(rule, () => 1)).toBeCloseTo(1, 12)
    expect(integral(rule, (p) => p) / mean).toBeCloseTo(1, 11)
    expect(integral(rule, (p) => p * p) / ((mean * (a + 1)) / (a + b + 1))).toBeCloseTo(1, 11)
  })

  test('integrates e^p on (0, 1) exactly with few points', () => {
    expect(integral(uniformQuadrature(8), Math.exp)).toBeCloseTo(Math.E - 1, 14)
  })

  test('refuses arguments that are not numbers', () => {
    expect(() => betaQuadrature(Number.NaN, 1, 8)).toThrow(
      expect.objectContaining({ code: 'quadrature.not-converged' }),
    )
  })
})
