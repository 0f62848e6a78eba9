import { stringify } from 'csv-stringify/sync'
import { addMonths, firstDayOf, monthOf } from '#shared/kernel/day'
import type { CivilDay } from '#shared/kernel/day'
import type { Cents } from '#shared/kernel/money'
import type { ImportKind } from '#shared/import/import-view.schema'
import { catalogue, productsById } from './catalogue.ts'
import type { Ledger } from './ledger.ts'

/** Columns of each file, named as the fields of an import. */
export const columns = {
  clients: [
    'clientId',
    'name',
    'email',
    'phone',
    'status',
    'joinedOn',
    'closedOn',
    'channel',
    'acquisitionCost',
    'region',
    'birthDate',
  ],
  products: [
    'productId',
    'name',
    'family',
    'kind',
    'anchor',
    'launchedOn',
    'marginRate',
    'unitCost',
    'chargeKind',
    'chargeAmount',
  ],
  holdings: ['holdingId', 'clientId', 'productId', 'openedOn', 'closedOn'],
  transactions: [
    'transactionId',
    'clientId',
    'occurredOn',
    'productId',
    'productName',
    'quantity',
    'unitPrice',
    'amount',
    'kind',
  ],
  engagement: [
    'clientId',
    'month',
    'channel',
    'logins',
    'activeDays',
    'sessions',
    'featuresUsed',
    'digitalTransactions',
    'emailsSent',
    'emailsOpened',
  ],
  events: ['eventId', 'clientId', 'occurredOn', 'kind'],
  spend: ['channel', 'month', 'amount'],
} as const satisfies Record<ImportKind, readonly string[]>

/** Rows of text by column; columns that are missing are empty. */
export type TextRows = Readonly<Record<ImportKind, readonly Readonly<Record<string, string>>[]>>

/** An amount as text with two decimals. */
export function amountText(cents: Cents): string {
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** The ledger as CSV text, by kind; `appended` rows follow at each file's end. */
export function csvFiles(ledger: Ledger, today: CivilDay, appended: TextRows): Record<ImportKind, string> {
  const file = (kind: ImportKind, rows: readonly object[]): string =>
    stringify([...rows, ...appended[kind]], { header: true, columns: [...columns[kind]] })
  return {
    clients: file('clients', ledger.clients.map(clientText)),
    products: file('products', productTexts(today)),
    holdings: file('holdings', ledger.holdings),
    transactions: file('transactions', ledger.lines.map(lineText)),
    engagement: file('engagement', ledger.engagement),
    events: file('events', ledger.events),
    spend: file(
      'spend',
      ledger.spend.map((row) => ({ ...row, amount: amountText(row.amountCents) })),
    ),
  }
}

function clientText(row: Ledger['clients'][number]): object {
  const cents = row.acquisitionCostCents
  return { ...row, acquisitionCost: cents === undefined ? '' : amountText(cents) }
}

function lineText(row: Ledger['lines'][number]): object {
  return {
    ...row,
    productName: productsById.get(row.productId)?.name ?? '',
    unitPrice: amountText(row.unitPriceCents),
    amount: amountText(row.amountCents),
  }
}

function productTexts(today: CivilDay): readonly object[] {
  return catalogue.map((product) => ({
    productId: product.id,
    name: product.name,
    family: product.family,
    kind: product.kind,
    anchor: product.isAnchor ? 'yes' : 'no',
    launchedOn: firstDayOf(addMonths(monthOf(today), -product.launchedAgo)),
    marginRate: String(product.marginRate),
    unitCost: '',
    chargeKind: product.chargeKind,
    chargeAmount: amountText(product.chargeCents),
  }))
}
