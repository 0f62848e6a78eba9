import type { StepResult } from '#shared/pipeline/pipeline'
import type { Run } from '#shared/pipeline/run'
import type { Context } from '#shared/portfolio/context'
import { addTo, type Contribution } from '#shared/portfolio/contribution'
import { headlineOf } from '#shared/portfolio/headline'
import { addSample, emptySample, peersOf } from '#shared/portfolio/peers'
import { type Snapshot, sumsOf } from '#shared/portfolio/snapshot'
import { log } from '#functions/runtime/log'
import { openedRun } from './opened-run.ts'
import { renewLiveScores } from './renew-live.ts'
import { type PipelineDeps, pipelineStores } from './pipeline-deps.ts'
import { publishProducts } from './publish-products.ts'
import type { ValuePart } from './value.ts'

type Stores = ReturnType<typeof pipelineStores>

/** Adds the parts, compares the live flows with their recount, stores the snapshot and makes the run current. */
export async function publishRun(runId: string, deps: PipelineDeps): Promise<StepResult> {
  const stores = pipelineStores(deps)
  const { runs } = stores
  const { run } = await openedRun(runs, runId)
  if (run.status === 'published') {
    await runs.dropEveryPart(runId)
    return { isDone: true }
  }
  const context = await runs.loadContext(runId)
  if (!context) throw new Error('Impossible: a run is fitted before it is published')
  await runs.report(runId, 'publish', { state: 'running', done: 0 })
  const { sum, recounted, clients, peers } = await partsTogether(stores, runId, deps.shards)
  const snapshot = await snapshotOf({ run, context, sum, clients }, stores)
  await runs.saveSnapshot(snapshot)
  await runs.savePeers(runId, peersOf(snapshot.sums, peers))
  await publishProducts({ context, snapshot, shards: deps.shards }, stores)
  const reconciliation = await reconcile(run, recounted, { stores, shards: deps.shards })
  const finishedAt = deps.clock()
  if (!run.isStudy) await runs.publish(run, finishedAt, { ...headlineOf(snapshot) })
  if (!run.isStudy) await renewLiveScores(context, deps)
  await runs.update(runId, { status: 'published', finishedAt, reconciliation, clients })
  await runs.report(runId, 'publish', { state: 'done', done: clients })
  await runs.dropEveryPart(runId)
  return { isDone: true }
}

type Recounted = Map<number, Map<string, Map<string, number>>>

async function partsTogether({ runs }: Stores, runId: string, shards: number) {
  const sum: Contribution = new Map()
  const recounted: Recounted = new Map()
  const peers = emptySample()
  let clients = 0
  for (let shard = 0; shard < shards; shard++) {
    for (const part of await runs.loadParts<ValuePart>(runId, 'value', shard)) {
      clients += part.clients
      for (const [key, amounts] of Object.entries(part.sums)) addTo(sum, key, amounts)
      for (const row of part.flows) addRow(recounted, row)
      addSample(peers, part.peers)
    }
  }
  return { sum, recounted, clients, peers }
}

function addRow(
  recounted: Recounted,
  [shard, flow, name, amount]: readonly [number, string, string, number],
): void {
  const ofShard = recounted.get(shard) ?? new Map<string, Map<string, number>>()
  recounted.set(shard, ofShard)
  const sums = ofShard.get(flow) ?? new Map<string, number>()
  ofShard.set(flow, sums)
  sums.set(name, (sums.get(name) ?? 0) + amount)
}

interface Summed {
  readonly run: Run
  readonly context: Context
  readonly sum: Contribution
  readonly clients: number
}

async function snapshotOf({ run, context, sum, clients }: Summed, { spend }: Stores): Promise<Snapshot> {
  const { settings, activityWindowDays, months, monthEnds, periods, models } = context
  const hasMargins = Object.values(context.catalogue).some(
    (entry) => entry.marginRate !== undefined || entry.unitCostCents !== undefined,
  )
  return {
    runId: run.id,
    asOf: context.asOf,
    definitions: context.definitions,
    clients,
    sums: sumsOf(sum),
    spend: (await spend.loadAll()).map(({ channel, month, amountCents }) => ({
      channel,
      month,
      amountCents,
    })),
    context: { settings, activityWindowDays, months, monthEnds, periods, models },
    isOnRevenue: !hasMargins && settings.marginRate === 1,
  }
}

/** Whether the live flows equal their recount; facts that changed since the values were taken make it unknown. */
async function reconcile(
  run: Run,
  recounted: Recounted,
  { stores, shards }: { stores: Stores; shards: number },
): Promise<NonNullable<Run['reconciliation']>> {
  const productIds = (await stores.products.loadAll()).map((product) => product.id)
  let isEqual = true
  for (let shard = 0; shard < shards; shard++) {
    const live = await stores.flows.ofShard(shard, [...new Set([...productIds, 'none'])])
    if (comparable(live) !== comparable(recounted.get(shard) ?? new Map())) isEqual = false
  }
  const { shards: versions } = await stores.flows.versions({ isConsistent: true })
  const isStill = versions.every((version, shard) => version === run.shardVersions?.[shard])
  if (!isStill) return 'not-verified'
  if (!isEqual) log.error('flows_differ', { runId: run.id })
  return isEqual ? 'equal' : 'different'
}

function comparable(flows: ReadonlyMap<string, ReadonlyMap<string, number>>): string {
  const rows = [...flows].flatMap(([flow, sums]) =>
    [...sums].filter(([, amount]) => amount !== 0).map(([name, amount]) => `${flow}/${name}=${amount}`),
  )
  return rows.sort().join('\n')
}
