import * as v from 'valibot'
import { emptyGathering, gather, numberedProducts } from '#shared/pipeline/associate'
import type { StepResult } from '#shared/pipeline/pipeline'
import { scanClients } from '#functions/store/client-scan'
import { associateParts, saveGathering, saveOwners } from './associate-parts.ts'
import { openedRun } from './opened-run.ts'
import { type PipelineDeps, pipelineStores } from './pipeline-deps.ts'
import { type ShardEvent, SPARE_MILLISECONDS } from './run-event.ts'

const OWNERS_PER_PART = 20_000
const REPORT_EVERY = 5_000

const Cursor = v.object({
  part: v.number(),
  pairs: v.number(),
  owners: v.number(),
  done: v.number(),
  after: v.optional(v.string()),
})
const start: v.InferOutput<typeof Cursor> = { part: 0, pairs: 0, owners: 0, done: 0 }

/** Counts products, and products bought or held together, over one share of the table. */
export async function associateShard(
  event: ShardEvent,
  deps: PipelineDeps,
  remainingMilliseconds: () => number,
): Promise<StepResult> {
  const { runs } = pipelineStores(deps)
  const { run } = await openedRun(runs, event.runId)
  const context = await runs.loadContext(run.id)
  if (!context) throw new Error('Impossible: a run is fitted before its products are counted')
  const { shard, shards } = event
  const numbered = numberedProducts(context.catalogue)
  let { part, pairs, owners, done, after } = event.cursor ? v.parse(Cursor, JSON.parse(event.cursor)) : start
  await runs.dropParts(run.id, { step: associateParts.sums, shard, from: part })
  await runs.dropParts(run.id, { step: associateParts.pairs, shard, from: pairs })
  await runs.dropParts(run.id, { step: associateParts.owners, shard, from: owners })
  const gathering = emptyGathering(numbered)
  const flushOwners = async () => {
    if (gathering.owners.length === 0) return
    await saveOwners(runs, { runId: run.id, shard, part: owners }, gathering.owners)
    owners += 1
    gathering.owners = []
  }
  const save = async () => {
    await flushOwners()
    pairs = await saveGathering(runs, { runId: run.id, shard, part, pairs }, gathering)
    part += 1
  }
  const question = { segment: shard, segments: shards, ...(after === undefined ? {} : { after }) }
  for await (const scanned of scanClients(deps.table, question)) {
    gather(gathering, scanned.aggregate, { context, numbered })
    done += 1
    after = scanned.after
    if (gathering.owners.length >= OWNERS_PER_PART) await flushOwners()
    if (done % REPORT_EVERY === 0) await runs.report(run.id, `associate#${shard}`, { state: 'running', done })
    if (done % 50 !== 0 || remainingMilliseconds() >= SPARE_MILLISECONDS) continue
    await save()
    return { isDone: false, cursor: JSON.stringify({ part, pairs, owners, done, after }) }
  }
  await save()
  await runs.report(run.id, `associate#${shard}`, { state: 'done', done })
  return { isDone: true }
}
