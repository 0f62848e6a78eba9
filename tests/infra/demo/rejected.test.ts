import { describe, expect, test } from 'vitest'
import { parse } from 'csv-parse/sync'
import { importKinds } from '#shared/import/import-view.schema'
import { mappingIssues } from '#shared/import/mapping'
import { rowReader } from '#shared/import/row'
import { generateDemo } from '#infra/local/demo/generate'
import { mappingOf } from '#infra/local/demo/seed'
import { TODAY } from './parsed.ts'

const demo = generateDemo({ clients: 1000, seed: 1, today: TODAY })

describe('The import reads of the demo', () => {
  test.each(importKinds)('%s: every row but the planted ones, at the column that is told', (kind) => {
    const [headers = [], ...fields]: string[][] = parse(demo.files[kind])
    const read = rowReader({ kind, mapping: mappingOf(kind), headers })

    const refused = fields.flatMap((row, index) => {
      const result = read(row)
      if (result.ok) return []
      return result.problems.map(({ column, value }) => ({ kind, line: index + 2, column, value }))
    })

    expect(mappingIssues(kind, mappingOf(kind), headers)).toEqual([])
    expect(refused.length).toBeGreaterThan(0)
    expect(refused).toEqual(demo.truth.rejectedRows.filter((row) => row.kind === kind))
  })
})
