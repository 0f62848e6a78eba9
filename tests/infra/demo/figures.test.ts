import { describe, expect, test } from 'vitest'
import { lastDayOf } from '#shared/kernel/day'
import { importKinds } from '#shared/import/import-view.schema'
import { windows } from '#infra/local/demo/truth'
import { TODAY, cell, cents, parsedDemo } from './parsed.ts'
import type { TextRow } from './parsed.ts'

const { rows, truth } = parsedDemo({ seed: 2 })
const { figures } = truth
const revenueRows = rows.transactions.filter((row) => cell(row, 'kind') !== 'activity')

function total(file: readonly TextRow[], column = 'amount'): number {
  return file.reduce((sum, row) => sum + cents(cell(row, column)), 0)
}

function countOf(file: readonly TextRow[], column: string): number {
  return new Set(file.map((row) => cell(row, column))).size
}

function kindOf(row: TextRow): string {
  return cell(row, 'kind') === 'purchase' && cell(row, 'amount').startsWith('-')
    ? 'refund'
    : cell(row, 'kind')
}

function dayBefore(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - days)
  return date.toISOString().slice(0, 10)
}

const accountProducts = new Set(
  rows.products.filter((row) => cell(row, 'kind') === 'account').map((row) => cell(row, 'productId')),
)
const accountHoldings = rows.holdings.filter((row) => accountProducts.has(cell(row, 'productId')))
const accountClients = new Set(accountHoldings.map((row) => cell(row, 'clientId')))

function openAccounts(day: string): ReadonlySet<string> {
  const open = accountHoldings.filter(
    (row) => cell(row, 'openedOn') <= day && (cell(row, 'closedOn') === '' || cell(row, 'closedOn') > day),
  )
  return new Set(open.map((row) => cell(row, 'clientId')))
}

const ownActions = rows.transactions
  .filter((row) => ['purchase', 'activity'].includes(kindOf(row)))
  .map((row) => ({ clientId: cell(row, 'clientId'), day: cell(row, 'occurredOn') }))
  .filter(({ clientId }) => !accountClients.has(clientId))

function buyers(day: string, window: number): ReadonlySet<string> {
  const after = dayBefore(day, window)
  const own = ownActions.filter((action) => action.day > after && action.day <= day)
  return new Set(own.map((action) => action.clientId))
}

describe('The truth of the demo', () => {
  test('counts the rows of the files', () => {
    for (const kind of importKinds) expect(figures.rows[kind]).toBe(rows[kind].length)
  })

  test('adds up revenue like the files, by month and by product', () => {
    expect(figures.revenueCents).toBe(total(revenueRows))
    for (const month of figures.months) {
      const ofMonth = rows.transactions.filter((row) => cell(row, 'occurredOn').startsWith(month.month))
      const ofKind = (kind: string): readonly TextRow[] => ofMonth.filter((row) => kindOf(row) === kind)
      expect(month.revenueCents).toBe(total(ofMonth.filter((row) => cell(row, 'kind') !== 'activity')))
      expect(month.chargesCents).toBe(total(ofKind('charge')))
      expect(month.refundsCents).toBe(total(ofKind('refund')))
      expect(month.purchaseOrders).toBe(countOf(ofKind('purchase'), 'transactionId'))
      expect(month.buyers).toBe(countOf(ofKind('purchase'), 'clientId'))
    }
    for (const [productId, revenueCents] of Object.entries(figures.revenueByProduct))
      expect(revenueCents).toBe(total(revenueRows.filter((row) => cell(row, 'productId') === productId)))
  })

  test('counts new clients and spend like the files', () => {
    const joined = rows.clients.filter((row) => cell(row, 'status') !== 'prospect')
    for (const { month, newClients } of figures.months)
      expect(newClients).toBe(joined.filter((row) => cell(row, 'joinedOn').startsWith(month)).length)
    for (const [channel, count] of Object.entries(figures.newClientsByChannel))
      expect(count).toBe(joined.filter((row) => (cell(row, 'channel') || 'unattributed') === channel).length)
    for (const [channel, spendCents] of Object.entries(figures.spendByChannel))
      expect(spendCents).toBe(total(rows.spend.filter((row) => cell(row, 'channel') === channel)))
  })

  test('counts active clients at month ends like the files', () => {
    for (const { day, withOpenAccount, buyersByWindow } of figures.active) {
      expect(day === TODAY || day === lastDayOf(day.slice(0, 7))).toBe(true)
      expect(withOpenAccount).toBe(openAccounts(day).size)
      for (const window of windows) expect(buyersByWindow[window]).toBe(buyers(day, window).size)
    }
  })

  test('counts who stayed for a year like the files', () => {
    const { from, accounts, buyersByWindow } = figures.retention12
    const then = openAccounts(from)

    expect(from).toBe('2025-11-22')
    expect(accounts.active).toBe(then.size)
    expect(accounts.retained).toBe(then.intersection(openAccounts(TODAY)).size)
    for (const window of windows) {
      const bought = buyers(from, window)
      const retained = bought.intersection(buyers(TODAY, window)).size
      expect(buyersByWindow[window]).toEqual({ active: bought.size, retained })
    }
  })

  test('gives every client a probability and a value, and the lost none', () => {
    expect(truth.clients.map((client) => client.clientId)).toEqual(
      rows.clients.map((row) => cell(row, 'clientId')),
    )
    for (const client of truth.clients) {
      expect(client.lossProbability90).toBeGreaterThanOrEqual(0)
      expect(client.lossProbability90).toBeLessThanOrEqual(1)
      expect(client.remainingMarginCents).toBeGreaterThanOrEqual(0)
      if (client.isLost) expect(client.remainingMarginCents).toBe(0)
    }
  })
})
