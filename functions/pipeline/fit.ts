import { backTest, errorsByModel } from '#shared/pipeline/backtest'
import { calibrate, type Calibrated } from '#shared/pipeline/calibrate'
import { calibratedModels, candidates, type Fitted, fitModels, SEED } from '#shared/pipeline/fit'
import { lossTest } from '#shared/pipeline/loss-test'
import type { StepResult } from '#shared/pipeline/pipeline'
import { purchaseCard } from '#shared/pipeline/purchase-card'
import type { ReportCardView } from '#shared/pipeline/report-card-view.schema'
import { addSummary, emptySummary, type Summary } from '#shared/pipeline/summarise'
import {
  DEFINITIONS,
  flowMonths,
  listedPeriods,
  monthEndsBefore,
  rangePeriod,
} from '#shared/portfolio/context'
import { openedRun } from './opened-run.ts'
import { type PipelineDeps, pipelineStores } from './pipeline-deps.ts'

/** Fits the models to the summaries of all shards and stores the context every client is valued under. */
export async function fitRun(runId: string, deps: PipelineDeps): Promise<StepResult> {
  const { runs, products, flows } = pipelineStores(deps)
  const { run, asOf } = await openedRun(runs, runId)
  await runs.report(runId, 'fit', { state: 'running', done: 0 })
  const summary = emptySummary()
  for (let shard = 0; shard < deps.shards; shard++) {
    for (const part of await runs.loadParts<Summary>(runId, 'summarise', shard)) addSummary(summary, part)
  }
  const names = [...new Set([...(run.wishedModel ? [run.wishedModel] : []), ...candidates])]
  const test = backTest(summary.purchases.rows, { asOf, names })
  const fitted = fitModels(summary, {
    holdout: errorsByModel(test),
    ...(run.wishedModel ? { model: run.wishedModel } : {}),
    ...(run.settings.activityWindowDays ? { windowDays: run.settings.activityWindowDays } : {}),
  })
  const model = fitted.models.purchases?.model
  const calibrated = calibrate(test, summary.purchases.rows, { model, asOf, seed: SEED })
  await runs.saveCard(runId, cardOf(asOf, { summary, test, fitted, calibrated }))
  await runs.saveContext({
    runId,
    definitions: DEFINITIONS,
    asOf,
    settings: run.settings,
    settingsVersion: run.settingsVersion,
    ...(run.health ? { health: run.health } : {}),
    activityWindowDays: fitted.activityWindowDays,
    ...calibratedModels(fitted, calibrated?.intervals),
    seed: SEED,
    cuts: fitted.cuts,
    catalogue: await products.catalogue(),
    monthEnds: monthEndsBefore(asOf),
    months: flowMonths(asOf),
    periods: [
      ...listedPeriods(asOf),
      ...(run.wishedFrom === undefined ? [] : [rangePeriod({ from: run.wishedFrom, to: asOf })]),
    ],
  })
  const { shards: shardVersions } = await flows.versions({ isConsistent: true })
  await runs.update(runId, {
    clients: summary.clients,
    fits: fitted.fits,
    shardVersions,
    ...(model ? { model } : {}),
  })
  await runs.report(runId, 'fit', { state: 'done', done: summary.clients })
  return { isDone: true }
}

interface ForCard {
  readonly summary: Summary
  readonly test: ReturnType<typeof backTest>
  readonly fitted: Fitted
  readonly calibrated: Calibrated | undefined
}

function cardOf(
  asOf: string,
  { summary: { loss, purchases }, test, fitted, calibrated }: ForCard,
): ReportCardView {
  const { models, reason } = fitted
  const share = 1 / 2 ** purchases.thinning
  const chosen = { model: models.purchases?.model, reason, share, calibrated }
  return { asOf, purchases: purchaseCard(test, purchases.rows, chosen), loss: lossTest(loss.rows) }
}
