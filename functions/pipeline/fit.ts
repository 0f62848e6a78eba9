import { fitModels, SEED } from '#shared/pipeline/fit'
import type { StepResult } from '#shared/pipeline/pipeline'
import { addSummary, emptySummary, type Summary } from '#shared/pipeline/summarise'
import { DEFINITIONS, flowMonths, listedPeriods, monthEndsBefore } from '#shared/portfolio/context'
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
  const fitted = fitModels(summary, {
    ...(run.wishedModel ? { model: run.wishedModel } : {}),
    ...(run.settings.activityWindowDays ? { windowDays: run.settings.activityWindowDays } : {}),
  })
  await runs.saveContext({
    runId,
    definitions: DEFINITIONS,
    asOf,
    settings: run.settings,
    activityWindowDays: fitted.activityWindowDays,
    models: fitted.models,
    draws: fitted.draws,
    seed: SEED,
    cuts: fitted.cuts,
    catalogue: await products.catalogue(),
    monthEnds: monthEndsBefore(asOf),
    months: flowMonths(asOf),
    periods: listedPeriods(asOf),
  })
  const { shards: shardVersions } = await flows.versions({ isConsistent: true })
  await runs.update(runId, {
    clients: summary.clients,
    fits: fitted.fits,
    shardVersions,
    ...(fitted.models.purchases ? { model: fitted.models.purchases.model } : {}),
  })
  await runs.report(runId, 'fit', { state: 'done', done: summary.clients })
  return { isDone: true }
}
