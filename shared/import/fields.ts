import type { ImportKind } from './import-view.schema.ts'

/** What a field holds, which decides how its text is read. */
export type FieldType =
  | 'id'
  | 'text'
  | 'email'
  | 'day'
  | 'month'
  | 'money'
  | 'positiveMoney'
  | 'quantity'
  | 'count'
  | 'rate'
  | 'boolean'
  | 'status'
  | 'transactionKind'
  | 'productKind'
  | 'chargeKind'

/** A field of a kind of file. `isRequired` fields need a column, unless `help` names a substitute. */
export interface Field {
  readonly name: string
  readonly title: string
  readonly isRequired: boolean
  readonly help: string
  readonly type: FieldType
  /** Longest text accepted, in characters. */
  readonly maxLength?: number
}

type Row = readonly [name: string, title: string, type: FieldType, help: string, maxLength?: number]

const clientId: Row = [
  'clientId',
  'Client',
  'id',
  'Your own number or code of the client, at most 64 characters.',
]
const productId: Row = ['productId', 'Product', 'id', 'Your own code of the product.']
const occurredOn: Row = ['occurredOn', 'Day', 'day', 'The day it happened; a time of day is ignored.']
const counted = (name: string, title: string): Row => [name, title, 'count', 'A whole number.']

const rows: Readonly<Record<ImportKind, readonly Row[]>> = {
  clients: [
    clientId,
    ['name', 'Name', 'text', 'Name of the person or company.', 200],
    ['email', 'E-mail', 'email', 'One address.', 254],
    ['phone', 'Phone', 'text', 'As dialled.', 40],
    ['status', 'Status', 'status', 'prospect, active, dormant, restricted or closed.'],
    ['joinedOn', 'Joined', 'day', 'First day as a client.'],
    ['closedOn', 'Closed', 'day', 'Day the relationship ended.'],
    ['channel', 'Channel', 'text', 'Where the client came from.', 64],
    ['acquisitionCost', 'Acquisition cost', 'positiveMoney', 'What winning the client cost.'],
    ['region', 'Region', 'text', 'Where the client lives.', 100],
    ['birthDate', 'Birth date', 'day', 'Day of birth.'],
  ],
  products: [
    productId,
    ['name', 'Name', 'text', 'Name of the product.', 200],
    ['family', 'Family', 'text', 'Group the product belongs to.', 100],
    ['kind', 'Kind', 'productKind', 'account (opens and closes) or purchase (bought each time).'],
    ['anchor', 'Anchor', 'boolean', 'yes when clients tend to stay for it.'],
    ['launchedOn', 'Launched', 'day', 'First day on sale.'],
    ['marginRate', 'Margin rate', 'rate', 'Share of revenue that is margin: 0.35 or 35%.'],
    ['unitCost', 'Unit cost', 'positiveMoney', 'Cost of one unit.'],
    ['chargeKind', 'Charge kind', 'chargeKind', 'monthly-fee, transaction-fee, interest-margin or one-off.'],
    ['chargeAmount', 'Charge amount', 'positiveMoney', 'Amount of one charge.'],
  ],
  holdings: [
    [
      'holdingId',
      'Holding',
      'id',
      'Number of the account or contract; without it product and opening day identify it.',
    ],
    clientId,
    productId,
    ['openedOn', 'Opened', 'day', 'First day.'],
    ['closedOn', 'Closed', 'day', 'Day it ended; empty while open.'],
  ],
  transactions: [
    ['transactionId', 'Transaction', 'id', 'Number of the order; rows with the same number are its lines.'],
    clientId,
    occurredOn,
    productId,
    ['productName', 'Product name', 'text', 'Names products that are not in the catalogue yet.', 200],
    ['quantity', 'Quantity', 'quantity', 'How many; may have decimals.'],
    ['unitPrice', 'Unit price', 'money', 'Price of one.'],
    [
      'amount',
      'Amount',
      'money',
      'Negative for refunds. Without it: quantity x unit price. Rounded to cents.',
    ],
    ['kind', 'Kind', 'transactionKind', 'purchase, charge, refund or activity; purchase when empty.'],
  ],
  engagement: [
    clientId,
    ['month', 'Month', 'month', 'YYYY-MM, or any day of the month.'],
    ['channel', 'Digital channel', 'text', 'web, app, …; "digital" when empty.', 64],
    counted('logins', 'Logins'),
    counted('activeDays', 'Active days'),
    counted('sessions', 'Sessions'),
    counted('featuresUsed', 'Features used'),
    counted('digitalTransactions', 'Digital transactions'),
    counted('emailsSent', 'E-mails sent'),
    counted('emailsOpened', 'E-mails opened'),
  ],
  events: [
    ['eventId', 'Event', 'id', 'Number of the event; without it day and kind identify it.'],
    clientId,
    occurredOn,
    ['kind', 'Kind', 'text', 'complaint, failed-payment, opened, closed, …', 64],
  ],
  spend: [
    ['channel', 'Channel', 'text', 'Channel the money was spent on.', 64],
    ['month', 'Month', 'month', 'YYYY-MM, or any day of the month.'],
    ['amount', 'Amount', 'positiveMoney', 'What was spent to win clients.'],
  ],
}

const required: Readonly<Record<ImportKind, readonly string[]>> = {
  clients: ['clientId'],
  products: ['productId'],
  holdings: ['clientId', 'productId', 'openedOn'],
  transactions: ['clientId', 'occurredOn', 'amount'],
  engagement: ['clientId', 'month'],
  events: ['clientId', 'occurredOn', 'kind'],
  spend: ['channel', 'month', 'amount'],
}

/** The fields a kind of file can have, in the order in which they are shown. */
export function fieldsOf(kind: ImportKind): readonly Field[] {
  return rows[kind].map(([name, title, type, help, maxLength]) => ({
    name,
    title,
    type,
    help,
    isRequired: required[kind].includes(name),
    ...(maxLength === undefined ? {} : { maxLength }),
  }))
}

/** Whether unmapped columns of this kind of file can be kept as attributes. */
export function keepsAttributes(kind: ImportKind): boolean {
  return kind === 'clients' || kind === 'products' || kind === 'transactions'
}

/** Most unmapped columns kept as attributes. */
export const MAX_ATTRIBUTES = 30
/** Most bytes of a row's attributes, names included. */
export const MAX_ATTRIBUTE_BYTES = 2_048
