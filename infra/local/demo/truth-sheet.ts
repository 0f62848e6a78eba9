import type { TruthSheet } from '#shared/portfolio/check.schema'
import type { Truth } from './truth.ts'

/** What the check page needs of a demo's truth. */
export function truthSheet({ today, figures, expected, faults }: Truth): TruthSheet {
  const last = figures.active.at(-1)
  return {
    today,
    months: figures.months.map(({ month, revenueCents, chargesCents, purchaseOrders, buyers }) => ({
      month,
      revenueCents,
      chargesCents,
      orders: purchaseOrders,
      buyers,
    })),
    active: {
      withOpenAccount: last?.withOpenAccount ?? 0,
      buyersByWindow: { ...last?.buyersByWindow },
    },
    retention12: {
      accounts: { ...figures.retention12.accounts },
      buyersByWindow: { ...figures.retention12.buyersByWindow },
    },
    spendCents: Object.values(figures.spendByChannel).reduce((sum, cents) => sum + cents, 0),
    remainingMarginCents: expected.remainingMarginCents,
    faults: faults.map(({ kind, says, ids }) => ({ kind, says, planted: ids.length })),
  }
}
