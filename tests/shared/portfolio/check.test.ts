import { beforeAll, describe, expect, test } from 'vitest'
import { checkFigures } from '#shared/portfolio/check'
import type { TruthSheet } from '#shared/portfolio/check.schema'
import { addInto, type Contribution } from '#shared/portfolio/contribution'
import { type Snapshot, sumsOf } from '#shared/portfolio/snapshot'
import { catalogueEntry } from '#shared/product/product'
import { value } from '#shared/portfolio/value'
import { generateDemo } from '#infra/local/demo/generate'
import { truthSheet } from '#infra/local/demo/truth-sheet'
import { contextOver } from '#tests/builders/demo-clients'
import { aSnapshot } from '#tests/builders/snapshot'
import { readableRows, readHouse } from '../quality/read-files.ts'

const asOf = '2026-11-22'
let snapshot: Snapshot
let sheet: TruthSheet
beforeAll(() => {
  const { files, truth } = generateDemo({ clients: 400, seed: 1, today: asOf })
  const house = readHouse(files)
  const catalogue = Object.fromEntries(
    [...house.products.values()].map((one) => [one.id, catalogueEntry(one)]),
  )
  const context = contextOver(house.clients, { asOf, catalogue })
  const sum: Contribution = new Map()
  for (const client of house.clients) addInto(sum, value(client, context).contribution)
  const spend = readableRows('spend', files.spend).flatMap(({ value: row }) =>
    row.kind === 'spend' ? [{ channel: row.channel, month: row.month, amountCents: row.amountCents }] : [],
  )
  snapshot = aSnapshot({ context, sums: sumsOf(sum), clients: house.clients.length, spend })
  sheet = truthSheet(truth)
}, 120_000)

const failed = (truth: TruthSheet) =>
  checkFigures(snapshot, truth)
    .filter(({ outcome }) => outcome === 'fail')
    .map(({ name }) => name)

describe('the demo beside its truth', () => {
  test('every figure whose truth is known passes', () => {
    const rows = checkFigures(snapshot, sheet)

    expect(failed(sheet)).toEqual([])
    expect(rows.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThanOrEqual(13)
    for (const { outcome, reason } of rows) if (outcome === 'unknown') expect(reason).not.toBe('')
  })

  test('one altered figure fails in its own row alone', () => {
    const altered = sheet.months.map((one) =>
      one.month === '2026-05' ? { ...one, revenueCents: one.revenueCents + 1 } : one,
    )

    expect(failed({ ...sheet, months: altered })).toEqual(['revenue', 'revenue-months'])
    expect(failed({ ...sheet, spendCents: sheet.spendCents - 1 })).toEqual(['spend'])
    expect(failed({ ...sheet, remainingMarginCents: sheet.remainingMarginCents * 2 })).toEqual(['predicted'])
  })

  test('of another day says so instead of comparing', () => {
    const rows = checkFigures(snapshot, { ...sheet, today: '2026-11-21' })

    expect(rows.find(({ name }) => name === 'retention')).toMatchObject({
      outcome: 'unknown',
      tolerance: null,
    })
    expect(rows.find(({ name }) => name === 'revenue')?.outcome).toBe('pass')
  })
})
