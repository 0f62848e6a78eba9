import { describe, expect, test } from 'vitest'
import { calibrated, calibrationOn, fitHazard, hazard, survivalPath } from '#shared/models/hazard-loss'
import { logistic } from '#shared/numeric/log-sum-exp'
import { createRandom } from '#shared/numeric/random'

const names = ['logTenure', 'engagement', 'isDormant']
const truth = { intercept: -3.2, coefficients: [-0.4, -1.5, 1.1] }

/** Client-months generated from the truth: a client is watched until it is lost or 24 months have passed. */
function clientMonths(clients: number, seed: number, shift = 0) {
  const random = createRandom(seed)
  const rows: number[][] = []
  const outcomes: number[] = []
  for (let client = 0; client < clients; client++) {
    let engagement = random.beta(2, 2)
    for (let month = 0; month < 24; month++) {
      engagement = Math.min(1, Math.max(0, engagement + 0.1 * random.normal()))
      const features = [Math.log1p(month), engagement, random.next() < 0.15 ? 1 : 0]
      const logOdds = features.reduce(
        (sum, value, index) => sum + value * (truth.coefficients[index] ?? 0),
        truth.intercept + shift,
      )
      const isLost = random.next() < logistic(logOdds)
      rows.push(features)
      outcomes.push(isLost ? 1 : 0)
      if (isLost) break
    }
  }
  return { names, values: Float64Array.from(rows.flat()), outcomes }
}

describe('the hazard of losing a client', () => {
  test('is recovered from generated client-months, every effect within three standard errors', () => {
    const fit = fitHazard(clientMonths(6_000, 1))

    expect(fit.diagnosis).toBeUndefined()
    truth.coefficients.forEach((coefficient, index) => {
      const error = fit.standardErrors[index] ?? 0
      expect(Math.abs((fit.coefficients[index] ?? 0) - coefficient)).toBeLessThan(3 * error)
      expect(error).toBeLessThan(0.15)
    })
  })

  test('covers each effect with its 95 % interval in 88 to 100 % of 60 generated portfolios', () => {
    const covered = [0, 0, 0]
    for (let seed = 0; seed < 60; seed++) {
      const fit = fitHazard(clientMonths(300, 1_000 + seed), { ridge: 1e-6 })
      truth.coefficients.forEach((coefficient, index) => {
        const distance = Math.abs((fit.coefficients[index] ?? 0) - coefficient)
        if (distance < 1.96 * (fit.standardErrors[index] ?? 0)) covered[index] = (covered[index] ?? 0) + 1
      })
    }

    // Binomial(60, .95) lies in 53..60 with probability .98; the seeds are fixed.
    for (const count of covered) {
      expect(count).toBeGreaterThanOrEqual(53)
    }
  })

  test('multiplies into survival that never rises and stays in [0, 1]', () => {
    const model = { names, ...truth, means: [0, 0, 0] }
    const path = survivalPath(model, (month) => [Math.log1p(11 + month), 0.5, 0], 36)

    expect(path[0]).toBeCloseTo(1 - hazard(model, [Math.log1p(12), 0.5, 0]), 14)
    expect([...path].sort((left, right) => right - left)).toEqual([...path])
    expect(path[35]).toBeGreaterThan(0)
  })

  test('is calibrated on later months: a world twice as lossy moves the intercept, not the slope', () => {
    const fit = fitHazard(clientMonths(4_000, 2))
    const later = clientMonths(4_000, 3, Math.log(2))
    const calibration = calibrationOn(fit, later)
    const better = calibrated(fit, calibration)
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length
    const predicted = later.outcomes.map((_, row) =>
      hazard(better, later.values.subarray(row * 3, row * 3 + 3)),
    )

    // Three standard errors of a slope from about 2,500 losses.
    expect(Math.abs(calibration.slope - 1)).toBeLessThan(0.2)
    expect(mean(predicted)).toBeCloseTo(mean(later.outcomes), 6)
  })

  test('needs no calibration in the world it was fitted on', () => {
    const months = clientMonths(2_000, 4)
    const calibration = calibrationOn(fitHazard(months, { ridge: 1e-6 }), months)

    expect(calibration.intercept).toBeCloseTo(0, 5)
    expect(calibration.slope).toBeCloseTo(1, 5)
  })

  test.each([
    ['nothing at all', { names, values: new Float64Array(0), outcomes: [] }, 'fit.no-losses'],
    [
      'nobody lost',
      { names, values: new Float64Array(300), outcomes: new Array<number>(100).fill(0) },
      'fit.no-losses',
    ],
    [
      'everybody lost at once',
      { names, values: new Float64Array(300), outcomes: new Array<number>(100).fill(1) },
      'fit.too-few-losses',
    ],
    [
      'three lost',
      { names, values: new Float64Array(300), outcomes: [1, 1, 1, ...new Array<number>(97).fill(0)] },
      'fit.too-few-losses',
    ],
  ])('answers %s with a diagnosis and the common rate', (_, table, code) => {
    const fit = fitHazard(table)

    expect(fit.diagnosis?.code).toBe(code)
    expect(hazard(fit, [1, 1, 1])).toBeGreaterThan(0)
    expect(hazard(fit, [1, 1, 1])).toBeLessThan(1)
    expect(hazard(fit, [Number.NaN, 1, 1])).toBe(hazard(fit, [0, 0, 0]))
  })
})
