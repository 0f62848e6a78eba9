/** The fields a rule may name, by what the record is. */
import type { Subject } from './rule.ts'

/** What a field holds: decides which operators and values make sense. */
export type FieldType = 'text' | 'day' | 'month' | 'number' | 'money' | 'flag'

/** A field of a record. */
export interface RuleField {
  readonly name: string
  readonly title: string
  readonly type: FieldType
}

const client: readonly RuleField[] = [
  { name: 'name', title: 'Name', type: 'text' },
  { name: 'email', title: 'E-mail', type: 'text' },
  { name: 'phone', title: 'Phone', type: 'text' },
  { name: 'status', title: 'Declared status', type: 'text' },
  { name: 'joinedOn', title: 'Joined on', type: 'day' },
  { name: 'closedOn', title: 'Closed on', type: 'day' },
  { name: 'channel', title: 'Channel', type: 'text' },
  { name: 'region', title: 'Region', type: 'text' },
  { name: 'birthDate', title: 'Birth date', type: 'day' },
  { name: 'acquisitionCost', title: 'Acquisition cost', type: 'money' },
  { name: 'isPlaceholder', title: 'Known from facts only', type: 'flag' },
  { name: 'orders', title: 'Transactions', type: 'number' },
  { name: 'revenue', title: 'Revenue', type: 'money' },
  { name: 'firstActivityOn', title: 'First activity', type: 'day' },
  { name: 'lastActivityOn', title: 'Last activity', type: 'day' },
]

const ofClient: readonly RuleField[] = [
  { name: 'client.joinedOn', title: 'Client joined on', type: 'day' },
  { name: 'client.closedOn', title: 'Client closed on', type: 'day' },
  { name: 'client.isPlaceholder', title: 'Client known from facts only', type: 'flag' },
  { name: 'today', title: 'Today', type: 'day' },
]

const ofProduct: readonly RuleField[] = [
  { name: 'product.isPlaceholder', title: 'Product in no catalogue', type: 'flag' },
  { name: 'product.kind', title: 'Product binds as', type: 'text' },
  { name: 'product.launchedOn', title: 'Product launched on', type: 'day' },
]

/** Every field by what the record is. */
export const fieldsBySubject: Readonly<Record<Subject, readonly RuleField[]>> = {
  client: [...client, { name: 'today', title: 'Today', type: 'day' }],
  line: [
    { name: 'occurredOn', title: 'Day', type: 'day' },
    { name: 'kind', title: 'Kind', type: 'text' },
    { name: 'amount', title: 'Amount', type: 'money' },
    { name: 'quantity', title: 'Quantity', type: 'number' },
    { name: 'unitPrice', title: 'Unit price', type: 'money' },
    { name: 'productId', title: 'Product', type: 'text' },
    ...ofProduct,
    ...ofClient,
  ],
  holding: [
    { name: 'openedOn', title: 'Opened on', type: 'day' },
    { name: 'closedOn', title: 'Closed on', type: 'day' },
    { name: 'productId', title: 'Product', type: 'text' },
    ...ofProduct,
    ...ofClient,
  ],
  engagement: [
    { name: 'month', title: 'Month', type: 'month' },
    { name: 'channel', title: 'Channel', type: 'text' },
    { name: 'logins', title: 'Logins', type: 'number' },
    { name: 'activeDays', title: 'Active days', type: 'number' },
    { name: 'sessions', title: 'Sessions', type: 'number' },
    { name: 'emailsSent', title: 'E-mails sent', type: 'number' },
    { name: 'emailsOpened', title: 'E-mails opened', type: 'number' },
    { name: 'client.joinedMonth', title: 'Month the client joined', type: 'month' },
    { name: 'thisMonth', title: 'This month', type: 'month' },
  ],
  product: [
    { name: 'name', title: 'Name', type: 'text' },
    { name: 'family', title: 'Family', type: 'text' },
    { name: 'kind', title: 'Binds as', type: 'text' },
    { name: 'marginRate', title: 'Margin rate', type: 'number' },
    { name: 'unitCost', title: 'Unit cost', type: 'money' },
    { name: 'launchedOn', title: 'Launched on', type: 'day' },
    { name: 'isPlaceholder', title: 'Known from facts only', type: 'flag' },
    { name: 'today', title: 'Today', type: 'day' },
  ],
}
