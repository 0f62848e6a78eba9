import type { ChargeKind, ProductKind } from '#shared/product/product'
import type { Cents } from '#shared/kernel/money'

/** A product of the demo catalogue. `launchedAgo`: months before today. */
export interface DemoProduct {
  readonly id: string
  readonly name: string
  readonly family: string
  readonly kind: ProductKind
  readonly isAnchor: boolean
  readonly launchedAgo: number
  readonly marginRate: number
  readonly chargeKind: ChargeKind
  readonly chargeCents: Cents
}

type Traits = readonly [marginRate: number, chargeCents: Cents, chargeKind: ChargeKind, launchedAgo?: number]

function account(id: string, name: string, family: string, traits: Traits): DemoProduct {
  const [marginRate, chargeCents, chargeKind, launchedAgo = 120] = traits
  const isAnchor = family === 'Accounts'
  return { id, name, family, kind: 'account', isAnchor, launchedAgo, marginRate, chargeKind, chargeCents }
}

function purchase(id: string, name: string, family: string, traits: Traits): DemoProduct {
  return { ...account(id, name, family, traits), kind: 'purchase', isAnchor: false }
}

/** The catalogue: twelve relationships and twelve things bought. An interest margin's amount is that of the mean holder. */
export const catalogue: readonly DemoProduct[] = [
  account('P-01', 'Everyday current account', 'Accounts', [0.7, 4_90, 'monthly-fee']),
  account('P-02', 'Premium current account', 'Accounts', [0.65, 14_90, 'monthly-fee']),
  account('P-03', 'Instant savings', 'Savings', [0.8, 3_20, 'interest-margin']),
  account('P-04', 'Fixed-term deposit', 'Savings', [0.75, 6_00, 'interest-margin']),
  account('P-05', 'Green savings', 'Savings', [0.75, 5_40, 'interest-margin', 10]),
  account('P-06', 'Classic credit card', 'Cards', [0.6, 3_50, 'monthly-fee']),
  account('P-07', 'Gold credit card', 'Cards', [0.62, 9_50, 'monthly-fee']),
  account('P-08', 'Personal loan', 'Lending', [0.55, 28_00, 'interest-margin']),
  account('P-09', 'Mortgage', 'Lending', [0.5, 65_00, 'interest-margin']),
  account('P-10', 'Payment protection', 'Protection', [0.68, 7_20, 'monthly-fee']),
  account('P-11', 'Investment plan', 'Investing', [0.72, 11_00, 'monthly-fee']),
  account('P-12', 'Pension plan', 'Investing', [0.74, 9_00, 'monthly-fee']),
  purchase('P-13', 'Currency exchange', 'Travel', [0.6, 25_00, 'transaction-fee']),
  purchase('P-14', 'Transfer abroad', 'Payments', [0.64, 25_00, 'transaction-fee']),
  purchase('P-15', 'Travel insurance', 'Insurance', [0.42, 30_00, 'one-off']),
  purchase('P-16', 'Airport lounge pass', 'Travel', [0.35, 28_00, 'one-off']),
  purchase('P-17', 'Gift card', 'Gifts', [0.25, 30_00, 'one-off']),
  purchase('P-18', 'Instant transfer', 'Payments', [0.7, 24_00, 'transaction-fee', 14]),
  purchase('P-19', 'Traveller’s cheque', 'Travel', [0.5, 30_00, 'transaction-fee']),
  purchase('P-20', 'Event insurance', 'Insurance', [0.45, 26_00, 'one-off']),
  purchase('P-21', 'Document certification', 'Services', [0.66, 22_00, 'one-off']),
  purchase('P-22', 'Safe-deposit visit', 'Services', [0.58, 20_00, 'one-off']),
  purchase('P-23', 'Share dealing order', 'Investing', [0.69, 27_00, 'transaction-fee']),
  purchase('P-24', 'Carbon offset', 'Gifts', [0.4, 24_00, 'one-off', 4]),
]

/** The catalogue by id. */
export const productsById: ReadonlyMap<string, DemoProduct> = new Map(
  catalogue.map((product) => [product.id, product]),
)

/** Pairs planted far above chance: with the first held or bought, the second joins with this chance (and vice versa in baskets). */
export const bundles = [
  { products: ['P-08', 'P-10'], basis: 'holdings', chance: 0.65 },
  { products: ['P-13', 'P-14'], basis: 'baskets', chance: 0.5 },
  { products: ['P-15', 'P-16'], basis: 'baskets', chance: 0.5 },
] as const

/** Stages planted by the laws below; products that are not named are steady. */
export const plantedStages = [
  { productId: 'P-01', stage: 'maturity' },
  { productId: 'P-06', stage: 'maturity' },
  { productId: 'P-04', stage: 'decline' },
  { productId: 'P-05', stage: 'growth' },
  { productId: 'P-13', stage: 'maturity' },
  { productId: 'P-17', stage: 'decline' },
  { productId: 'P-18', stage: 'growth' },
  { productId: 'P-19', stage: 'retired' },
  { productId: 'P-24', stage: 'introduction' },
] as const

const steadyShares: Readonly<Record<string, number>> = {
  'P-13': 0.15,
  'P-14': 0.14,
  'P-15': 0.11,
  'P-16': 0.07,
  'P-20': 0.08,
  'P-21': 0.07,
  'P-22': 0.05,
  'P-23': 0.09,
}

/**
 * Chance of each purchase product to be the first of an order, `ago` months before today. The products that come and
 * go share what the steady ones leave, so that a launch makes no steady product look declining.
 */
export function purchaseShares(ago: number): Readonly<Record<string, number>> {
  const instant = ago > 14 ? 0 : 0.006 * 1.25 ** (14 - ago)
  const offset = ago > 4 ? 0 : 0.01 * (5 - ago)
  const cheque = 0.1 * Math.min(1, Math.max(0, (ago - 7) / 16))
  return {
    ...steadyShares,
    'P-18': instant,
    'P-19': cheque,
    'P-24': offset,
    'P-17': 0.24 - instant - offset - cheque,
  }
}

/** Chances of the secondary account products, each drawn by itself. */
export const secondaryShares: Readonly<Record<string, number>> = {
  'P-03': 0.35,
  'P-04': 0.16,
  'P-06': 0.3,
  'P-07': 0.1,
  'P-08': 0.16,
  'P-09': 0.08,
  'P-11': 0.1,
  'P-12': 0.1,
}

/** The fixed-term deposit: no new ones since then (months before today), and old ones leave at this rate a month. */
export const depositDecline = { sinceAgo: 11, closePerMonth: 0.1 } as const
/** Green savings: chance a month that an open client takes it up, from its launch on. */
export const GREEN_SAVINGS_PER_MONTH = 0.025
/** Payment protection of clients without a loan. */
export const PROTECTION_ALONE = 0.04
