/** What the back-test says about intervals: the levels and the model error that correct the shown ones. */
import { dayNumber, dayOf, type CivilDay } from '#shared/kernel/day'
import { type IntervalCalibration, learnedLevels } from '#shared/models/interval-calibration'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { type BackTest, backTestOf } from './backtest.ts'
import type { ClientDays } from './client-days.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { splitOf } from './holdout.ts'
import { rollingOrigins, type RollingOrigins } from './rolling-origins.ts'

/** The calibration of shown intervals and how it was found. */
export interface Calibrated {
  readonly intervals: IntervalCalibration
  readonly coverage: Coverage
  /** Levels between which 80 % lay on a split before; absent where too little is known before. */
  readonly earlier?: { readonly until: string; readonly low: number; readonly high: number }
  readonly rolling: RollingOrigins
}

/** Calibrates the intervals of the chosen model; undefined where it could not be tested. */
export function calibrate(
  test: BackTest | { readonly reason: string },
  rows: readonly ClientDays[],
  { model, asOf, seed }: { model: PurchaseModelName | undefined; asOf: CivilDay; seed: number },
): Calibrated | undefined {
  const tested = 'reason' in test ? undefined : test.models.find(({ name }) => name === model)
  if ('reason' in test || !tested) return undefined
  const { split, clients } = test
  const coverage = coverageOf(clients, tested, { days: split.days, seed })
  const rolling = rollingOrigins(rows, { model: tested.name, asOf: dayNumber(asOf), seed })
  const earlier = earlierLevels(rows, { cut: split.cut, model: tested.name, seed })
  return {
    intervals: { levels: learnedLevels(coverage.transforms), modelError: rolling.modelError },
    coverage,
    ...(earlier ? { earlier } : {}),
    rolling,
  }
}

function earlierLevels(
  rows: readonly ClientDays[],
  { cut, model, seed }: { cut: number; model: PurchaseModelName; seed: number },
): Calibrated['earlier'] {
  const split = splitOf(rows, cut)
  const test = 'reason' in split ? split : backTestOf(rows, split, [model])
  const tested = 'reason' in test ? undefined : test.models[0]
  if ('reason' in split || 'reason' in test || !tested) return undefined
  const { transforms } = coverageOf(test.clients, tested, { days: split.days, seed })
  const { low80, high80 } = learnedLevels(transforms)
  return { until: dayOf(split.cut), low: low80, high: high80 }
}
