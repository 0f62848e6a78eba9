import { describe, expect, test } from 'vitest'
import { dayNumber } from '#shared/kernel/day'
import { importKinds } from '#shared/import/import-view.schema'
import { generateDemo } from '#infra/local/demo/generate'
import { TODAY, cell, parsedDemo } from './parsed.ts'
import type { TextRow } from './parsed.ts'

const demo = parsedDemo()
const { rows, truth } = demo

function faultIds(...kinds: readonly string[]): ReadonlySet<string> {
  return new Set(truth.faults.filter((fault) => kinds.includes(fault.kind)).flatMap((fault) => fault.ids))
}

describe('The demo files', () => {
  test('are the same bytes for the same seed, and others for another', () => {
    const wish = { clients: 120, seed: 7, today: TODAY }
    const first = generateDemo(wish)
    const second = generateDemo(wish)
    const other = generateDemo({ ...wish, seed: 8 })

    for (const kind of importKinds) expect(second.files[kind] === first.files[kind]).toBe(true)
    expect(JSON.stringify(second.truth) === JSON.stringify(first.truth)).toBe(true)
    for (const kind of importKinds.filter((kind) => kind !== 'products'))
      expect(other.files[kind] === first.files[kind]).toBe(false)
  })

  test('hold no more than 80 facts of a client', () => {
    const idsByClient = new Map<string, Set<string>>()
    const count = (file: readonly TextRow[], id: string): void => {
      for (const row of file) {
        const ids = idsByClient.get(cell(row, 'clientId')) ?? new Set<string>()
        idsByClient.set(cell(row, 'clientId'), ids.add(`${id} ${cell(row, id)}`))
      }
    }
    count(rows.transactions, 'transactionId')
    count(rows.holdings, 'holdingId')
    count(rows.engagement, 'month')
    count(rows.events, 'eventId')
    const counts = [...idsByClient.values()].map((ids) => ids.size)

    expect(Math.max(...counts)).toBeLessThanOrEqual(80)
    expect(truth.figures.facts.most).toBe(Math.max(...counts))
    expect(counts.reduce((sum, many) => sum + many, 0) / 1000).toBeCloseTo(truth.figures.facts.mean, 9)
  })

  test('name only clients and products that are there, the planted ones apart', () => {
    const clients = new Set(rows.clients.map((row) => cell(row, 'clientId')))
    const products = new Set(rows.products.map((row) => cell(row, 'productId')))
    const orphans = faultIds('orphan-client', 'orphan-product')
    const owned = [...rows.transactions, ...rows.holdings, ...rows.engagement, ...rows.events]
    const strangers = owned.filter(
      (row) =>
        !clients.has(cell(row, 'clientId')) || ('productId' in row && !products.has(cell(row, 'productId'))),
    )

    expect(strangers.filter((row) => !orphans.has(cell(row, 'transactionId')))).toEqual([])
  })

  test('give every client, holding, event, month and spend one row', () => {
    const keys = [
      ...rows.clients.map((row) => cell(row, 'clientId')),
      ...rows.products.map((row) => cell(row, 'productId')),
      ...rows.holdings.map((row) => cell(row, 'holdingId')),
      ...rows.events.map((row) => cell(row, 'eventId')),
      ...rows.engagement.map(
        (row) => `${cell(row, 'clientId')} ${cell(row, 'month')} ${cell(row, 'channel')}`,
      ),
      ...rows.spend.map((row) => `${cell(row, 'channel')} ${cell(row, 'month')}`),
    ]

    expect(new Set(keys).size).toBe(keys.length)
  })

  test('keep the lines of a transaction together, on one day, of one client', () => {
    const keys = rows.transactions.map((row) =>
      ['transactionId', 'clientId', 'occurredOn'].map((column) => cell(row, column)).join(' '),
    )
    const starts = keys.filter((key, index) => key !== keys[index - 1])

    expect(new Set(starts.map((key) => key.split(' ')[0])).size).toBe(starts.length)
  })

  test('hold real days of the history only', () => {
    const early = faultIds('transaction-before-joining')
    const days = [...new Set(rows.transactions.map((row) => cell(row, 'occurredOn')))]
    const tooEarly = rows.transactions.filter(
      (row) => cell(row, 'occurredOn') < truth.firstDay && !early.has(cell(row, 'transactionId')),
    )

    expect(days.filter((day) => Number.isNaN(dayNumber(day)) || day > TODAY)).toEqual([])
    expect(tooEarly).toEqual([])
    for (const row of rows.clients) expect(cell(row, 'joinedOn') >= truth.firstDay).toBe(true)
  })

  test('spread clients over both kinds, all channels and the statuses', () => {
    const share = (basis: string): number =>
      truth.clients.filter((client) => client.basis === basis).length / 1000

    expect(share('account') + share('both')).toBeCloseTo(0.6, 1)
    expect(share('purchase')).toBeCloseTo(0.4, 1)
    expect(new Set(rows.clients.map((row) => cell(row, 'channel')))).toHaveLength(10)
    expect(new Set(rows.clients.map((row) => cell(row, 'status')))).toEqual(
      new Set(['active', 'closed', 'restricted', 'prospect']),
    )
  })

  test('work for any size and day', () => {
    for (const today of ['2024-02-29', '2026-01-01', '2026-12-31'])
      for (const clients of [1, 30])
        expect(parsedDemo({ clients, today, seed: 3 }).rows.clients).toHaveLength(clients)
  })
})
