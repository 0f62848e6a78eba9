import type { ClientWithFacts, Score } from '#shared/client/client'
import { DomainError } from '#shared/kernel/errors'
import { shardOf } from '#shared/kernel/ids'
import type { StepResult } from '#shared/pipeline/pipeline'
import { addInto, type Contribution } from '#shared/portfolio/contribution'
import { addFlows, flowsOf } from '#shared/portfolio/flows'
import { addPeer, emptySample, type PeerSample } from '#shared/portfolio/peers'
import { sumsOf } from '#shared/portfolio/snapshot'
import { value } from '#shared/portfolio/value'
import { scanClients } from '#functions/store/client-scan'
import type { ClientChange } from '#functions/store/client-writes'
import { openedRun } from './opened-run.ts'
import { type PipelineDeps, pipelineStores } from './pipeline-deps.ts'
import { cursorOf, type ShardEvent, SPARE_MILLISECONDS } from './run-event.ts'

const CLIENTS_PER_PART = 100_000
const SCORES_PER_SAVE = 200
const REPORT_EVERY = 1_000

/** What the value step leaves of some clients: their sum, and the recount of their live flows by shard. */
export interface ValuePart {
  readonly clients: number
  readonly sums: Record<string, readonly number[]>
  readonly flows: readonly (readonly [number, string, string, number])[]
  readonly peers: PeerSample
}

type ShardFlows = Map<number, Map<string, Map<string, number>>>

/** Values every client of one share of the table; writes the scores that changed, unless the run is a study. */
export async function valueShard(
  event: ShardEvent,
  deps: PipelineDeps,
  remainingMilliseconds: () => number,
): Promise<StepResult> {
  const { runs, clients } = pipelineStores(deps)
  const { run } = await openedRun(runs, event.runId)
  const context = await runs.loadContext(run.id)
  if (!context) throw new Error('Impossible: a run is fitted before its clients are valued')
  let { part, done, after } = cursorOf(event)
  await runs.dropParts(run.id, { step: 'value', shard: event.shard, from: part })
  let sum: Contribution = new Map()
  let flows: ShardFlows = new Map()
  let peers = emptySample()
  let counted = 0
  let pending: ClientChange[] = []
  const flush = async () => {
    await saveScores(clients, pending)
    pending = []
    await runs.report(run.id, `value#${event.shard}`, { state: 'running', done })
  }
  const savePart = async () => {
    await flush()
    const value: ValuePart = { clients: counted, sums: sumsOf(sum), flows: flowRows(flows), peers }
    await runs.savePart(run.id, { step: 'value', shard: event.shard, part }, value)
    part += 1
    sum = new Map()
    flows = new Map()
    peers = emptySample()
    counted = 0
  }
  const question = {
    segment: event.shard,
    segments: event.shards,
    withRemnants: true,
    ...(after === undefined ? {} : { after }),
  }
  for await (const scanned of scanClients(deps.table, question)) {
    const { aggregate } = scanned
    recount(flows, aggregate, deps.shards)
    after = scanned.after
    if (scanned.isRemnant) continue
    const { score, contribution } = value(aggregate, context)
    addInto(sum, contribution)
    addPeer(peers, aggregate, context)
    // A run's score takes the place of the live one; publish makes it anew where facts came in meanwhile.
    const isDue = isNews(aggregate.client.score, score) || aggregate.client.live !== undefined
    if (!run.isStudy && isDue) pending.push(rescored(aggregate, score))
    counted += 1
    done += 1
    if (pending.length >= SCORES_PER_SAVE || done % REPORT_EVERY === 0) await flush()
    const isLate = done % 50 === 0 && remainingMilliseconds() < SPARE_MILLISECONDS
    if (isLate || counted === CLIENTS_PER_PART) await savePart()
    if (isLate) return { isDone: false, cursor: JSON.stringify({ part, done, after }) }
  }
  await savePart()
  await runs.report(run.id, `value#${event.shard}`, { state: 'done', done })
  return { isDone: true }
}

/** Whether a rounded score says something else than the stored one; the run, its day and rules alone are no news. */
function isNews(stored: Score | undefined, score: Score): boolean {
  if (!stored) return true
  const said = ({ runId: _runId, asOf: _asOf, rules: _rules, ...rest }: Score) =>
    JSON.stringify(Object.entries(rest).sort())
  return said(stored) !== said(score)
}

function rescored(before: ClientWithFacts, score: Score): ClientChange {
  const { live: _live, ...client } = before.client
  const stored = before.client.score
  const previous = stored && stored.runId !== score.runId ? stored : before.client.previous
  return {
    before,
    after: { client: { ...client, score, ...(previous ? { previous } : {}) }, facts: before.facts },
  }
}

/** Writes scores; a client changed meanwhile is left alone: its new facts are for the next run. */
async function saveScores(
  clients: ReturnType<typeof pipelineStores>['clients'],
  changes: readonly ClientChange[],
): Promise<void> {
  if (changes.length === 0) return
  try {
    await clients.saveAll(changes)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'client.changed-meanwhile') throw error
    if (changes.length === 1) return
    const half = Math.ceil(changes.length / 2)
    const fresh = await freshOnly(clients, changes)
    await saveScores(clients, fresh.slice(0, half))
    await saveScores(clients, fresh.slice(half))
  }
}

/** Changes whose client is still as it was read. Some of the batch may be written already: those are done with. */
async function freshOnly(
  clients: ReturnType<typeof pipelineStores>['clients'],
  changes: readonly ClientChange[],
) {
  const now = await clients.loadManyExisting(changes.map(({ after }) => after.client.id))
  return changes.filter(({ before, after }) => now.get(after.client.id)?.version === before?.client.version)
}

function recount(flows: ShardFlows, aggregate: ClientWithFacts, shards: number): void {
  const shard = shardOf(aggregate.client.id, shards)
  const ofShard = flows.get(shard) ?? new Map<string, Map<string, number>>()
  flows.set(shard, ofShard)
  addFlows(ofShard, flowsOf(aggregate))
}

function flowRows(flows: ShardFlows): [number, string, string, number][] {
  return [...flows].flatMap(([shard, ofShard]) =>
    [...ofShard].flatMap(([flow, sums]) =>
      [...sums].map(([name, amount]): [number, string, string, number] => [shard, flow, name, amount]),
    ),
  )
}
