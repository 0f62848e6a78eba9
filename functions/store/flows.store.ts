import type { Month } from '#shared/kernel/day'
import { DomainError } from '#shared/kernel/errors'
import { portfolioFlow, productFlow } from '#shared/portfolio/flows'
import { dataVersionKey, flowPartition, productKey, shardVersionKey } from './keys.ts'
import { addToItem, flowItemKey } from './flow-items.ts'
import type { Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** Live sums of one month. */
export interface LiveMonth {
  readonly revenue: number
  readonly charges: number
  readonly orders: number
  readonly buyers: number
  readonly newClients: number
}

/** Versions of everything a dashboard shows: equal versions, equal answer. */
export interface Versions {
  readonly shards: readonly number[]
  readonly data: number
  /** Clients changed since a run, by run. */
  readonly changed: Readonly<Record<string, number>>
}

/** What one sum of a live flow was, and what the facts say it is. */
export interface Correction {
  readonly flow: string
  readonly measure: string
  readonly was: number
  readonly is: number
}

const CORRECTIONS_PER_TRANSACTION = 80
const versionIsUnchanged = '#version = :version'

function shardIsStill(shard: number, version: number): NamedWrite {
  return {
    ConditionCheck: {
      Key: shardVersionKey(shard),
      ConditionExpression:
        version === 0 ? `attribute_not_exists(#version) OR ${versionIsUnchanged}` : versionIsUnchanged,
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': version },
    },
    condition: () =>
      new DomainError('conflict', 'flows.moved-meanwhile', 'Clients were changed meanwhile. Count again.'),
  }
}

/** The live flows and the versions, read over all shards. */
export function createFlowsStore({ table, shards }: { table: Table; shards: number }) {
  const all = Array.from({ length: shards }, (_, shard) => shard)

  /** The live sums of one month, over all channels. */
  async function month(wanted: Month): Promise<LiveMonth> {
    const year = wanted.slice(0, 4)
    const items = await Promise.all(
      all.map((shard) => table.queryAll(flowPartition(shard), { prefix: `${year}#` })),
    )
    const sum = (measure: string) =>
      items.flat().reduce((total, item) => total + Number(item[`${measure}${wanted.slice(5)}`] ?? 0), 0)
    return {
      revenue: sum('revenue'),
      charges: sum('charges'),
      orders: sum('orders'),
      buyers: sum('buyers'),
      newClients: sum('newClients'),
    }
  }

  /** Versions of the shards and of everything else, in one batch of reads. */
  async function versions({ isConsistent = false } = {}): Promise<Versions> {
    const items = await table.getMany([...all.map(shardVersionKey), dataVersionKey], { isConsistent })
    const byKey = new Map(items.map((item) => [`${item.pk}/${item.sk}`, item]))
    const of = (key: { pk: string; sk: string }) => byKey.get(`${key.pk}/${key.sk}`)
    const changed: Record<string, number> = {}
    for (const shard of all) {
      for (const [name, count] of Object.entries(of(shardVersionKey(shard)) ?? {})) {
        if (name.startsWith('changed-'))
          changed[name.slice(8)] = (changed[name.slice(8)] ?? 0) + Number(count)
      }
    }
    return {
      shards: all.map((shard) => Number(of(shardVersionKey(shard))?.['version'] ?? 0)),
      data: Number(of(dataVersionKey)?.['version'] ?? 0),
      changed,
    }
  }

  /** Every live flow of one shard, named as a recount names them; months that are zero are left out. */
  async function ofShard(
    shard: number,
    productIds: readonly string[],
  ): Promise<Map<string, Map<string, number>>> {
    const flows = new Map<string, Map<string, number>>()
    const take = (flow: string, item: Record<string, unknown>) => {
      const sums = Object.entries(item).filter(
        (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] !== 0,
      )
      if (sums.length > 0) flows.set(flow, new Map(sums))
    }
    for (const item of await table.queryAll(flowPartition(shard), { isConsistent: true })) {
      if (item.sk === 'VERSION' || item.sk === 'CLIENTS') continue
      take(portfolioFlow(item.sk.slice(0, 4), item.sk.slice(5)), item)
    }
    for (const id of productIds) {
      const items = await table.queryAll(productKey(id).pk, { prefix: 'FLOW#', isConsistent: true })
      for (const item of items.filter((one) => one.sk.endsWith(`#${shard}`)))
        take(productFlow(item.sk.slice(5, 9), id), item)
    }
    return flows
  }

  /**
   * Sets sums right, all at once and only while no client of the shard has changed since `version`.
   *
   * @throws DomainError `flows.moved-meanwhile`
   */
  async function repair(
    shard: number,
    { version, corrections }: { version: number; corrections: readonly Correction[] },
  ): Promise<void> {
    for (let start = 0; start < corrections.length; start += CORRECTIONS_PER_TRANSACTION) {
      const some = corrections.slice(start, start + CORRECTIONS_PER_TRANSACTION)
      const byFlow = new Map<string, Map<string, number>>()
      for (const { flow, measure, was, is } of some)
        byFlow.set(flow, (byFlow.get(flow) ?? new Map<string, number>()).set(measure, is - was))
      await table.transact([
        shardIsStill(shard, version),
        ...[...byFlow].map(([flow, sums]) => addToItem(flowItemKey(shard, flow), sums)),
      ])
    }
  }

  return { month, versions, ofShard, repair }
}

/** The live flows. */
export type FlowsStore = ReturnType<typeof createFlowsStore>
