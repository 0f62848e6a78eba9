import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { groupByClient } from '#shared/import/group'
import { guessMapping } from '#shared/import/guess'
import { rowReader } from '#shared/import/row'
import type { NumberedRow } from '#shared/import/stated'
import { createTableReader } from '#shared/import/table-reader'
import { NEEDS_SHARED_DATA, sharedData } from '#tests/harness/shared-data'

/** A whole file under the mapping its first rows suggest. */
function readFile(path: string) {
  const text = readFileSync(path, 'utf8')
  const { mapping } = guessMapping('transactions', text.slice(0, 65_536))
  const table = createTableReader(mapping)
  const raw = [...table.push(text), ...table.end()]
  const read = rowReader({ kind: 'transactions', mapping, headers: table.headers() ?? [] })
  const rows: NumberedRow[] = []
  let rejected = 0
  for (const one of raw) {
    const result = 'fields' in one ? read(one.fields) : undefined
    if (result?.ok) rows.push({ row: one.row, value: result.value })
    else rejected += 1
  }
  const groups = groupByClient(rows, { badLines: [], orphans: new Set() })
  const facts = groups.flatMap((group) => group.facts.map(({ fact }) => fact))
  const cents = facts.flatMap((fact) =>
    fact.fact === 'order' ? fact.lines.map((line) => line.amountCents) : [],
  )
  return { rows, rejected, groups, facts, cents }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

describe('the CDNOW purchase histories, as their first rows suggest to read them', () => {
  const master = sharedData('cdnow/CDNOW_master.txt')
  const sample = sharedData('cdnow/CDNOW_sample.txt')

  // Figures of the file's README: rows, customers, sum of dollars, rows of amount 0.
  test.skipIf(!master)(`the master: every row is a purchase, equal ones too ${NEEDS_SHARED_DATA}`, () => {
    const { rows, rejected, groups, facts, cents } = readFile(master ?? '')

    expect({ rows: rows.length, rejected, clients: groups.length, facts: facts.length }).toEqual({
      rows: 69_659,
      rejected: 0,
      clients: 23_570,
      facts: 69_659,
    })
    expect(sum(cents)).toBe(250_031_563)
    expect(cents.filter((one) => one === 0)).toHaveLength(80)
    expect(rows.at(-1)?.row).toBe(69_660)
    const ids = groups.flatMap(({ clientId, facts: own }) =>
      own.map(({ fact }) => `${clientId} ${'id' in fact ? fact.id : ''}`),
    )
    expect(new Set(ids).size).toBe(69_659)
  })

  test.skipIf(!sample)(`the sample, without header ${NEEDS_SHARED_DATA}`, () => {
    const { rows, rejected, groups, cents } = readFile(sample ?? '')

    expect({ rows: rows.length, rejected, clients: groups.length }).toEqual({
      rows: 6_919,
      rejected: 0,
      clients: 2_357,
    })
    expect(sum(cents)).toBe(24_409_194)
    expect(cents.filter((one) => one === 0)).toHaveLength(8)
  })
})
