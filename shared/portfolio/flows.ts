import type { ClientWithFacts } from '#shared/client/client'
import { type Order, revenueOf } from '#shared/client/facts'
import { acquiredOn } from '#shared/client/purchase-days'

/**
 * The live flows: sums over all clients that move in the same transaction as the facts, so that the current month is
 * right to the second. Margin is not among them: it depends on the catalogue and the settings, and a live sum of it
 * would change without any fact changing.
 */
export type FlowMeasure = 'revenue' | 'charges' | 'orders' | 'buyers' | 'newClients'

/** Sums by flow, then by `<measure><month>` (`revenue03`); integers. */
export type Flows = ReadonlyMap<string, ReadonlyMap<string, number>>

/** The name of a flow of the portfolio: `2026#web`. */
export const portfolioFlow = (year: string, channel: string): string => `${year}#${channel}`
/** The name of a flow of a product, told apart from the portfolio's by its leading mark: `>2026>P1`. */
export const productFlow = (year: string, productId: string): string => `>${year}>${productId}`

/** The year and product of a product flow; undefined for a flow of the portfolio. */
export function productOfFlow(flow: string): { year: string; productId: string } | undefined {
  if (!flow.startsWith('>')) return undefined
  return { year: flow.slice(1, 5), productId: flow.slice(6) }
}

/** What one client adds to the live flows. */
export function flowsOf(aggregate: ClientWithFacts | undefined): Flows {
  const flows = new Map<string, Map<string, number>>()
  if (!aggregate) return flows
  const { client, facts } = aggregate
  const add = (flow: string, attribute: string, amount: number) => {
    if (amount === 0) return
    const sums = flows.get(flow) ?? new Map<string, number>()
    flows.set(flow, sums)
    sums.set(attribute, (sums.get(attribute) ?? 0) + amount)
  }
  const buyerMonths = new Set<string>()
  for (const fact of facts) {
    if (fact.fact === 'order') addOrder(fact, client.channelKey, { add, buyerMonths })
  }
  for (const month of buyerMonths)
    add(portfolioFlow(month.slice(0, 4), client.channelKey), `buyers${month.slice(5)}`, 1)
  const acquired = acquiredOn(client.profile.joinedOn, facts)
  if (acquired !== undefined)
    add(portfolioFlow(acquired.slice(0, 4), client.channelKey), `newClients${acquired.slice(5, 7)}`, 1)
  return flows
}

interface Sink {
  readonly add: (flow: string, attribute: string, amount: number) => void
  readonly buyerMonths: Set<string>
}

function addOrder(order: Order, channel: string, { add, buyerMonths }: Sink): void {
  const year = order.day.slice(0, 4)
  const month = order.day.slice(5, 7)
  const flow = portfolioFlow(year, channel)
  const products = new Set<string>()
  for (const line of order.lines) {
    const revenue = revenueOf(line)
    if (line.kind === 'purchase') buyerMonths.add(order.day.slice(0, 7))
    add(flow, `revenue${month}`, revenue)
    if (line.kind === 'charge') add(flow, `charges${month}`, revenue)
    add(productFlow(year, line.productId), `revenue${month}`, revenue)
    if (line.kind === 'purchase') products.add(line.productId)
  }
  if (order.lines.some((line) => line.kind === 'purchase')) add(flow, `orders${month}`, 1)
  for (const productId of products) add(productFlow(year, productId), `orders${month}`, 1)
}

/** How the flows move when `before` becomes `after`: only what differs. */
export function movement(before: Flows, after: Flows): Map<string, Map<string, number>> {
  const moved = new Map<string, Map<string, number>>()
  const move = (flows: Flows, sign: 1 | -1) => {
    for (const [flow, sums] of flows) {
      const target = moved.get(flow) ?? new Map<string, number>()
      moved.set(flow, target)
      for (const [attribute, amount] of sums)
        target.set(attribute, (target.get(attribute) ?? 0) + sign * amount)
    }
  }
  move(after, 1)
  move(before, -1)
  for (const [flow, sums] of moved) {
    for (const [attribute, amount] of sums) if (amount === 0) sums.delete(attribute)
    if (sums.size === 0) moved.delete(flow)
  }
  return moved
}

/** Adds one client's flows, or one movement, into a running sum. */
export function addFlows(into: Map<string, Map<string, number>>, flows: Flows): void {
  for (const [flow, sums] of flows) {
    const target = into.get(flow) ?? new Map<string, number>()
    into.set(flow, target)
    for (const [attribute, amount] of sums) target.set(attribute, (target.get(attribute) ?? 0) + amount)
  }
}
