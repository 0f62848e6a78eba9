import { describe, expect, test } from 'vitest'
import type { ImportKind, Mapping } from '#shared/import/import-view.schema'
import { readRow } from '#shared/import/row'
import { fieldsOf } from '#shared/import/fields'
import { preview } from '#shared/import/preview'

/** Reads one row whose columns are named as its fields. */
function read(kind: ImportKind, row: Record<string, string>, changes: Partial<Mapping> = {}) {
  const headers = Object.keys(row)
  const known = fieldsOf(kind).map(({ name }) => name)
  const columns = Object.fromEntries(
    headers.filter((name) => known.includes(name)).map((name) => [name, name]),
  )
  const mapping: Mapping = {
    delimiter: 'comma',
    hasHeader: true,
    columns,
    dateFormat: 'YYYY-MM-DD',
    decimal: 'point',
    keepsUnmapped: false,
    ...changes,
  }
  return readRow(kind, mapping, { headers, fields: Object.values(row) })
}

const problemsOf = (result: ReturnType<typeof read>) =>
  result.ok ? [] : result.problems.map(({ column, value }) => [column, value])

describe('a transaction', () => {
  const row = { clientId: 'c1', occurredOn: '2024-05-06', amount: '12.50' }

  test('is a purchase of product none where nothing else is said', () => {
    expect(read('transactions', row)).toEqual({
      ok: true,
      value: {
        kind: 'transactions',
        clientId: 'c1',
        occurredOn: '2024-05-06',
        line: { productId: 'none', kind: 'purchase', amountCents: 1250 },
      },
    })
  })

  test.each([
    [{ amount: '-3' }, { kind: 'refund', amountCents: -300 }],
    [
      { amount: '3', kind: 'refund' },
      { kind: 'refund', amountCents: -300 },
    ],
    [
      { amount: '3', kind: 'Charge' },
      { kind: 'charge', amountCents: 300 },
    ],
    [
      { amount: '-3', kind: 'charge' },
      { kind: 'refund', amountCents: -300 },
    ],
    [
      { amount: '3', kind: 'activity' },
      { kind: 'activity', amountCents: 300 },
    ],
    [{ amount: '0' }, { kind: 'purchase', amountCents: 0 }],
    [
      { amount: '', quantity: '3', unitPrice: '1.335' },
      { amountCents: 401, quantity: 3, unitPriceCents: 134 },
    ],
    [{ productName: 'Blue mug' }, { productId: 'Blue mug' }],
  ])('with %j is a line with %j', (changes, line) => {
    expect(read('transactions', { ...row, ...changes })).toMatchObject({ ok: true, value: { line } })
  })

  test('reports everything wrong with it at once, and whose it is', () => {
    const result = read('transactions', {
      transactionId: 'o1',
      clientId: 'c1',
      occurredOn: '2024-02-30',
      amount: 'ten',
      kind: 'gift',
    })
    expect(result).toMatchObject({ ok: false, clientId: 'c1', transactionId: 'o1' })
    expect(problemsOf(result)).toEqual([
      ['occurredOn', '2024-02-30'],
      ['amount', 'ten'],
      ['kind', 'gift'],
    ])
  })

  test('needs its client, day and amount', () => {
    const result = read('transactions', { clientId: ' ', occurredOn: '', amount: '' })
    expect(problemsOf(result).map(([column]) => column)).toEqual(['clientId', 'occurredOn', 'amount'])
  })

  test('keeps unmapped columns up to 2 KB as attributes, and refuses more', () => {
    const kept = read('transactions', { ...row, store: 'Bern', empty: '' }, { keepsUnmapped: true })
    expect(kept).toMatchObject({ ok: true, value: { line: { attributes: { store: 'Bern' } } } })
    expect(
      problemsOf(read('transactions', { ...row, note: 'x'.repeat(2_100) }, { keepsUnmapped: true })),
    ).toEqual([['attributes', '']])
  })
})

describe('ids and texts', () => {
  test('are trimmed and brought into one Unicode form', () => {
    expect(read('clients', { clientId: '  Zoe\u0308 ', name: ' Ada ' })).toMatchObject({
      ok: true,
      value: { clientId: 'Zo\u00eb', profile: { name: 'Ada' } },
    })
  })

  test('may look like formulas and stay text; the apostrophe of an export is taken off', () => {
    expect(read('clients', { clientId: '=1+1', name: "'=cmd|' /C calc'!A0" })).toMatchObject({
      ok: true,
      value: { clientId: '=1+1', profile: { name: "=cmd|' /C calc'!A0" } },
    })
  })

  test('have a length, and no control characters', () => {
    const result = read('clients', { clientId: 'x'.repeat(65), name: 'y'.repeat(201), phone: 'a\u0000b' })
    expect(problemsOf(result).map(([column]) => column)).toEqual(['clientId', 'name', 'phone'])
  })
})

describe('the other kinds', () => {
  test('a client with everything', () => {
    const row = {
      clientId: 'c1',
      name: 'Ada',
      email: 'ada@example.org',
      status: 'Restricted',
      joinedOn: '2020-01-02',
      channel: 'Web',
      acquisitionCost: '12.345',
    }
    expect(read('clients', row)).toEqual({
      ok: true,
      value: {
        kind: 'clients',
        clientId: 'c1',
        profile: {
          name: 'Ada',
          email: 'ada@example.org',
          declaredStatus: 'restricted',
          joinedOn: '2020-01-02',
          channel: 'Web',
          acquisitionCostCents: 1235,
        },
      },
    })
  })

  test.each([
    ['clients', { clientId: 'c', email: 'ada.example.org' }, 'email'],
    ['clients', { clientId: 'c', email: 'a@b@example.org' }, 'email'],
    ['clients', { clientId: 'c', status: 'churned' }, 'status'],
    ['clients', { clientId: 'c', acquisitionCost: '-1' }, 'acquisitionCost'],
    ['clients', { clientId: 'c', joinedOn: '2024-02-01', closedOn: '2024-01-01' }, 'closedOn'],
    ['products', { productId: 'p', marginRate: '35' }, 'marginRate'],
    ['products', { productId: 'p', anchor: 'maybe' }, 'anchor'],
    ['products', { productId: 'p', chargeKind: 'yearly' }, 'chargeKind'],
    [
      'holdings',
      { clientId: 'c', productId: 'p', openedOn: '2024-02-01', closedOn: '2024-01-01' },
      'closedOn',
    ],
    ['engagement', { clientId: 'c', month: '2024-14' }, 'month'],
    ['engagement', { clientId: 'c', month: '2024-01', logins: '-1' }, 'logins'],
    ['engagement', { clientId: 'c', month: '2024-01', logins: '1.5' }, 'logins'],
    ['spend', { channel: 'web', month: '2024-01', amount: '-1' }, 'amount'],
  ] as const)('%s %j is rejected for its %s', (kind, row, column) => {
    expect(problemsOf(read(kind, row)).map(([name]) => name)).toEqual([column])
  })

  test.each([
    ['0.35', 0.35],
    ['35%', 0.35],
    ['7.5 %', 0.075],
    ['1', 1],
  ])('a margin rate of %s is %d', (text, marginRate) => {
    expect(read('products', { productId: 'p', marginRate: text })).toMatchObject({
      value: { entry: { marginRate } },
    })
  })

  test('engagement counts, in the digital channel where none is named', () => {
    expect(read('engagement', { clientId: 'c', month: '2024-01-31', logins: '1,200' })).toMatchObject({
      value: { month: '2024-01', channel: 'digital', counts: { logins: 1200 } },
    })
  })
})

test('a preview shows values as stored and issues by field', () => {
  const mapping: Mapping = {
    delimiter: 'comma',
    hasHeader: true,
    columns: { clientId: 'c', occurredOn: 'd', amount: 'a' },
    dateFormat: 'DD/MM/YYYY',
    decimal: 'point',
    keepsUnmapped: true,
  }
  const headText = 'c,d,a,shop\nx,31/01/2024,(1),Bern\nx,31/02/2024,1\ny,31/02/2024,1,\n'
  expect(preview('transactions', mapping, { headText, limit: 5 })).toEqual({
    columns: ['clientId', 'occurredOn', 'amount', 'shop'],
    rows: [
      { row: 2, values: ['x', '2024-01-31', '-1.00', 'Bern'], issues: [] },
      {
        row: 3,
        values: ['', '', '', ''],
        issues: [{ column: 'row', message: 'The row has 3 columns, the first row has 4.' }],
      },
      {
        row: 4,
        values: ['y', '31/02/2024', '1', ''],
        issues: [{ column: 'occurredOn', message: 'This is not a real day written as DD/MM/YYYY.' }],
      },
    ],
  })
})
