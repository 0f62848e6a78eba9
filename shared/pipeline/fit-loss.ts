/**
 * From client-months to the loss model of clients with accounts (`decisions.md` 11): fitted on all months but the last six,
 * calibrated on those, then fitted on all with that calibration; refitted to resampled clients for the intervals.
 */
import { calibrated, calibrationOn, fitHazard, type HazardFit } from '#shared/models/hazard-loss'
import { lossFeatureNames } from '#shared/models/loss-features'
import type { OutcomeTable } from '#shared/numeric/logistic-regression'
import { createRandom } from '#shared/numeric/random'
import type { FittedLoss } from '#shared/portfolio/context'
import type { LossRow } from './summarise.ts'

/** The newest months, kept apart to calibrate what was learned on the others. */
export const CALIBRATION_MONTHS = 6
/** Refits behind the intervals: the draws share them, because each reads every row. */
const REFITS = 40

/** A fitted loss model with its refits, or why there is none. */
export interface LossFitted {
  readonly fit: HazardFit
  readonly loss?: FittedLoss
  readonly reason?: string
}

/** Fits the loss model; with too few losses every client gets the common rate, and the fit says so. */
export function fitLoss(found: readonly LossRow[], seed: number): LossFitted {
  // In one order, whatever the order of the shards: resampling draws a weight for each client as it comes.
  const rows = [...found].sort((left, right) => left.hash - right.hash || left.month - right.month)
  const last = rows.reduce((latest, { month }) => Math.max(latest, month), 0)
  const early = rows.filter(({ month }) => month <= last - CALIBRATION_MONTHS)
  const late = rows.filter(({ month }) => month > last - CALIBRATION_MONTHS)
  const fit = fitHazard(tableOf(rows))
  if (rows.length === 0)
    return { fit, reason: 'No client with an account has been seen for a full month yet.' }
  const learned = fitHazard(tableOf(early))
  const calibration =
    learned.diagnosis === undefined ? calibrationOn(learned, tableOf(late)) : { intercept: 0, slope: 1 }
  const refits = Array.from({ length: fit.diagnosis === undefined ? REFITS : 0 }, (_, draw) => {
    const { names, intercept, coefficients, means } = fitHazard(resampled(rows, seed, draw))
    return calibrated({ names, intercept, coefficients, means }, calibration)
  })
  const { names, intercept, coefficients, means } = calibrated(fit, calibration)
  return { fit, loss: { model: { names, intercept, coefficients, means }, refits } }
}

/** Client-months as the table of outcomes a hazard is fitted to. */
export function tableOf(rows: readonly LossRow[], weights?: Float64Array): OutcomeTable {
  const size = lossFeatureNames.length
  const values = new Float64Array(rows.length * size)
  rows.forEach(({ features }, row) => {
    for (let index = 0; index < size; index++) values[row * size + index] = features[index] ?? Number.NaN
  })
  const outcomes = Float64Array.from(rows, ({ isLost }) => (isLost ? 1 : 0))
  return { names: lossFeatureNames, values, outcomes, ...(weights ? { weights } : {}) }
}

/** Clients drawn with replacement (Poisson weights): all months of a client count equally often. */
function resampled(rows: readonly LossRow[], seed: number, draw: number): OutcomeTable {
  const random = createRandom(seed, draw)
  const byClient = new Map<number, number>()
  const weights = Float64Array.from(rows, ({ hash }) => {
    const weight = byClient.get(hash) ?? random.poisson(1)
    byClient.set(hash, weight)
    return weight
  })
  return tableOf(rows, weights)
}
