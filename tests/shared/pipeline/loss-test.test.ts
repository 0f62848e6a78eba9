import { describe, expect, test } from 'vitest'
import { calibrationError, lossTest } from '#shared/pipeline/loss-test'
import { emptySummary, summarise } from '#shared/pipeline/summarise'
import { defaultSettings } from '#shared/portfolio/context'
import { aCatalogue } from '#tests/builders/context'
import { holders } from '#tests/builders/lively'

const asOf = '2026-03-14'

function rowsOf(count: number) {
  const summary = emptySummary()
  for (const client of holders(count, asOf))
    summarise(summary, client, { asOf, settings: defaultSettings, catalogue: aCatalogue })
  return summary.loss.rows
}

describe('the loss model on months it had not seen', () => {
  test('is within two points of what happened, client-months and losses counted once', () => {
    const rows = rowsOf(400)
    const { test, reason } = lossTest(rows)
    const unseen = rows.filter(({ month }) => month > Math.max(...rows.map((row) => row.month)) - 6)

    expect(reason).toBeNull()
    expect(test).toMatchObject({
      from: '2025-09',
      to: '2026-02',
      clientMonths: unseen.length,
      actual: unseen.filter(({ isLost }) => isLost).length,
    })
    expect(test?.rows.reduce((sum, { clients }) => sum + clients, 0)).toBe(unseen.length)
    expect(Math.abs((test?.predicted ?? 0) / (test?.actual ?? 1) - 1)).toBeLessThan(0.5)
    expect(test?.error).toBeLessThan(0.02)
  })

  test('says why there is none', () => {
    expect(lossTest([])).toEqual({
      test: null,
      reason: 'No client with an account has been seen for a full month yet.',
    })
    expect(lossTest(rowsOf(2)).reason).toMatch(/^On the months before the test: (only|no client)/)
  })
})

test('the calibration error weighs groups by their clients', () => {
  const rows = [
    { clients: 30, said: 0.1, happened: 0.2 },
    { clients: 10, said: 0.5, happened: 0.5 },
  ]

  expect(calibrationError(rows)).toBeCloseTo(0.075, 12)
  expect(calibrationError([])).toBe(0)
})
