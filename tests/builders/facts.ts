import type { ClientWithFacts } from '#shared/client/client'
import { type Revision, revised } from '#shared/client/change'
import type { Holding, Order, OrderLine } from '#shared/client/facts'

export function aLine(line: Partial<OrderLine> = {}): OrderLine {
  return { productId: 'none', kind: 'purchase', amountCents: 10_00, ...line }
}

export function anOrder(order: Partial<Order> & { amountCents?: number } = {}): Order {
  const { amountCents, ...rest } = order
  return {
    fact: 'order',
    id: 'o1',
    day: '2026-03-14',
    lines: [aLine(amountCents === undefined ? {} : { amountCents })],
    ...rest,
  }
}

export function aHolding(holding: Partial<Holding> = {}): Holding {
  return { fact: 'holding', id: 'h1', productId: 'p1', openedOn: '2025-01-15', ...holding }
}

export function aClient(id: string, revision: Partial<Revision> = {}): ClientWithFacts {
  return revised(id, undefined, { channels: [], ...revision })
}
