import type { ClientView } from '#shared/client/client-view.schema'
import type { Fact, Holding } from '#shared/client/facts'
import { ordersOf } from '#shared/client/purchase-days'

/** Most transaction lines sent with a client's page; the count says how many there are. */
const LINES_SHOWN = 200

/** The newest transaction lines, and how many there are in all. */
export function transactionRows(facts: readonly Fact[]) {
  const orders = ordersOf(facts).sort((left, right) =>
    left.day === right.day ? (left.id < right.id ? -1 : 1) : left.day < right.day ? 1 : -1,
  )
  const rows = orders.flatMap((order) =>
    order.lines.map((line) => ({
      orderId: order.id,
      day: order.day,
      kind: line.kind,
      productId: line.productId,
      quantity: line.quantity ?? null,
      amountCents: line.amountCents,
    })),
  )
  return { shown: rows.slice(0, LINES_SHOWN), count: rows.length }
}

/** The relationships of a client, open ones first, then the latest closed. */
export function holdingRows(
  holdings: readonly Holding[],
  nameOf: (productId: string) => string | null,
): ClientView['holdings'] {
  const order = (holding: Holding) => holding.closedOn ?? '9999-12-31'
  return [...holdings]
    .sort((left, right) => (order(left) < order(right) ? 1 : -1))
    .map(({ id, productId, openedOn, closedOn }) => ({
      id,
      productId,
      productName: nameOf(productId),
      openedOn,
      closedOn: closedOn ?? null,
    }))
}
