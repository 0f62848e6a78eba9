import { describe, expect, test } from 'vitest'
import { addMonths } from '#shared/kernel/day'
import { cell, cents, parsedDemo } from './parsed.ts'
import type { TextRow } from './parsed.ts'

const { rows, truth } = parsedDemo()
const clientsById = new Map(rows.clients.map((row) => [cell(row, 'clientId'), row]))
const productIds = new Set(rows.products.map((row) => cell(row, 'productId')))

function clientsWhere(isWrong: (row: TextRow) => boolean): readonly string[] {
  return rows.clients.filter(isWrong).map((row) => cell(row, 'clientId'))
}

function transactionsWhere(isWrong: (row: TextRow) => boolean): readonly string[] {
  return rows.transactions.filter(isWrong).map((row) => cell(row, 'transactionId'))
}

/** Ids of rows that share a key with another row. */
function clashing(
  file: readonly TextRow[],
  idColumn: string,
  keyOf: (row: TextRow) => string,
): readonly string[] {
  const groups = Map.groupBy(
    file.filter((row) => keyOf(row) !== ''),
    keyOf,
  )
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .flatMap((group) => group.map((row) => cell(row, idColumn)))
}

const letters = (name: string): string => [...name].sort().join('')

function personKey(nameKey: (name: string) => string): (row: TextRow) => string {
  return (row) =>
    cell(row, 'birthDate') && cell(row, 'name')
      ? `${nameKey(cell(row, 'name'))} ${cell(row, 'birthDate')}`
      : ''
}

function orderKey(row: TextRow): string {
  if (cell(row, 'kind') !== 'purchase' || cents(cell(row, 'amount')) <= 0) return ''
  return ['clientId', 'occurredOn', 'productId', 'quantity', 'amount']
    .map((column) => cell(row, column))
    .join(' ')
}

function engagementGaps(): readonly string[] {
  const byClient = Map.groupBy(rows.engagement, (row) => cell(row, 'clientId'))
  return [...byClient].flatMap(([clientId, file]) => {
    const months = new Set(file.map((row) => cell(row, 'month')))
    const [first = '', last = ''] = [[...months].sort()[0], [...months].sort().at(-1)]
    const missing: string[] = []
    for (let month = first; month < last; month = addMonths(month, 1))
      if (!months.has(month)) missing.push(`${clientId}/${month}`)
    return missing
  })
}

function spendGaps(): readonly string[] {
  const channels = new Set(rows.spend.map((row) => cell(row, 'channel')))
  const months = new Set(rows.spend.map((row) => cell(row, 'month')))
  const booked = new Set(rows.spend.map((row) => `${cell(row, 'channel')}/${cell(row, 'month')}`))
  const all = [...channels].flatMap((channel) => [...months].map((month) => `${channel}/${month}`))
  return all.filter((key) => !booked.has(key))
}

const byOneOrder = new Map(
  [...Map.groupBy(rows.transactions, (row) => cell(row, 'transactionId'))].map(([id, lines]) => [
    id,
    lines.length,
  ]),
)
const samePeople = clashing(
  rows.clients,
  'clientId',
  personKey((name) => name),
)

/** Naive detectors, one for each planted fault. */
const detectors: Readonly<Record<string, () => readonly string[]>> = {
  'duplicate-email': () => clashing(rows.clients, 'clientId', (row) => cell(row, 'email')),
  'same-person': () => samePeople,
  'near-name': () =>
    clashing(rows.clients, 'clientId', personKey(letters)).filter((id) => !samePeople.includes(id)),
  'missing-name': () => clientsWhere((row) => cell(row, 'name') === ''),
  'misspelled-email': () => clientsWhere((row) => /@example\.(?!com$|org$)/.test(cell(row, 'email'))),
  'birth-date-implausible': () =>
    clientsWhere((row) => cell(row, 'birthDate') !== '' && cell(row, 'birthDate') < '1910'),
  'born-after-joining': () => clientsWhere((row) => cell(row, 'birthDate') > cell(row, 'joinedOn')),
  'misspelled-channel': () => clientsWhere((row) => cell(row, 'channel') === 'Brnach'),
  'closed-without-day': () =>
    clientsWhere((row) => cell(row, 'status') === 'closed' && cell(row, 'closedOn') === ''),
  'transaction-after-closing': () =>
    transactionsWhere((row) => {
      const closedOn = cell(clientsById.get(cell(row, 'clientId')), 'closedOn')
      return closedOn !== '' && cell(row, 'occurredOn') > closedOn
    }),
  'transaction-before-joining': () =>
    transactionsWhere(
      (row) => cell(row, 'occurredOn') < cell(clientsById.get(cell(row, 'clientId')), 'joinedOn'),
    ),
  'negative-price': () => transactionsWhere((row) => cents(cell(row, 'unitPrice')) < 0),
  'zero-amount': () => transactionsWhere((row) => cents(cell(row, 'amount')) === 0),
  'booked-twice': () =>
    clashing(
      rows.transactions.filter((row) => byOneOrder.get(cell(row, 'transactionId')) === 1),
      'transactionId',
      orderKey,
    ),
  'amount-outlier': () =>
    transactionsWhere((row) => cell(row, 'kind') === 'purchase' && cents(cell(row, 'amount')) > 500_00),
  'amount-mismatch': () =>
    transactionsWhere(
      (row) => Number(cell(row, 'quantity')) * cents(cell(row, 'unitPrice')) !== cents(cell(row, 'amount')),
    ),
  'orphan-product': () => transactionsWhere((row) => !productIds.has(cell(row, 'productId'))),
  'orphan-client': () => transactionsWhere((row) => !clientsById.has(cell(row, 'clientId'))),
  'opened-before-joining': () =>
    rows.holdings
      .filter((row) => cell(row, 'openedOn') < cell(clientsById.get(cell(row, 'clientId')), 'joinedOn'))
      .map((row) => cell(row, 'holdingId')),
  'engagement-gap': engagementGaps,
  'impossible-active-days': () =>
    rows.engagement
      .filter((row) => Number(cell(row, 'activeDays')) > 31)
      .map((row) => `${cell(row, 'clientId')}/${cell(row, 'month')}`),
  'spend-gap': spendGaps,
}

describe('The planted faults', () => {
  test('are of twenty-two kinds, each with a detector', () => {
    expect(truth.faults.map((fault) => fault.kind).sort()).toEqual(Object.keys(detectors).sort())
    for (const fault of truth.faults) expect(fault.ids.length).toBeGreaterThan(0)
  })

  test.each(truth.faults.map((fault) => [fault.kind, fault] as const))(
    'are present and alone: %s',
    (kind, fault) => {
      expect([...(detectors[kind]?.() ?? [])].sort()).toEqual([...fault.ids].sort())
    },
  )

  test('touch no client twice', () => {
    const touched = truth.faults.flatMap((fault) =>
      fault.subject === 'client' ? fault.ids : fault.ids.map((id) => /\d{5}/.exec(id)?.[0] ?? id),
    )
    const clients = touched.map((id) => id.replace('C-', ''))
    const gapsAndTwice = truth.faults.filter((fault) =>
      ['engagement-gap', 'booked-twice'].includes(fault.kind),
    )
    const repeated = gapsAndTwice.flatMap((fault) => fault.ids).length / 2

    expect(new Set(clients).size).toBe(clients.length - repeated)
  })
})
