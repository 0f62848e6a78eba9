import { importKinds } from '#shared/import/import-view.schema'
import type { ImportKind } from '#shared/import/import-view.schema'
import type { TextRows } from './files.ts'
import type { RejectedRow } from './truth.ts'

type TextRow = Readonly<Record<string, string>>

/** Rows no import may store, each with the column that is wrong; they stand at the end of their files. */
const wrongRows: Readonly<Record<ImportKind, readonly (readonly [column: string, row: TextRow])[]>> = {
  clients: [
    ['joinedOn', { clientId: 'C-98001', name: 'Row Of Tests', joinedOn: '2025-02-30', channel: 'web' }],
    ['clientId', { clientId: '', name: 'Nobody Known', joinedOn: '2025-03-01', channel: 'web' }],
    [
      'closedOn',
      { clientId: 'C-98003', name: 'Gone Before', joinedOn: '2025-03-01', closedOn: '2025-02-01' },
    ],
    ['birthDate', { clientId: 'C-98004', name: 'Very Old', birthDate: '1899-12-31' }],
    ['acquisitionCost', { clientId: 'C-98002', name: 'Cost Unclear', acquisitionCost: 'about 40' }],
  ],
  products: [
    ['productId', { productId: '', name: 'Nameless product', family: 'Services', kind: 'purchase' }],
  ],
  holdings: [
    ['openedOn', { holdingId: 'H-98001-1', clientId: 'C-00001', productId: 'P-03', openedOn: 'last spring' }],
    ['closedOn', closedBeforeOpened('H-98002-1')],
    ['closedOn', closedBeforeOpened('H-98003-1')],
  ],
  transactions: [
    ['occurredOn', wrongLine({ transactionId: 'W-98001', occurredOn: '2025-13-01' })],
    ['amount', wrongLine({ transactionId: 'W-98002', amount: 'twelve' })],
    ['clientId', wrongLine({ transactionId: 'W-98003', clientId: '' })],
  ],
  engagement: [
    ['month', { clientId: 'C-00001', month: '2025-14', channel: 'app', logins: '3' }],
    ['logins', { clientId: 'C-00001', month: '2023-01', channel: 'app', logins: 'many' }],
  ],
  events: [['occurredOn', { eventId: 'E-98001-1', clientId: 'C-00001', occurredOn: '', kind: 'complaint' }]],
  spend: [['amount', { channel: 'web', month: '2023-01', amount: 'n/a' }]],
}

function closedBeforeOpened(holdingId: string): TextRow {
  return { holdingId, clientId: 'C-00001', productId: 'P-03', openedOn: '2025-03-01', closedOn: '2025-01-31' }
}

function wrongLine(wrong: TextRow): TextRow {
  return {
    clientId: 'C-00001',
    occurredOn: '2025-01-15',
    productId: 'P-21',
    quantity: '1',
    unitPrice: '10.00',
    amount: '10.00',
    kind: 'purchase',
    ...wrong,
  }
}

/** The rejected rows as text. */
export function rejectedTexts(): TextRows {
  const texts = (kind: ImportKind): readonly TextRow[] => wrongRows[kind].map(([, row]) => row)
  return {
    clients: texts('clients'),
    products: texts('products'),
    holdings: texts('holdings'),
    transactions: texts('transactions'),
    engagement: texts('engagement'),
    events: texts('events'),
    spend: texts('spend'),
  }
}

/** Where the rejected rows stand, given the good rows before them. */
export function rejectedRows(rowsBefore: Readonly<Record<ImportKind, number>>): readonly RejectedRow[] {
  return importKinds.flatMap((kind) =>
    wrongRows[kind].map(([column, row], index) => ({
      kind,
      line: rowsBefore[kind] + 2 + index,
      column,
      value: row[column] ?? '',
    })),
  )
}
