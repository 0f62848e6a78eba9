/** A client, its facts and the catalogue as flat records that rules are checked on. */
import type { ClientWithFacts } from '#shared/client/client'
import type { EngagementMonth, Holding, Order } from '#shared/client/facts'
import { type CivilDay, monthOf } from '#shared/kernel/day'
import { NO_PRODUCT } from '#shared/kernel/ids'
import type { Product } from '#shared/product/product'
import type { Row } from './interpreter.ts'

/** Source of what no import wrote last. */
export const LIVE = 'live'

/** What rules need to know beside a client. */
export interface QualityWorld {
  readonly today: CivilDay
  readonly products: ReadonlyMap<string, Pick<Product, 'kind' | 'isPlaceholder' | 'launchedOn'>>
}

/** A client's records, by what they are. */
export interface ClientRows {
  readonly client: readonly Row[]
  readonly line: readonly Row[]
  readonly holding: readonly Row[]
  readonly engagement: readonly Row[]
}

/** The records of one client. */
export function rowsOf(aggregate: ClientWithFacts, world: QualityWorld): ClientRows {
  const { client, facts } = aggregate
  const ofClient = {
    'client.joinedOn': client.profile.joinedOn,
    'client.closedOn': client.profile.closedOn,
    'client.isPlaceholder': client.profile.isPlaceholder,
    today: world.today,
  }
  const line: Row[] = []
  const holding: Row[] = []
  const engagement: Row[] = []
  for (const fact of facts) {
    if (fact.fact === 'order') pushLines(line, fact, { clientId: client.id, ofClient, world })
    else if (fact.fact === 'holding') holding.push(holdingRow(fact, { clientId: client.id, ofClient, world }))
    else if (fact.fact === 'engagement') pushMonths(engagement, fact, aggregate, world.today)
  }
  return { client: [clientRow(aggregate, world.today)], line, holding, engagement }
}

/** The record of a client itself. */
export function clientRow({ client }: ClientWithFacts, today: CivilDay): Row {
  const { id, profile, summary } = client
  return {
    id,
    clientId: id,
    source: profile.source?.importId ?? LIVE,
    fields: {
      name: profile.name,
      email: profile.email,
      phone: profile.phone,
      status: profile.declaredStatus,
      joinedOn: profile.joinedOn,
      closedOn: profile.closedOn,
      channel: profile.channel,
      region: profile.region,
      birthDate: profile.birthDate,
      acquisitionCost: profile.acquisitionCostCents,
      isPlaceholder: profile.isPlaceholder,
      orders: summary.orders,
      revenue: summary.revenueCents,
      firstActivityOn: summary.firstOwnDay,
      lastActivityOn: summary.lastOwnDay,
      today,
    },
  }
}

interface Surroundings {
  readonly clientId: string
  readonly ofClient: Row['fields']
  readonly world: QualityWorld
}

/** The id of a line: its order's, with its place where the order has several. */
export function lineId(order: Order, index: number): string {
  return order.lines.length === 1 ? order.id : `${order.id}/${index + 1}`
}

function pushLines(rows: Row[], order: Order, { clientId, ofClient, world }: Surroundings): void {
  const source = order.source?.importId ?? LIVE
  order.lines.forEach((line, index) => {
    const fields = {
      occurredOn: order.day,
      kind: line.kind,
      amount: line.amountCents,
      quantity: line.quantity,
      unitPrice: line.unitPriceCents,
      productId: line.productId === NO_PRODUCT ? undefined : line.productId,
      ...productFields(line.productId, world),
      ...ofClient,
    }
    rows.push({ id: lineId(order, index), clientId, source, fields })
  })
}

function holdingRow(holding: Holding, { clientId, ofClient, world }: Surroundings): Row {
  return {
    id: holding.id,
    clientId,
    source: holding.source?.importId ?? LIVE,
    fields: {
      openedOn: holding.openedOn,
      closedOn: holding.closedOn,
      productId: holding.productId,
      ...productFields(holding.productId, world),
      ...ofClient,
    },
  }
}

function productFields(id: string, { products }: QualityWorld): Row['fields'] {
  if (id === NO_PRODUCT) return {}
  const product = products.get(id)
  return {
    'product.isPlaceholder': product?.isPlaceholder ?? true,
    'product.kind': product?.kind,
    'product.launchedOn': product?.launchedOn,
  }
}

function pushMonths(rows: Row[], month: EngagementMonth, { client }: ClientWithFacts, today: CivilDay): void {
  const joined = client.profile.joinedOn
  const joinedMonth = joined === undefined ? undefined : monthOf(joined)
  for (const [channel, { source, ...counts }] of Object.entries(month.channels))
    rows.push({
      id: `${client.id}/${month.month}`,
      clientId: client.id,
      source: source?.importId ?? LIVE,
      fields: {
        ...counts,
        month: month.month,
        channel,
        'client.joinedMonth': joinedMonth,
        thisMonth: monthOf(today),
      },
    })
}

/** The record of a product. */
export function productRow(product: Product, today: CivilDay): Row {
  return {
    id: product.id,
    source: product.source?.importId ?? LIVE,
    fields: {
      name: product.name === product.id ? undefined : product.name,
      family: product.family,
      kind: product.kind,
      marginRate: product.marginRate,
      unitCost: product.unitCostCents,
      launchedOn: product.launchedOn,
      isPlaceholder: product.isPlaceholder,
      today,
    },
  }
}
