/** Shipped rules about transactions, holdings and engagement. */
import { simple, special } from './shipped.ts'

const money = {
  base: 'medium',
  raised: [
    { fromShare: 0.01, to: 'high' },
    { fromShare: 0.1, to: 'critical' },
  ],
} as const
const rare = { base: 'medium', raised: [{ fromShare: 0.05, to: 'high' }] } as const
const ofPurchase = { field: 'kind', operator: 'equals', value: 'purchase' } as const

const transactionRules = [
  simple('transaction-amount-zero', 'Purchases have an amount other than 0.', {
    dimension: 'validity',
    subject: 'line',
    field: 'amount',
    severity: money,
    filter: [ofPurchase],
    failsWhen: [{ field: 'amount', operator: 'equals', value: 0 }],
  }),
  simple('transaction-price-negative', 'Prices are not negative.', {
    dimension: 'validity',
    subject: 'line',
    field: 'unitPrice',
    severity: money,
    failsWhen: [{ field: 'unitPrice', operator: 'below', value: 0 }],
  }),
  simple('transaction-quantity-zero', 'Quantities are other than 0.', {
    dimension: 'validity',
    subject: 'line',
    field: 'quantity',
    severity: rare,
    failsWhen: [{ field: 'quantity', operator: 'equals', value: 0 }],
  }),
  simple('transaction-in-future', 'No transaction lies after today.', {
    dimension: 'timeliness',
    subject: 'line',
    field: 'occurredOn',
    severity: { base: 'high' },
    failsWhen: [{ field: 'occurredOn', operator: 'above', other: 'today' }],
  }),
  special('transaction-amount-mismatch', 'Quantity times unit price is the amount.', {
    dimension: 'consistency',
    area: 'transactions',
    field: 'amount',
    severity: money,
    name: 'amount-agrees',
  }),
  special(
    'transaction-amount-outlier',
    "Amounts are within what the client's own purchases and the product suggest.",
    {
      dimension: 'validity',
      area: 'transactions',
      field: 'amount',
      severity: { base: 'high' },
      name: 'amount-usual',
    },
  ),
  special('transaction-booked-twice', 'A purchase is booked once.', {
    dimension: 'uniqueness',
    area: 'transactions',
    field: 'transactionId',
    severity: money,
    name: 'booked-once',
  }),
  simple('transaction-before-joining', 'Transactions do not lie before the day the client joined.', {
    dimension: 'consistency',
    subject: 'line',
    field: 'occurredOn',
    severity: rare,
    failsWhen: [{ field: 'occurredOn', operator: 'below', other: 'client.joinedOn' }],
  }),
  simple('transaction-after-closing', 'Transactions do not lie after the day the client closed.', {
    dimension: 'consistency',
    subject: 'line',
    field: 'occurredOn',
    severity: { base: 'high' },
    filter: [{ field: 'kind', operator: 'differs', value: 'refund' }],
    failsWhen: [{ field: 'occurredOn', operator: 'above', other: 'client.closedOn' }],
  }),
  simple('transaction-product-unknown', 'The product of a transaction is in the catalogue.', {
    dimension: 'integrity',
    subject: 'line',
    field: 'productId',
    severity: money,
    filter: [{ field: 'productId', operator: 'is-filled' }],
    failsWhen: [{ field: 'product.isPlaceholder', operator: 'equals', value: true }],
  }),
  simple('transaction-client-unknown', "The client of a transaction is in the clients' file.", {
    dimension: 'integrity',
    subject: 'line',
    field: 'clientId',
    severity: money,
    failsWhen: [{ field: 'client.isPlaceholder', operator: 'equals', value: true }],
  }),
  simple('transaction-product-missing', 'Transactions name their product.', {
    dimension: 'completeness',
    subject: 'line',
    field: 'productId',
    severity: { base: 'low', raised: [{ fromShare: 0.2, to: 'medium' }] },
    failsWhen: [{ field: 'productId', operator: 'is-blank' }],
  }),
  simple('transaction-before-launch', 'Products are not sold before their launch.', {
    dimension: 'consistency',
    subject: 'line',
    field: 'occurredOn',
    severity: { base: 'low' },
    failsWhen: [{ field: 'occurredOn', operator: 'below', other: 'product.launchedOn' }],
  }),
  special('transaction-refund-first', 'Nobody is refunded before the first purchase.', {
    dimension: 'consistency',
    area: 'transactions',
    field: 'kind',
    severity: rare,
    name: 'refund-first',
  }),
  special('transactions-volume', 'Every month has about as many transactions as the months before suggest.', {
    dimension: 'integrity',
    area: 'transactions',
    field: 'occurredOn',
    severity: { base: 'high' },
    name: 'months-volume',
  }),
  special('transactions-drift', 'Amounts of the last 90 days are distributed as those of the year before.', {
    dimension: 'integrity',
    area: 'transactions',
    field: 'amount',
    severity: { base: 'medium' },
    name: 'amounts-drift',
  }),
  special('transactions-late', 'The newest transaction is as recent as it used to be.', {
    dimension: 'timeliness',
    area: 'transactions',
    field: 'occurredOn',
    severity: { base: 'high' },
    name: 'transactions-late',
  }),
]

const holdingRules = [
  simple('holding-before-joining', 'Holdings are not older than their client.', {
    dimension: 'consistency',
    subject: 'holding',
    field: 'openedOn',
    severity: rare,
    failsWhen: [{ field: 'openedOn', operator: 'below', other: 'client.joinedOn' }],
  }),
  simple('holding-closed-before-opened', 'Holdings close after they open.', {
    dimension: 'consistency',
    subject: 'holding',
    field: 'closedOn',
    severity: { base: 'high' },
    failsWhen: [{ field: 'closedOn', operator: 'below', other: 'openedOn' }],
  }),
  simple('holding-in-future', 'No holding opens after today.', {
    dimension: 'timeliness',
    subject: 'holding',
    field: 'openedOn',
    severity: rare,
    failsWhen: [{ field: 'openedOn', operator: 'above', other: 'today' }],
  }),
  simple('holding-open-after-closing', 'Closed clients hold nothing.', {
    dimension: 'consistency',
    subject: 'holding',
    field: 'closedOn',
    severity: { base: 'high' },
    filter: [{ field: 'client.closedOn', operator: 'below', other: 'today' }],
    failsWhen: [{ field: 'closedOn', operator: 'is-blank' }],
  }),
  simple('holding-product-unknown', 'The product of a holding is in the catalogue.', {
    dimension: 'integrity',
    subject: 'holding',
    field: 'productId',
    severity: money,
    failsWhen: [{ field: 'product.isPlaceholder', operator: 'equals', value: true }],
  }),
  simple('holding-product-kind', 'Holdings are of account products.', {
    dimension: 'consistency',
    subject: 'holding',
    field: 'productId',
    severity: rare,
    filter: [{ field: 'product.isPlaceholder', operator: 'equals', value: false }],
    failsWhen: [{ field: 'product.kind', operator: 'differs', value: 'account' }],
  }),
]

const engagementRules = [
  special('engagement-days-impossible', 'A month has no more active days than days.', {
    dimension: 'validity',
    area: 'engagement',
    field: 'activeDays',
    severity: rare,
    name: 'engagement-days',
  }),
  special('engagement-gap', 'No month is missing between months with engagement.', {
    dimension: 'completeness',
    area: 'engagement',
    field: 'month',
    severity: rare,
    name: 'engagement-unbroken',
  }),
  simple('engagement-opened-unsent', 'Not more e-mails are opened than were sent.', {
    dimension: 'consistency',
    subject: 'engagement',
    field: 'emailsOpened',
    severity: rare,
    failsWhen: [{ field: 'emailsOpened', operator: 'above', other: 'emailsSent' }],
  }),
  simple('engagement-before-joining', 'Nobody is engaged before joining.', {
    dimension: 'consistency',
    subject: 'engagement',
    field: 'month',
    severity: rare,
    failsWhen: [{ field: 'month', operator: 'below', other: 'client.joinedMonth' }],
  }),
  simple('engagement-in-future', 'No month of engagement lies after this one.', {
    dimension: 'timeliness',
    subject: 'engagement',
    field: 'month',
    severity: rare,
    failsWhen: [{ field: 'month', operator: 'above', other: 'thisMonth' }],
  }),
  special('engagement-late', 'The newest month of engagement is this one or the last.', {
    dimension: 'timeliness',
    area: 'engagement',
    field: 'month',
    severity: { base: 'medium' },
    name: 'engagement-late',
  }),
]

/** Rules about facts. */
export const factRules = [...transactionRules, ...holdingRules, ...engagementRules]
