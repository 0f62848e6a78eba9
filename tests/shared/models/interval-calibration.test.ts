import { describe, expect, test } from 'vitest'
import {
  chiSquareQuantile,
  learnedLevels,
  learnedModelError,
  modelErrorFactors,
  nominalLevels,
  type Origin,
  withModelError,
} from '#shared/models/interval-calibration'
import { createRandom } from '#shared/numeric/random'

/** Origins whose outcomes scatter around the prediction by `error`, where the simulation knows of `spread`. */
function origins(
  count: number,
  { spread, error, seed }: { spread: number; error: number; seed: number },
): Origin[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => ({
    predicted: 1_000,
    actual: 1_000 * Math.exp(Math.hypot(spread, error) * random.normal()),
    spread,
  }))
}

describe('levels of single clients', () => {
  test('are the nominal ones where transforms are uniform', () => {
    const uniform = Array.from({ length: 1_000 }, (_, index) => (index + 0.5) / 1_000)
    const levels = learnedLevels(uniform)

    for (const name of ['low80', 'high80', 'low95', 'high95'] as const)
      expect(levels[name]).toBeCloseTo(nominalLevels[name], 2)
  })

  test('move outwards for intervals that were too narrow, and upwards for predictions that were too low', () => {
    const random = createRandom(1)
    const narrow = Array.from({ length: 2_000 }, () => {
      const u = random.next()
      return u < 0.5 ? u ** 2 * 2 : 1 - (1 - u) ** 2 * 2
    })
    const low = Array.from({ length: 2_000 }, () => Math.sqrt(random.next()))

    expect(learnedLevels(narrow).low80).toBeLessThan(0.05)
    expect(learnedLevels(narrow).high80).toBeGreaterThan(0.95)
    expect(learnedLevels(low).low80).toBeGreaterThan(0.25)
    expect(learnedLevels(low).high95).toBeGreaterThan(0.975)
  })

  test('are not learned from a few clients, and never read the last simulated future', () => {
    expect(learnedLevels(new Array<number>(199).fill(0.5))).toEqual(nominalLevels)
    const extreme = learnedLevels(new Array<number>(500).fill(1))
    expect(extreme.high95).toBe(0.998)
  })
})

describe("a model's own error", () => {
  test('is found where outcomes scatter more than simulated', () => {
    const found = Array.from({ length: 200 }, (_, seed) =>
      learnedModelError(origins(12, { spread: 0.03, error: 0.15, seed }), 12),
    )
    const middle = found.sort((left, right) => left - right)[100] ?? 0

    // The median of 12 squared normals is 5 % below their mean.
    expect(Math.abs(middle / 0.15 - 1)).toBeLessThan(0.08)
  })

  test('is claimed for at most one right model in twenty', () => {
    const claimed = Array.from({ length: 400 }, (_, seed) =>
      learnedModelError(origins(12, { spread: 0.05, error: 0, seed }), 12),
    ).filter((error) => error > 0)

    // 5 % of 400 and four standard errors.
    expect(claimed.length).toBeLessThan(20 + 4 * 4.4)
    expect(claimed.length).toBeGreaterThan(3)
  })

  test('needs two origins at which something was predicted and happened', () => {
    const far = { predicted: 100, actual: 300, spread: 0.01 }

    expect(learnedModelError([], 1)).toBe(0)
    expect(learnedModelError([far, { ...far, actual: 0 }], 2)).toBe(0)
    expect(learnedModelError([far, far], 0)).toBe(Math.LN2)
  })

  test('spreads the draws evenly around one, and leaves them alone where there is none', () => {
    const factors = modelErrorFactors(0.2, { draws: 200, seed: 7 })
    const logs = factors.map(Math.log)
    const mean = logs.reduce((sum, one) => sum + one, 0) / 200
    const variance = logs.reduce((sum, one) => sum + one ** 2, 0) / 200

    expect(mean).toBeCloseTo(0, 12)
    expect(Math.sqrt(variance)).toBeCloseTo(0.2, 2)
    expect(factors).not.toEqual([...factors].sort((left, right) => left - right))
    expect(modelErrorFactors(0.2, { draws: 200, seed: 7 })).toEqual(factors)
    expect(modelErrorFactors(0, { draws: 3, seed: 7 })).toEqual([1, 1, 1])
  })

  test('widens an interval in quadrature on the log scale', () => {
    const interval = { low: 90, middle: 100, high: 111 }

    expect(withModelError(interval, { modelError: 0, level: 0.8 }).low).toBeCloseTo(90, 10)
    expect(withModelError(interval, { modelError: 0, level: 0.8 }).high).toBeCloseTo(111, 10)
    const wide = withModelError({ low: 100, middle: 100, high: 100 }, { modelError: 0.1, level: 0.8 })
    // exp(.1 × 1.2815516)
    expect(wide.high).toBeCloseTo(113.6729, 3)
    expect(wide.low).toBeCloseTo(87.9717, 3)
  })
})

test('the χ² quantile agrees with printed tables', () => {
  // Upper 5 % points: 3.841, 11.070, 21.026.
  expect(Math.abs(chiSquareQuantile(0.95, 1) / 3.841 - 1)).toBeLessThan(0.03)
  expect(chiSquareQuantile(0.95, 5)).toBeCloseTo(11.07, 1)
  expect(chiSquareQuantile(0.95, 12)).toBeCloseTo(21.026, 1)
})
