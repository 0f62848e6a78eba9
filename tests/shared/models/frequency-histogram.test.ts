import { describe, expect, test } from 'vitest'
import { bgNbd } from '#shared/models/bg-nbd'
import { frequencyHistogram } from '#shared/models/frequency-histogram'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowSample } from './reference.ts'

const params = { r: 0.242594522, alpha: 4.413602016, a: 0.792922014, b: 2.425906758 }

test('every client is expected and counted once', () => {
  const histories = [
    { x: 0, tx: 0, T: 0 },
    { x: 3, tx: 20, T: 30 },
    { x: 12, tx: 30, T: 35 },
  ]
  const rows = frequencyHistogram(histories, { model: 'bg-nbd', params })

  expect(rows.map(({ actual }) => actual)).toEqual([1, 0, 0, 1, 0, 0, 0, 1])
  expect(rows.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(3, 10)
  // A client who came today cannot have bought again.
  expect(frequencyHistogram([{ x: 0, tx: 0, T: 0 }], { model: 'bg-nbd', params })[0]?.expected).toBeCloseTo(
    1,
    12,
  )
})

const clients = cdnowSample()
describe.skipIf(clients.length === 0)(`CDNOW ${NEEDS_SHARED_DATA}`, () => {
  test('counts 1411 439 214 100 62 38 29 64 clients, and BG/NBD expects each within 12 % or ten clients', () => {
    const rows = frequencyHistogram(clients, { model: 'bg-nbd', params: bgNbd.fit(clients).params })

    expect(rows.map(({ actual }) => actual)).toEqual([1411, 439, 214, 100, 62, 38, 29, 64])
    for (const { expected, actual } of rows)
      expect(Math.abs(expected - actual)).toBeLessThan(Math.max(10, 0.12 * actual))
  })
})
