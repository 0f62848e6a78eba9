import { describe, expect, test } from 'vitest'
import { maximumLikelihood, type Likelihood } from '#shared/models/maximum-likelihood'

/** n exponential waiting times with this mean: the rate is 1 / mean, its standard error rate / √n. */
const exponential = (n: number, mean: number): Likelihood => ({
  names: ['rate'],
  clients: n,
  scales: {},
  offset: 0,
  value(logParams, gradient) {
    const rate = Math.exp(logParams[0] ?? 0)
    gradient[0] = n - n * mean * rate
    return n * Math.log(rate) - n * mean * rate
  },
})

describe('maximum likelihood', () => {
  test('finds the rate of exponential waiting times and its standard error', () => {
    const estimate = maximumLikelihood(exponential(400, 2.5), { starts: [{ rate: 30 }] })

    expect(estimate.converged).toBe(true)
    expect(estimate.params['rate']).toBeCloseTo(0.4, 8)
    expect(estimate.standardErrors['rate']).toBeCloseTo(0.4 / 20, 6)
    expect(estimate.logLikelihood).toBeCloseTo(400 * Math.log(0.4) - 400, 8)
  })

  test('stops at the edge of the range where the likelihood rises for ever, and says so', () => {
    const rising: Likelihood = {
      ...exponential(100, 1),
      value(logParams, gradient) {
        const size = Math.exp(-(logParams[0] ?? 0))
        gradient[0] = 100 * size
        return -100 * size
      },
    }
    const estimate = maximumLikelihood(rising, { starts: [{ rate: 1 }] })

    expect(estimate.boundary).toEqual(['rate'])
    expect(Number.isFinite(estimate.params['rate'])).toBe(true)
  })

  test('is pulled towards the start by a prior when told that data are thin', () => {
    const free = maximumLikelihood(exponential(1, 1e-6), { starts: [{ rate: 1 }] })
    const pulled = maximumLikelihood(exponential(1, 1e-6), { starts: [{ rate: 1 }], priorSd: 1 })

    expect(free.params['rate']).toBeGreaterThan(1_000)
    expect(pulled.params['rate']).toBeLessThan(20)
  })

  test('tries the next start when one leads nowhere', () => {
    const estimate = maximumLikelihood(exponential(50, 2), { starts: [{ rate: Number.NaN }, { rate: 1 }] })

    expect(estimate.params['rate']).toBeCloseTo(0.5, 8)
  })

  test('leaves standard errors out of quick refits', () => {
    expect(
      maximumLikelihood(exponential(50, 2), { starts: [{ rate: 1 }], isQuick: true }).standardErrors,
    ).toEqual({})
  })
})
