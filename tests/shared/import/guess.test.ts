import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { guessMapping } from '#shared/import/guess'
import { mappingIssues } from '#shared/import/mapping'
import { preview } from '#shared/import/preview'
import { columnNames } from '#shared/import/table-reader'
import { NEEDS_SHARED_DATA, sharedData } from '#tests/harness/shared-data'

const head = (path: string) => readFileSync(path, 'utf8').slice(0, 65_536)

describe('what the first rows suggest', () => {
  test('semicolons, decimal commas, dotted days and a price that is the amount', () => {
    const { mapping } = guessMapping(
      'transactions',
      'Customer ID;Order Date;Price\nA1;31.01.2024;1.234,50\nA2;01.02.2024;7,00\n',
    )
    expect(mapping).toMatchObject({
      delimiter: 'semicolon',
      hasHeader: true,
      dateFormat: 'DD.MM.YYYY',
      decimal: 'comma',
      columns: { clientId: 'Customer ID', occurredOn: 'Order Date', amount: 'Price' },
    })
  })

  test('quantity x unit price where no column is the amount', () => {
    const text =
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,A,"Mug, blue",6,12/1/2010 8:26,2.55,17850\n2,B,Cup,1,12/13/2010 9:00,3,17850\n'
    const { mapping, headers } = guessMapping('transactions', text)
    expect(mapping.dateFormat).toBe('MM/DD/YYYY')
    expect(mapping.columns).toEqual({
      transactionId: 'InvoiceNo',
      clientId: 'CustomerID',
      occurredOn: 'InvoiceDate',
      productId: 'StockCode',
      productName: 'Description',
      quantity: 'Quantity',
      unitPrice: 'UnitPrice',
    })
    expect(mappingIssues('transactions', mapping, headers)).toEqual([])
    expect(preview('transactions', mapping, { headText: text, limit: 1 })).toEqual({
      columns: [
        'transactionId',
        'clientId',
        'occurredOn',
        'productId',
        'productName',
        'quantity',
        'unitPrice',
        'amount',
      ],
      rows: [
        { row: 2, values: ['1', '17850', '2010-12-01', 'A', 'Mug, blue', '6', '2.55', '15.30'], issues: [] },
      ],
    })
  })

  test('columns named 1, 2, … where the first row is data', () => {
    const { mapping, headers } = guessMapping(
      'clients',
      'c1,Ada,ada@example.org,2020-01-01\nc2,Bo,bo@example.org,2021-05-06\n',
    )
    expect(headers).toEqual(['1', '2', '3', '4'])
    expect(mapping).toMatchObject({ hasHeader: false, columns: { clientId: '1', email: '3', joinedOn: '4' } })
  })

  test('the same signature for files that begin alike, another for another kind', () => {
    const one = guessMapping('clients', 'id,name\n1,A\n')
    expect(guessMapping('clients', 'id,name\n7,Z\n8,Y\n').headerSignature).toBe(one.headerSignature)
    expect(guessMapping('products', 'id,name\n1,A\n').headerSignature).not.toBe(one.headerSignature)
  })

  test('nothing in particular for an empty text', () => {
    expect(guessMapping('clients', '').mapping.columns).toEqual({})
  })

  test('tells duplicate and empty headers apart', () => {
    expect(columnNames(['id', 'amount', '', 'amount ', 'amount'], true)).toEqual([
      'id',
      'amount',
      '3',
      'amount (2)',
      'amount (3)',
    ])
  })

  test('says what a mapping lacks', () => {
    const { mapping } = guessMapping('transactions', 'a,b\nx,y\n')
    const issues = mappingIssues(
      'transactions',
      { ...mapping, columns: { clientId: 'zzz', colour: 'a' }, dateFormat: 'D' },
      ['a', 'b'],
    )
    expect(issues.map(({ path }) => path)).toEqual([
      'columns.clientId',
      'columns.colour',
      'columns.occurredOn',
      'columns.amount',
      'dateFormat',
    ])
  })

  const master = sharedData('cdnow/CDNOW_master.txt')
  const sample = sharedData('cdnow/CDNOW_sample.txt')

  test.skipIf(!master)(`blanks and compact days of the CDNOW master ${NEEDS_SHARED_DATA}`, () => {
    expect(guessMapping('transactions', head(master ?? '')).mapping).toMatchObject({
      delimiter: 'blanks',
      hasHeader: true,
      dateFormat: 'YYYYMMDD',
      columns: {
        clientId: 'customer_id',
        occurredOn: 'date',
        quantity: 'number_of_cds',
        amount: 'dollar_value',
      },
    })
  })

  test.skipIf(!sample)(`the columns of the CDNOW sample, which has no header ${NEEDS_SHARED_DATA}`, () => {
    expect(guessMapping('transactions', head(sample ?? '')).mapping).toMatchObject({
      delimiter: 'blanks',
      hasHeader: false,
      columns: { clientId: '1', occurredOn: '3', quantity: '4', amount: '5' },
    })
  })
})
