import type { StepResult } from '#shared/pipeline/pipeline'
import { emptySummary, summarise } from '#shared/pipeline/summarise'
import { scanClients } from '#functions/store/client-scan'
import { type PipelineDeps, pipelineStores } from './pipeline-deps.ts'
import { cursorOf, type ShardEvent, SPARE_MILLISECONDS } from './run-event.ts'
import { openedRun } from './opened-run.ts'

// Bounds what one part holds in memory, whatever the portfolio's size.
const CLIENTS_PER_PART = 100_000
const REPORT_EVERY = 5_000

/** Reads the clients of one share of the table and keeps what the models need to know of them. */
export async function summariseShard(
  event: ShardEvent,
  deps: PipelineDeps,
  remainingMilliseconds: () => number,
): Promise<StepResult> {
  const { runs, products } = pipelineStores(deps)
  const { run, asOf } = await openedRun(runs, event.runId)
  const context = { asOf, settings: run.settings, catalogue: await products.catalogue() }
  const step = `summarise#${event.shard}`
  let { part, done, after } = cursorOf(event)
  let summary = emptySummary()
  await runs.dropParts(run.id, { step: 'summarise', shard: event.shard, from: part })
  const question = { segment: event.shard, segments: event.shards, ...(after === undefined ? {} : { after }) }
  for await (const scanned of scanClients(deps.table, question)) {
    summarise(summary, scanned.aggregate, context)
    done += 1
    after = scanned.after
    if (done % REPORT_EVERY === 0) await runs.report(run.id, step, { state: 'running', done })
    const isLate = done % 100 === 0 && remainingMilliseconds() < SPARE_MILLISECONDS
    if (!isLate && done % CLIENTS_PER_PART !== 0) continue
    await runs.savePart(run.id, { step: 'summarise', shard: event.shard, part }, summary)
    part += 1
    summary = emptySummary()
    if (isLate) return { isDone: false, cursor: JSON.stringify({ part, done, after }) }
  }
  await runs.savePart(run.id, { step: 'summarise', shard: event.shard, part }, summary)
  await runs.report(run.id, step, { state: 'done', done })
  return { isDone: true }
}
