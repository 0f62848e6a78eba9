import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  forecastDeviations,
  smooth,
  smoothedForecast,
  thetaForecast,
} from '#shared/models/exponential-smoothing'
import { mase, smape } from '#shared/models/forecast-errors'
import { NEEDS_SHARED_DATA, sharedData } from '#tests/harness/shared-data'
import { sharedGzipText } from './reference.ts'

// R's datasets::WWWusage and datasets::Nile
const wwwUsage = [
  88, 84, 85, 85, 84, 85, 83, 85, 88, 89, 91, 99, 104, 112, 126, 138, 146, 151, 150, 148, 147, 149, 143, 132,
  131, 139, 147, 150, 148, 145, 140, 134, 131, 131, 129, 126, 126, 132, 137, 140, 142, 150, 159, 167, 170,
  171, 172, 172, 174, 175, 172, 172, 174, 174, 169, 165, 156, 142, 131, 121, 112, 104, 102, 99, 99, 95, 88,
  84, 84, 87, 89, 88, 85, 86, 89, 91, 91, 94, 101, 110, 121, 135, 145, 149, 156, 165, 171, 175, 177, 182, 193,
  204, 208, 210, 215, 222, 228, 226, 222, 220,
]
const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
  1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040,
  759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
  744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]

describe('exponential smoothing', () => {
  test('forecasts WWWusage as R does: ETS(A,Ad,N) 218.3663, 217.0351, 215.9501', () => {
    const smoother = smooth(wwwUsage, 'damped')
    const forecast = smoothedForecast(smoother, 3)

    // R maximises the likelihood by another path; the minimum is the same, the corners differ in the fourth digit.
    expect(Math.abs((forecast[0] ?? 0) / 218.3663 - 1)).toBeLessThan(1e-3)
    expect(Math.abs((forecast[2] ?? 0) / 215.9501 - 1)).toBeLessThan(1e-3)
    expect(Math.abs(smoother.phi - 0.815)).toBeLessThan(0.02)
    // 80 % half-width two steps ahead: 9.274 with R's sigma2 of 12.2243873.
    expect(
      Math.abs(1.2815516 * (forecastDeviations({ ...smoother, variance: 12.2243873 }, 2)[1] ?? 0) - 9.274),
    ).toBeLessThan(0.05)
  })

  test('forecasts the Nile as R does: ETS(A,N,N) 805.38 with α .2455', () => {
    const smoother = smooth(nile, 'none')

    expect(Math.abs(smoother.alpha - 0.2455339)).toBeLessThan(5e-3)
    expect(Math.abs((smoothedForecast(smoother, 1)[0] ?? 0) - 805.3813)).toBeLessThan(1)
  })

  test('repeats a constant series, with certainty', () => {
    const smoother = smooth([5, 5, 5, 5, 5, 5], 'damped')

    expect(smoothedForecast(smoother, 2).map((value) => value.toFixed(6))).toEqual(['5.000000', '5.000000'])
    expect(forecastDeviations(smoother, 2)[1]).toBeCloseTo(0, 6)
  })
})

const series = (text: string | undefined): number[][] =>
  (text ?? '')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) =>
      line
        .split(',')
        .slice(1)
        .map((cell) => cell.replaceAll('"', ''))
        .filter((cell) => cell !== '' && cell !== 'NA')
        .map(Number),
    )
const testFile = sharedData('m4-weekly/Weekly-test.csv')
const training = series(sharedGzipText('m4-weekly/Weekly-train.csv.gz'))
const later = series(testFile && readFileSync(testFile, 'utf8'))

describe.skipIf(training.length === 0)(
  `the 359 weekly series of the M4 competition ${NEEDS_SHARED_DATA}`,
  () => {
    const horizon = 13
    test.each<[string, (one: readonly number[]) => number[], number, number]>([
      ['naive', (one) => new Array<number>(horizon).fill(one.at(-1) ?? 0), 9.1613, 2.7773],
      ['simple smoothing', (one) => smoothedForecast(smooth(one, 'none'), horizon), 9.0121, 2.6845],
      ['linear trend', (one) => smoothedForecast(smooth(one, 'linear'), horizon), 9.7065, 2.4132],
      ['damped trend', (one) => smoothedForecast(smooth(one, 'damped'), horizon), 8.8671, 2.4001],
      ['Theta', (one) => thetaForecast(one, horizon).mean, 9.0889, 2.6387],
    ])('are forecast by %s with the benchmark errors', (_, method, wantedSmape, wantedMase) => {
      let sumSmape = 0
      let sumMase = 0
      training.forEach((one, index) => {
        const actual = later[index] ?? []
        const forecast = method(one)
        sumSmape += smape(actual, forecast)
        sumMase += mase(actual, forecast, { training: one, period: 1 })
      })

      expect(training.length).toBe(359)
      // 0.002 is allowed; both searches follow the same path, so all printed digits agree.
      expect(Math.abs(sumSmape / 359 - wantedSmape)).toBeLessThan(2e-3)
      expect(Math.abs(sumMase / 359 - wantedMase)).toBeLessThan(2e-3)
    })

    test('lie inside the 95 % intervals of the damped trend 94.4 % of the time', () => {
      let inside = 0
      training.forEach((one, index) => {
        const smoother = smooth(one, 'damped')
        const forecast = smoothedForecast(smoother, horizon)
        const deviations = forecastDeviations(smoother, horizon)
        const actual = later[index] ?? []
        inside += actual.filter(
          (value, step) => Math.abs(value - (forecast[step] ?? 0)) <= 1.959964 * (deviations[step] ?? 0),
        ).length
      })

      expect(inside / (359 * horizon)).toBeCloseTo(0.9439, 3)
    })
  },
)
