import { DomainError } from '#shared/kernel/errors'
import { shardOf } from '#shared/kernel/ids'
import { addFlows, flowsOf } from '#shared/portfolio/flows'
import { scanClients } from '#functions/store/client-scan'
import { type PipelineDeps, pipelineStores } from './pipeline-deps.ts'

/** One sum of the live flows that differed from the facts, and is right now. */
export interface Repaired {
  readonly shard: number
  readonly flow: string
  readonly measure: string
  readonly was: number
  readonly is: number
}

const ATTEMPTS = 5

/** Recounts the live flows from the facts and sets right what differs; says what it changed. */
export async function repairFlows(deps: PipelineDeps): Promise<Repaired[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return await repairOnce(deps)
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'flows.moved-meanwhile') throw error
    }
  }
  throw new DomainError(
    'unavailable',
    'flows.never-still',
    'Clients were changed all the while. Nothing was repaired; try again when no import is running.',
  )
}

async function repairOnce(deps: PipelineDeps): Promise<Repaired[]> {
  const { flows, products } = pipelineStores(deps)
  const { shards: versions } = await flows.versions({ isConsistent: true })
  const recounted = new Map<number, Map<string, Map<string, number>>>()
  for await (const { aggregate } of scanClients(deps.table, {
    segment: 0,
    segments: 1,
    withRemnants: true,
  })) {
    const shard = shardOf(aggregate.client.id, deps.shards)
    const ofShard = recounted.get(shard) ?? new Map<string, Map<string, number>>()
    recounted.set(shard, ofShard)
    addFlows(ofShard, flowsOf(aggregate))
  }
  const productIds = ['none', ...(await products.loadAll()).map(({ id }) => id)]
  const repaired: Repaired[] = []
  for (let shard = 0; shard < deps.shards; shard++) {
    const live = await flows.ofShard(shard, productIds)
    const differing = differences(shard, live, recounted.get(shard) ?? new Map())
    await flows.repair(shard, { version: versions[shard] ?? 0, corrections: differing })
    repaired.push(...differing)
  }
  return repaired
}

type Sums = ReadonlyMap<string, ReadonlyMap<string, number>>

function differences(shard: number, live: Sums, recounted: Sums): Repaired[] {
  const names = new Set([...live.keys(), ...recounted.keys()])
  return [...names].flatMap((flow) => {
    const measures = new Set([...(live.get(flow)?.keys() ?? []), ...(recounted.get(flow)?.keys() ?? [])])
    return [...measures].flatMap((measure) => {
      const was = live.get(flow)?.get(measure) ?? 0
      const is = recounted.get(flow)?.get(measure) ?? 0
      return was === is ? [] : [{ shard, flow, measure, was, is }]
    })
  })
}
