import { describe, expect, test } from 'vitest'
import { countClient, createClientChecker } from '#shared/quality/check-client'
import { drillOf } from '#shared/quality/drill'
import { emptyStats, type FailingRow, type MatchKey } from '#shared/quality/finding'
import { isApplicable, matchedRows, spellings, wholeFindings } from '#shared/quality/judge'
import { LIVE } from '#shared/quality/rows'
import { shippedRules } from '#shared/quality/shipped-loads'
import { generateDemo } from '#infra/local/demo/generate'
import { readHouse } from './read-files.ts'

const today = '2026-11-22'

/** Everything the shipped rules find in a demonstration, without a store. */
function findingsOf(seed: number, clients: number) {
  const { files, truth } = generateDemo({ clients, seed, today })
  const house = readHouse(files)
  const check = createClientChecker(shippedRules, { today, products: house.products })
  const stats = emptyStats()
  const failing: FailingRow[] = []
  const keys: MatchKey[] = []
  for (const client of house.clients) {
    const verdict = check(client)
    failing.push(...verdict.failing)
    keys.push(...verdict.keys)
    countClient(stats, client, today)
  }
  failing.push(...matchedRows(keys, shippedRules))
  const misspelled = spellings({ stats })
  for (const { client } of house.clients)
    if (misspelled.has(client.profile.channel?.toLowerCase() ?? ''))
      failing.push({
        rule: 'client-channel-misspelled',
        source: LIVE,
        subject: client.id,
        clientId: client.id,
      })
  failing.push(...wholeFindings({ stats, today, loads: [], spend: house.spend }, shippedRules).failing)
  const applicable = failing.filter(({ rule }) => isApplicable(rule, { profiles: 1, listedProducts: 1 }))
  return { failing: applicable, truth }
}

describe('the planted faults of the demonstration', () => {
  test.each([1, 2])('are all found by the shipped rules, seed %s', (seed) => {
    const { failing, truth } = findingsOf(seed, 1000)

    const drill = drillOf(truth.faults, failing)

    console.log(
      drill.rows
        .map(
          (row) =>
            `${row.kind}: ${row.found} of ${row.planted}, false alarms ${row.falseAlarms.length} ${row.falseAlarms.slice(0, 5).join(' ')}`,
        )
        .concat(
          drill.others.map(({ rule, count, sample }) => `not planted: ${rule} ${count} ${sample.join(' ')}`),
        )
        .join('\n'),
    )
    expect(drill.rows.flatMap(({ kind, missed }) => missed.map((id) => `${kind} ${id}`))).toEqual([])
    expect(drill.recall).toBe(1)
    expect(drill.rows.length).toBe(22)
  })
})
