import { listClients } from '#functions/clients/list-clients'
import { readClient } from '#functions/clients/read-client'
import { type DashboardStores, readDashboard, versionsOf } from '#functions/dashboard/read-dashboard'
import { createCursors } from '#functions/http/cursor'
import type { Actor } from '#functions/http/env'
import { actorWith } from '#functions/http/actor'
import { fitRun } from '#functions/pipeline/fit'
import { openRun } from '#functions/pipeline/open'
import { type PipelineDeps, pipelineStores } from '#functions/pipeline/pipeline-deps'
import { publishRun } from '#functions/pipeline/publish'
import { summariseShard } from '#functions/pipeline/summarise'
import { valueShard } from '#functions/pipeline/value'
import type { Place } from '#functions/store/clients-list'
import { clientItem } from '#functions/store/items'
import { indexes } from '#functions/store/keys'
import { createPublished } from '#functions/store/published'
import { createSessionsStore } from '#functions/store/sessions.store'
import { ClientsQuery } from '#shared/client/client-view.schema'
import { aCatalogue } from '#tests/builders/context'
import type { World } from '#tests/harness/world'
import * as v from 'valibot'
import { asOf, generatedClients, idOf, scored } from './portfolio.ts'

const NOW = `${asOf}T12:00:00.000Z`
// Bounds what is generated at once; a save packs as many clients into a transaction as fit.
const CLIENTS_PER_SAVE = 500

export interface DeskSize {
  readonly clients: number
  readonly shards: number
  readonly facts?: number
}

/** A table of generated clients with every question the product asks of it, and what each consumed. */
export async function createSeededDesk(world: World, { clients: count, shards, facts = 5 }: DeskSize) {
  const desk = await world.createTableWorld({ shards })
  const { table } = desk
  const deps: PipelineDeps = { table, shards, clock: () => NOW, timeZone: 'UTC' }
  const stores = pipelineStores(deps)
  const actor: Actor = actorWith('admin', { userId: 'u', name: 'Ada', email: 'ada@example.com' })
  const sessions = createSessionsStore({ table })

  /** Saves products and clients; scored ones stand in every order without a run. */
  async function seed({ isScored = false } = {}): Promise<void> {
    const products = Object.entries(aCatalogue).map(([id, { family: _family, ...entry }]) => ({
      ...entry,
      id,
      name: id,
      version: 0,
      isPlaceholder: false,
    }))
    await desk.products.saveAll(products)
    await desk.products.ensure(['none'])
    let next = 0
    const saver = async () => {
      while (next < count) {
        const from = next
        next += CLIENTS_PER_SAVE
        const some = [...generatedClients({ from, to: Math.min(count, from + CLIENTS_PER_SAVE) }, facts)]
        const after = isScored ? some.map(scored) : some
        await desk.clients.saveAll(after.map((one) => ({ before: undefined, after: one })))
      }
    }
    // One prepares while the table is busy with the other.
    await Promise.all([saver(), saver()])
  }

  /** Units consumed by a question. */
  async function unitsOf(ask: () => Promise<unknown>): Promise<{ read: number; write: number }> {
    table.capacity.reset()
    await ask()
    const { readUnits, writeUnits } = table.capacity.total()
    return { read: readUnits, write: writeUnits }
  }

  /** A whole valuation, step after step as the pipeline calls them. */
  async function run(runId: string): Promise<void> {
    const everyShard = Array.from({ length: shards }, (_, shard) => ({ runId, shard, shards }))
    const plenty = () => Number.POSITIVE_INFINITY
    await openRun({ runId, reason: 'nightly' }, deps)
    for (const event of everyShard) await summariseShard({ ...event, reason: 'nightly' }, deps, plenty)
    await fitRun(runId, deps)
    for (const event of everyShard) await valueShard({ ...event, reason: 'nightly' }, deps, plenty)
    await publishRun(runId, deps)
  }

  const clientStores = () => ({
    clients: desk.clients,
    products: desk.products,
    runs: stores.runs,
    published: createPublished(stores.runs),
    flows: stores.flows,
  })

  /** One page of the list as the browser gets it; with a place, the page that follows it. */
  async function list(question: Record<string, string>, after?: Place) {
    const signed = createCursors('bench')
    const cursors = after
      ? { ...signed, open: () => ({ ...after, isBackward: false, before: null, tested: null }) as never }
      : signed
    const query = v.parse(ClientsQuery, { ...question, ...(after ? { cursor: 'middle' } : {}) })
    return listClients({ stores: clientStores(), cursors, actor }, query)
  }

  /** Where a client stands in an order. */
  async function placeOf(number: number, order: keyof typeof indexes): Promise<Place> {
    const client = await desk.clients.load(idOf(number))
    if (!client) throw new Error(`Impossible: no client ${number}`)
    const item = clientItem(client, shards, [])
    return {
      isBlank: String(item[indexes[order].pk]).endsWith('#blank'),
      key: String(item[indexes[order].sk]),
    }
  }

  /** The dashboard of a function that has just started. */
  function dashboard() {
    const surroundings: DashboardStores = {
      runs: stores.runs,
      published: createPublished(stores.runs),
      flows: stores.flows,
      productHead: async () => undefined,
      clients: desk.clients,
      clock: () => NOW,
      currency: 'EUR',
      timeZone: 'UTC',
    }
    const versions = () => versionsOf(surroundings)
    const view = async () =>
      readDashboard(surroundings, await versions(), { period: '12-months' } as Parameters<
        typeof readDashboard
      >[2])
    return { versions, view }
  }

  /** The page of a client in a function that has just started. */
  function clientPage() {
    const some = clientStores()
    return async (number: number) => (await readClient(some, idOf(number), actor)).view()
  }

  return { ...desk, count, facts, sessions, seed, unitsOf, run, list, placeOf, dashboard, clientPage }
}

/** A table of generated clients. */
export type SeededDesk = Awaited<ReturnType<typeof createSeededDesk>>
