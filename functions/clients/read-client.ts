import { hasRight } from '#shared/access/rights'
import { type Client, clientNotFound, type ClientWithFacts, listStatus } from '#shared/client/client'
import type { ClientView } from '#shared/client/client-view.schema'
import { HIDDEN, maskedName } from '#shared/client/mask'
import { dayNumber } from '#shared/kernel/day'
import { withheld } from '#shared/kernel/figure.schema'
import { type ClientFigures, clientFigures } from '#shared/portfolio/client-figures'
import type { Context } from '#shared/portfolio/context'
import { engagementView } from '#shared/portfolio/engagement-view'
import { defaultHealthSettings } from '#shared/portfolio/health-settings'
import { healthView } from '#shared/portfolio/health-view'
import { contextOn } from '#shared/portfolio/live'
import type { Peers } from '#shared/portfolio/peers'
import type { Actor } from '#functions/http/env'
import type { ClientsStore } from '#functions/store/clients.store'
import type { FlowsStore } from '#functions/store/flows.store'
import type { MergesStore } from '#functions/store/merges.store'
import type { ProductsStore } from '#functions/store/products.store'
import type { Published } from '#functions/store/published'
import type { RunsStore } from '#functions/store/runs.store'
import { holdingRows, transactionRows } from './client-rows.ts'

/** What the section reads. */
export interface ClientStores {
  readonly clients: Pick<ClientsStore, 'loadWithFacts' | 'page' | 'searchPage' | 'counts'>
  readonly products: Pick<ProductsStore, 'loadMany'>
  readonly runs: Pick<RunsStore, 'current'>
  readonly published: Published
  /** Where clients went that were merged; absent where nobody follows. */
  readonly merges?: Pick<MergesStore, 'mergedInto'>
  readonly flows: Pick<FlowsStore, 'versions'>
}

/** One client: what the answer depends on, and the answer. */
export async function readClient(stores: ClientStores, id: string, actor: Actor) {
  const [found, { runId }] = await Promise.all([loadFollowing(stores, id), stores.runs.current()])
  if (!found) throw clientNotFound(id)
  const view = async (): Promise<ClientView> => {
    if (runId === undefined) return shownTo(actor, await viewOf(found, undefined, stores))
    const [context, peers] = await Promise.all([
      stores.published.context(runId),
      stores.published.peers(runId),
    ])
    return shownTo(actor, await viewOf(found, context && { context, peers }, stores))
  }
  return { parts: [found.client.id, found.client.version, runId ?? ''], view }
}

/** The client of an id, or the one it was merged into. */
async function loadFollowing({ clients, merges }: ClientStores, id: string) {
  const found = await clients.loadWithFacts(id, { isConsistent: false })
  const into = found ? undefined : await merges?.mergedInto(id)
  return into === undefined ? found : clients.loadWithFacts(into, { isConsistent: false })
}

/** The run under which a client is shown: its context, and what the client is compared with. */
interface ShownRun {
  readonly context: Context
  readonly peers: Peers
}

async function viewOf(found: ClientWithFacts, run: ShownRun | undefined, { products }: ClientStores) {
  const { client, facts } = found
  const rows = transactionRows(facts)
  const holdings = facts.filter((fact) => fact.fact === 'holding')
  const named = await products.loadMany([
    ...rows.shown.map((row) => row.productId),
    ...holdings.map((holding) => holding.productId),
  ])
  const nameOf = (productId: string) => named.get(productId)?.name ?? null
  const { profile, summary } = client
  return {
    id: client.id,
    version: client.version,
    tags: [...(client.tags ?? [])],
    name: profile.name ?? null,
    email: profile.email ?? null,
    phone: profile.phone ?? null,
    isPlaceholder: profile.isPlaceholder,
    segment: null,
    channel: profile.channel ?? null,
    region: profile.region ?? null,
    joinedOn: profile.joinedOn ?? null,
    closedOn: profile.closedOn ?? null,
    declaredStatus: profile.declaredStatus ?? null,
    attributes: { ...profile.attributes },
    ...(run ? valuedUnder(found, run) : unvalued(found)),
    live: run ? liveOf(client, run.context) : null,
    summary: {
      orders: summary.orders,
      revenueCents: summary.revenueCents,
      firstActivityOn: summary.firstOwnDay ?? null,
      lastActivityOn: summary.lastOwnDay ?? null,
    },
    transactions: rows.shown.map((row) => ({ ...row, productName: nameOf(row.productId) })),
    transactionCount: rows.count,
    holdings: holdingRows(holdings, nameOf),
  }
}

/** A client changed since the run is shown on the day of its live score. */
function shownContext({ client }: ClientWithFacts, context: Context): Context {
  return client.live?.runId === context.runId ? contextOn(context, client.live.asOf) : context
}

function liveOf({ live }: Client, { runId }: Context): ClientView['live'] {
  if (live?.runId !== runId) return null
  const nothing = {
    changes: 1,
    fromTotalCents: null,
    byTimeCents: 0,
    byFactsCents: 0,
    fromHealth: null,
    healthByTime: 0,
    healthByFacts: 0,
  }
  return { asOf: live.asOf, ...(live.moved ?? nothing) }
}

function valuedUnder(found: ClientWithFacts, run: ShownRun) {
  const context = shownContext(found, run.context)
  const figures = clientFigures(found, context, run.peers)
  return {
    ...valued(figures, run),
    engagement: engagementView(found.facts, {
      day: dayNumber(context.asOf),
      peersDay: dayNumber(run.context.asOf),
      segment: figures.segment,
      peers: run.peers,
    }),
  }
}

function valued(figures: ClientFigures, { context, peers }: ShownRun) {
  const hasMargins = Object.values(context.catalogue).some(
    (entry) => entry.marginRate !== undefined || entry.unitCostCents !== undefined,
  )
  return {
    status: figures.status as ClientView['status'], // -- because `statusAt` gives one of the five
    segment: figures.segment,
    run: { id: context.runId, asOf: context.asOf, model: context.models.purchases?.model ?? '' },
    horizonMonths: context.settings.horizonMonths,
    value: {
      historic: figures.historic,
      predicted: figures.predicted,
      total: figures.total,
      isOnRevenue: !hasMargins && context.settings.marginRate === 1,
    },
    chance: figures.chance,
    churn: figures.churn,
    atRisk: figures.atRisk,
    health: figures.health,
    healthDetails: figures.healthParts
      ? healthView(figures.healthParts, {
          settings: context.health ?? defaultHealthSettings,
          peers,
          lossDays: context.settings.churnHorizonDays,
        })
      : null,
    risk: figures.risk,
    expectedPurchases: figures.expectedPurchases,
    curve: [...figures.curve],
    purchaseDays: [...figures.purchaseDays],
    valueByMonth: [...figures.valueByMonth],
    valueSoFar: [...figures.valueSoFar],
    horizons: [...figures.horizons],
    backcast: figures.backcast,
  }
}

/** Before the first run there is a client, but no figure. */
function unvalued({ client }: ClientWithFacts) {
  const reason = 'Nothing has been valued yet: the first run has not finished.'
  const cents = withheld('cents', reason)
  return {
    status: listStatus(client),
    run: null,
    horizonMonths: 36,
    value: { historic: cents, predicted: cents, total: cents, isOnRevenue: false },
    chance: withheld('share', reason),
    churn: withheld('share', reason),
    atRisk: cents,
    health: withheld('score', reason),
    healthDetails: null,
    risk: null,
    expectedPurchases: withheld('count', reason),
    curve: [],
    purchaseDays: [],
    valueByMonth: [],
    valueSoFar: [],
    horizons: [],
    backcast: null,
    engagement: null,
  }
}

function shownTo(actor: Actor, view: ClientView): ClientView {
  if (hasRight(actor.role, 'personal')) return view
  const hidden = (value: string | null) => (value === null ? null : HIDDEN)
  return {
    ...view,
    name: maskedName(view.name),
    email: hidden(view.email),
    phone: hidden(view.phone),
    attributes: Object.fromEntries(Object.keys(view.attributes).map((name) => [name, HIDDEN])),
  }
}
