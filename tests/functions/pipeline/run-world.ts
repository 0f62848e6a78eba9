import fc from 'fast-check'
import type { ClientWithFacts } from '#shared/client/client'
import type { StepResult } from '#shared/pipeline/pipeline'
import type { RunWish } from '#shared/pipeline/run'
import { addInto, type Contribution } from '#shared/portfolio/contribution'
import { sumsOf } from '#shared/portfolio/snapshot'
import { value } from '#shared/portfolio/value'
import { associateShard } from '#functions/pipeline/associate'
import { fitRun } from '#functions/pipeline/fit'
import { openRun } from '#functions/pipeline/open'
import { type PipelineDeps, pipelineStores } from '#functions/pipeline/pipeline-deps'
import { publishRun } from '#functions/pipeline/publish'
import { summariseShard } from '#functions/pipeline/summarise'
import { valueShard } from '#functions/pipeline/value'
import { createTable } from '#functions/store/table'
import { aCatalogue } from '#tests/builders/context'
import { buyers, holders } from '#tests/builders/lively'
import { aRandomClient } from '#tests/builders/portfolio'
import { createFaultyClient } from '#tests/harness/faults'
import type { TableWorld, World } from '#tests/harness/world'

export const asOf = '2026-03-14'

/** Clients of every kind, always the same ones: a third anything, the rest such that the models can be fitted. */
export function somePeople(count: number): ClientWithFacts[] {
  const third = Math.floor(count / 3)
  const drawn = fc.sample(aRandomClient(asOf, { most: 7, after: 0 }), { numRuns: count, seed: 5 })
  const anybody = [...new Map(drawn.map((one) => [one.client.id, one])).values()].slice(0, third)
  return [...anybody, ...holders(third, asOf), ...buyers(count - 2 * third, asOf)]
}

/** A table with clients, their products and what it was spent to win them. */
export async function aBank(world: World, { clients, shards }: { clients: number; shards: number }) {
  const desk = await world.createTableWorld({ shards })
  const products = Object.entries(aCatalogue).map(([id, { isAnchor, kind, ...margin }]) => {
    const { family: _family, ...rates } = margin
    return { id, name: id, version: 0, isAnchor, kind, isPlaceholder: false, ...rates }
  })
  await desk.products.saveAll(products)
  await desk.products.ensure(['none', 'unknown'])
  await desk.clients.saveAll(somePeople(clients).map((after) => ({ before: undefined, after })))
  return desk
}

let now = Date.parse('2026-03-14T12:00:00.000Z')

/** The steps of a run on a table, behind a client that fails when told. */
export function aRunner(desk: TableWorld) {
  const faults = createFaultyClient(desk.client)
  const table = createTable({
    client: faults.client,
    name: desk.table.name,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
  })
  const deps: PipelineDeps = {
    table,
    shards: desk.shards,
    clock: () => new Date((now += 1_000)).toISOString(),
    timeZone: 'UTC',
  }
  const shards = Array.from({ length: desk.shards }, (_, shard) => shard)

  /** A step for every shard, called again from where it stopped until it is done; says how often it was called. */
  async function forEachShard(
    step: typeof valueShard,
    runId: string,
    remaining: () => number,
  ): Promise<number> {
    let calls = 0
    for (const shard of shards) {
      let result: StepResult = { isDone: false }
      while (!result.isDone) {
        const cursor = 'cursor' in result && result.cursor !== undefined ? { cursor: result.cursor } : {}
        result = await step(
          { runId, reason: 'nightly', shard, shards: desk.shards, ...cursor },
          deps,
          remaining,
        )
        calls += 1
      }
    }
    return calls
  }

  const plenty = () => Infinity
  const steps = {
    open: (wish: RunWish) => openRun(wish, deps),
    summarise: (runId: string, remaining = plenty) => forEachShard(summariseShard, runId, remaining),
    fit: (runId: string) => fitRun(runId, deps),
    value: (runId: string, remaining = plenty) => forEachShard(valueShard, runId, remaining),
    associate: (runId: string, remaining = plenty) => forEachShard(associateShard, runId, remaining),
    publish: (runId: string) => publishRun(runId, deps),
  }

  return {
    faults,
    deps,
    steps,
    stores: pipelineStores({ table: desk.table, shards: desk.shards }),
    async run(wish: Partial<RunWish> & { runId: string }, remaining = plenty) {
      await steps.open({ reason: 'nightly', ...wish })
      await steps.summarise(wish.runId, remaining)
      await steps.fit(wish.runId)
      await steps.value(wish.runId, remaining)
      await steps.associate(wish.runId, remaining)
      await steps.publish(wish.runId)
    },
    /** What `value` of every client adds up to under a run's context, one client after the other. */
    async sumOfValues(runId: string) {
      const context = await this.stores.runs.loadContext(runId)
      const sum: Contribution = new Map()
      for (const item of (await desk.dump()).filter(({ sk }) => sk === 'CLIENT')) {
        const client = await desk.clients.loadWithFacts(String(item['id']))
        if (client && context) addInto(sum, value(client, context).contribution)
      }
      return sumsOf(sum)
    },
  }
}
export type Runner = ReturnType<typeof aRunner>
