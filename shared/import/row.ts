import { type OrderLine, statuses, type TransactionKind } from '#shared/client/facts'
import { NO_PRODUCT, normalisedId } from '#shared/kernel/ids'
import type { Cents } from '#shared/kernel/money'
import { isInOrder, isVolume } from '#shared/quality/predicates'
import { type Cells, createCells, type RowFormat } from './cells.ts'
import type { ImportKind, Mapping } from './import-view.schema.ts'
import { centsFrom, numberFrom, product } from './money-text.ts'
import type { RowResult, TypedRow } from './typed-row.ts'

/** Digital channel of engagement that names none. */
const DIGITAL = 'digital'

/** Columns whose problem takes no field's name: the whole row. */
export const WHOLE_ROW = 'row'

/** Reads rows of one file; made once, used for every row. */
export function rowReader(format: RowFormat): (fields: readonly string[]) => RowResult {
  const cells = createCells(format)
  const read = readers[format.kind]
  return (fields) => {
    cells.load(fields)
    const value = read(cells)
    if (value !== undefined && cells.problems().length === 0) return { ok: true, value }
    const problems = [...cells.problems()]
    const clientId = cells.id('clientId')
    const transactionId = format.kind === 'transactions' ? cells.id('transactionId') : undefined
    return {
      ok: false,
      problems,
      ...(clientId === undefined ? {} : { clientId }),
      ...(transactionId === undefined ? {} : { transactionId }),
    }
  }
}

/** One row of a file as it will be stored, or what is wrong with it. */
export function readRow(
  kind: ImportKind,
  mapping: Mapping,
  { headers, fields }: { headers: readonly string[]; fields: readonly string[] },
): RowResult {
  return rowReader({ kind, mapping, headers })(fields)
}

const readers: Readonly<Record<ImportKind, (cells: Cells) => TypedRow | undefined>> = {
  clients: clientsRow,
  products: productsRow,
  holdings: holdingsRow,
  transactions: transactionsRow,
  engagement: engagementRow,
  events: eventsRow,
  spend: spendRow,
}

/** An object without the keys whose value is undefined. */
function present<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  const entries = Object.entries(value).filter(([, found]) => found !== undefined)
  return Object.fromEntries(entries) as T
}

function clientsRow(cells: Cells): TypedRow | undefined {
  const clientId = cells.required('clientId', cells.id)
  const profile = {
    name: cells.text('name'),
    email: cells.email('email'),
    phone: cells.text('phone'),
    declaredStatus: cells.choice('status', statuses),
    joinedOn: cells.day('joinedOn'),
    closedOn: cells.day('closedOn'),
    channel: cells.text('channel'),
    acquisitionCostCents: cells.positiveMoney('acquisitionCost'),
    region: cells.text('region'),
    birthDate: cells.day('birthDate'),
    attributes: cells.attributes(),
  }
  inOrder(cells, profile.joinedOn, { name: 'closedOn', day: profile.closedOn })
  return clientId === undefined ? undefined : { kind: 'clients', clientId, profile: present(profile) }
}

function productsRow(cells: Cells): TypedRow | undefined {
  const productId = cells.required('productId', cells.id)
  const entry = {
    name: cells.text('name'),
    family: cells.text('family'),
    kind: cells.choice('kind', ['account', 'purchase'] as const),
    isAnchor: cells.boolean('anchor'),
    launchedOn: cells.day('launchedOn'),
    marginRate: cells.rate('marginRate'),
    unitCostCents: cells.positiveMoney('unitCost'),
    chargeKind: cells.choice('chargeKind', [
      'monthly-fee',
      'transaction-fee',
      'interest-margin',
      'one-off',
    ] as const),
    chargeAmountCents: cells.positiveMoney('chargeAmount'),
    attributes: cells.attributes(),
  }
  return productId === undefined ? undefined : { kind: 'products', productId, entry: present(entry) }
}

function holdingsRow(cells: Cells): TypedRow | undefined {
  const clientId = cells.required('clientId', cells.id)
  const productId = cells.required('productId', cells.id)
  const openedOn = cells.required('openedOn', cells.day)
  const holdingId = cells.id('holdingId')
  const closedOn = cells.day('closedOn')
  inOrder(cells, openedOn, { name: 'closedOn', day: closedOn })
  if (clientId === undefined || productId === undefined || openedOn === undefined) return undefined
  return present({ kind: 'holdings' as const, clientId, holdingId, productId, openedOn, closedOn })
}

function inOrder(
  cells: Cells,
  first: string | undefined,
  last: { name: string; day: string | undefined },
): void {
  if (!isInOrder(first, last.day)) cells.problem(last.name, `The last day lies before the first, ${first}.`)
}

function transactionsRow(cells: Cells): TypedRow | undefined {
  const clientId = cells.required('clientId', cells.id)
  const occurredOn = cells.required('occurredOn', cells.day)
  const transactionId = cells.id('transactionId')
  const productName = cells.text('productName')
  const line = orderLine(
    cells,
    cells.id('productId') ?? (productName && normalisedId(productName.slice(0, 64))),
  )
  if (clientId === undefined || occurredOn === undefined || line === undefined) return undefined
  return present({ kind: 'transactions' as const, clientId, transactionId, occurredOn, line, productName })
}

function orderLine(cells: Cells, productId: string | undefined): OrderLine | undefined {
  const quantity = cells.decimal('quantity')
  const unitPrice = cells.decimal('unitPrice')
  const amount = amountOf(cells)
  const kind = cells.choice('kind', ['purchase', 'charge', 'refund', 'activity'] as const)
  if (amount === undefined) return undefined
  if (kind === 'activity' && !isVolume(amount))
    return cells.problem('amount', 'The volume of an activity is not negative.')
  return present<OrderLine>({
    productId: productId ?? NO_PRODUCT,
    kind: kindOf(kind, amount),
    // A refund takes money away whichever sign the file gives it.
    amountCents: kind === 'refund' && amount > 0 ? -amount : amount,
    quantity: quantity && numberFrom(quantity),
    unitPriceCents: unitPrice && centsFrom(unitPrice),
    attributes: cells.attributes(),
  })
}

function kindOf(kind: TransactionKind | undefined, amount: Cents): TransactionKind {
  if (kind !== undefined && (kind === 'activity' || amount >= 0)) return kind
  return amount < 0 ? 'refund' : 'purchase'
}

/** The amount of the row, or quantity x unit price, computed exactly and rounded once. */
function amountOf(cells: Cells): Cents | undefined {
  const isDerivable = cells.isMapped('quantity') && cells.isMapped('unitPrice')
  if (cells.isMapped('amount') && !(isDerivable && cells.isEmpty('amount')))
    return cells.required('amount', cells.money)
  const quantity = cells.required('quantity', cells.decimal)
  const unitPrice = cells.required('unitPrice', cells.decimal)
  if (quantity === undefined || unitPrice === undefined) return undefined
  return (
    centsFrom(product(quantity, unitPrice)) ?? cells.problem('unitPrice', 'The amount is beyond ten billion.')
  )
}

function engagementRow(cells: Cells): TypedRow | undefined {
  const clientId = cells.required('clientId', cells.id)
  const month = cells.required('month', cells.month)
  const channel = cells.text('channel')?.toLowerCase() ?? DIGITAL
  const counts = present({
    logins: cells.count('logins'),
    activeDays: cells.count('activeDays'),
    sessions: cells.count('sessions'),
    featuresUsed: cells.count('featuresUsed'),
    digitalTransactions: cells.count('digitalTransactions'),
    emailsSent: cells.count('emailsSent'),
    emailsOpened: cells.count('emailsOpened'),
  })
  if (clientId === undefined || month === undefined) return undefined
  return { kind: 'engagement', clientId, month, channel, counts }
}

function eventsRow(cells: Cells): TypedRow | undefined {
  const clientId = cells.required('clientId', cells.id)
  const occurredOn = cells.required('occurredOn', cells.day)
  const event = cells
    .required('kind', cells.text)
    ?.toLowerCase()
    .replace(/[\s_]+/g, '-')
  const eventId = cells.id('eventId')
  if (clientId === undefined || occurredOn === undefined || event === undefined) return undefined
  return present({ kind: 'events' as const, clientId, eventId, occurredOn, event })
}

function spendRow(cells: Cells): TypedRow | undefined {
  const channel = cells.required('channel', cells.text)?.toLowerCase()
  const month = cells.required('month', cells.month)
  const amountCents = cells.required('amount', cells.positiveMoney)
  if (channel === undefined || month === undefined || amountCents === undefined) return undefined
  return { kind: 'spend', channel, month, amountCents }
}
