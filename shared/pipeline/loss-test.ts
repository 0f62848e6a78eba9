/**
 * The loss model out of time: fitted and calibrated as a run twelve months into the months kept would have, and asked for
 * the six months after. Nothing of those months is used in what is said about them.
 */
import { monthFrom } from '#shared/kernel/day'
import { calibrated, calibrationOn, fitHazard, hazard } from '#shared/models/hazard-loss'
import { lossFeatureNames } from '#shared/models/loss-features'
import { areaUnderCurve, reliability, type ReliabilityRow } from '#shared/models/report-card'
import { CALIBRATION_MONTHS, tableOf } from './fit-loss.ts'
import type { LossCard, ReportCardView } from './report-card-view.schema.ts'
import type { LossRow } from './summarise.ts'

/** The reliability of the loss model on the last months, or why it cannot be told. */
export function lossTest(found: readonly LossRow[]): ReportCardView['loss'] {
  if (found.length === 0)
    return { test: null, reason: 'No client with an account has been seen for a full month yet.' }
  const rows = [...found].sort((left, right) => left.hash - right.hash || left.month - right.month)
  const last = rows.reduce((latest, { month }) => Math.max(latest, month), 0)
  const testFrom = last - CALIBRATION_MONTHS + 1
  const calibrationFrom = testFrom - CALIBRATION_MONTHS
  const learned = fitHazard(tableOf(rows.filter(({ month }) => month < calibrationFrom)))
  if (learned.diagnosis)
    return { test: null, reason: `On the months before the test: ${lowerFirst(learned.diagnosis.sentence)}` }
  const middle = rows.filter(({ month }) => month >= calibrationFrom && month < testFrom)
  const model = calibrated(learned, calibrationOn(learned, tableOf(middle)))
  const unseen = rows.filter(({ month }) => month >= testFrom)
  const { values } = tableOf(unseen)
  const size = lossFeatureNames.length
  const said = Float64Array.from(unseen, (_, row) =>
    hazard(model, values.subarray(row * size, (row + 1) * size)),
  )
  const isLost = unseen.map((row) => row.isLost)
  const groups = reliability(said, isLost)
  const test: LossCard = {
    from: monthFrom(testFrom),
    to: monthFrom(last),
    clientMonths: unseen.length,
    predicted: said.reduce((sum, chance) => sum + chance, 0),
    actual: isLost.filter(Boolean).length,
    rows: groups,
    error: calibrationError(groups),
    auc: areaUnderCurve(said, isLost) ?? null,
  }
  return { test, reason: null }
}

/** Expected calibration error: mean distance of said and happened over groups, weighted by their clients. */
export function calibrationError(rows: readonly ReliabilityRow[]): number {
  const clients = rows.reduce((sum, row) => sum + row.clients, 0)
  const distance = rows.reduce((sum, row) => sum + row.clients * Math.abs(row.said - row.happened), 0)
  return clients > 0 ? distance / clients : 0
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
