import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import { decide } from '#shared/import/decide'
import { groupByClient } from '#shared/import/group'
import { guessMapping } from '#shared/import/guess'
import { rejectedHeader, rejectedLine } from '#shared/import/rejected-csv'
import { rowReader } from '#shared/import/row'
import { createTableReader } from '#shared/import/table-reader'
import { createClientChecker } from '#shared/quality/check-client'
import { shareOf } from '#shared/quality/share'
import { shippedRules } from '#shared/quality/shipped-loads'
import { rejectedRows } from '#functions/quality/load-rows'
import type { ImportRecord } from '#functions/store/imports.store'
import { cdnowTransactions } from '#tests/convert/cdnow'
import { telcoClients, telcoTransactions } from '#tests/convert/telco'
import { NEEDS_SHARED_DATA, sharedData } from '#tests/harness/shared-data'

const telco = sharedData('telco-churn/WA_Fn-UseC_-Telco-Customer-Churn.csv')
const cdnow = sharedData('cdnow/CDNOW_master.txt')

/** Rows of a transactions file as the import reads them: those it stores and those it refuses. */
function readTransactions(text: string) {
  const { mapping } = guessMapping('transactions', text.slice(0, 65_536))
  const table = createTableReader(mapping)
  const raw = [...table.push(text), ...table.end()]
  const read = rowReader({ kind: 'transactions', mapping, headers: table.headers() ?? [] })
  const results = raw.map((one) => {
    if (!('fields' in one)) throw new Error(`Row ${one.row} is not readable`)
    return { row: one.row, result: read(one.fields) }
  })
  return {
    stored: results.flatMap(({ row, result }) => (result.ok ? [{ row, value: result.value }] : [])),
    refused: results.flatMap(({ row, result }) =>
      result.ok ? [] : result.problems.map((problem) => ({ row, ...problem })),
    ),
  }
}

describe.skipIf(!telco)(`Telco, imported as one charge a customer ${NEEDS_SHARED_DATA}`, () => {
  test('its 11 blank totals are one issue, with their rows', { timeout: 30_000 }, async () => {
    const source = readFileSync(telco ?? '', 'utf8')
    const blank = source
      .trim()
      .split(/\r?\n/)
      .flatMap((line, index) => (line.split(',').at(-2)?.trim() === '' ? [`row ${index + 1}`] : []))
    const { stored, refused } = readTransactions(telcoTransactions(source))
    const text = rejectedHeader + refused.map(rejectedLine).join('')
    const record = { id: 'telco', counts: { rejected: refused.length } } as ImportRecord // -- because no more is read

    const rows = await rejectedRows([record], {
      rule: 'load-rows-rejected',
      files: { text: () => Promise.resolve(text) },
    })

    const { groups } = shareOf(rows, Buffer.byteLength)
    expect(stored).toHaveLength(7_032)
    expect(groups).toEqual([
      expect.objectContaining({ rule: 'load-rows-rejected', field: 'amount', source: 'telco', count: 11 }),
    ])
    expect(blank).toHaveLength(11)
    expect(rows.map(({ row }) => row.subject)).toEqual(blank)
  })

  test('everybody joined the day of the charge minus the tenure', () => {
    const lines = telcoClients(readFileSync(telco ?? '', 'utf8'))
      .trim()
      .split('\n')

    expect(lines).toHaveLength(7_044)
    expect(lines.slice(0, 3)).toEqual(['clientId,joinedOn', '7590-VHVEG,2025-12-31', '5575-GNVDE,2023-03-31'])
  })
})

describe.skipIf(!cdnow)(`CDNOW, the master file ${NEEDS_SHARED_DATA}`, () => {
  test('its 80 purchases of zero are one issue of count 80', { timeout: 30_000 }, () => {
    const source = readFileSync(cdnow ?? '', 'utf8')
    const { stored, refused } = readTransactions(cdnowTransactions(source))
    const check = createClientChecker(shippedRules, { today: '1998-06-30', products: new Map() })
    const rule = shippedRules.find(({ id }) => id === 'transaction-amount-zero')

    const failing = groupByClient(stored, { badLines: [], orphans: new Set() }).flatMap((group) => {
      const { put } = decide(group, undefined, 'cdnow')
      return check(revised(group.clientId, undefined, { put, channels: [] })).failing
    })

    const zero = failing.filter((row) => row.rule === rule?.id)
    const { groups } = shareOf(
      zero.map((row) => ({ row, field: rule?.field ?? '' })),
      Buffer.byteLength,
    )
    expect(refused).toEqual([])
    expect(stored).toHaveLength(69_659)
    expect(groups).toEqual([
      expect.objectContaining({
        rule: 'transaction-amount-zero',
        field: 'amount',
        source: 'cdnow',
        count: 80,
      }),
    ])
  })
})
