import { describe, expect, test } from 'vitest'
import { hash32 } from '#shared/kernel/ids'
import { type ClientDaysRows, mergeClientDays } from '#shared/pipeline/client-days'

function rowsOf(clients: number, purchases: number, from = 0): ClientDaysRows {
  const rows = Array.from({ length: clients }, (_, index) => ({
    hash: hash32(`client-${from + index}`),
    days: Array.from({ length: purchases }, (_, day) => day),
    cents: Array.from({ length: purchases }, () => 1),
  }))
  return { thinning: 0, purchases: clients * purchases, rows }
}

describe('the purchases kept for the back-test', () => {
  test('are all kept while they are few', () => {
    const all = rowsOf(0, 0)

    mergeClientDays(all, rowsOf(300, 3))
    mergeClientDays(all, rowsOf(200, 2, 300))

    expect([all.thinning, all.rows.length, all.purchases]).toEqual([0, 500, 1300])
  })

  test.each([
    [50_000, 1],
    [4_000, 100],
  ])('of %i clients with %i purchases are thinned evenly, the same in any order', (clients, purchases) => {
    const half = clients / 2
    const forwards = rowsOf(half, purchases)
    const backwards = rowsOf(half, purchases, half)

    mergeClientDays(forwards, rowsOf(half, purchases, half))
    mergeClientDays(backwards, rowsOf(half, purchases))

    const hashes = ({ rows }: ClientDaysRows) => rows.map(({ hash }) => hash).sort()
    expect(forwards.thinning).toBe(1)
    expect(Math.abs(forwards.rows.length / half - 1)).toBeLessThan(0.1)
    expect(forwards.purchases).toBe(forwards.rows.length * purchases)
    expect(hashes(backwards)).toEqual(hashes(forwards))
  })
})
