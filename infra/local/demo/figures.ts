import { addMonthsToDay, monthOf } from '#shared/kernel/day'
import type { CivilDay, Month } from '#shared/kernel/day'
import type { HistoryMonth } from './calendar.ts'
import { catalogue, productsById } from './catalogue.ts'
import { storedKind } from './ledger.ts'
import type { Ledger, LineRow } from './ledger.ts'
import { windows } from './truth.ts'
import type { ActiveFigures, LedgerFigures, MonthFigures } from './truth.ts'

/** What a ledger adds up to. */
export function ledgerFigures(ledger: Ledger, months: readonly HistoryMonth[]): LedgerFigures {
  const today = months.at(-1)?.lastDay ?? ''
  const presence = presenceOf(ledger)
  const facts = factCounts(ledger)
  return {
    rows: {
      clients: ledger.clients.length,
      products: catalogue.length,
      holdings: ledger.holdings.length,
      transactions: ledger.lines.length,
      engagement: ledger.engagement.length,
      events: ledger.events.length,
      spend: ledger.spend.length,
    },
    revenueCents: sum(ledger.lines.map(revenueOf)),
    months: monthFigures(ledger, months),
    active: months.map((month) => activeFigures(presence, month.lastDay)),
    retention12: retention(presence, addMonthsToDay(today, -12), today),
    spendByChannel: totals(ledger.spend.map((row) => [row.channel, row.amountCents])),
    newClientsByChannel: totals(arrivals(ledger).map((row) => [row.channel || 'unattributed', 1])),
    revenueByProduct: totals(ledger.lines.map((line) => [line.productId, revenueOf(line)])),
    facts: { mean: sum(facts) / ledger.clients.length, most: Math.max(0, ...facts) },
  }
}

/** Facts of every client that has any: the lines of one order are one fact, and so are the channels of one month. */
function factCounts(ledger: Ledger): readonly number[] {
  const owned = [
    ...ledger.lines.map((row) => [row.clientId, row.transactionId] as const),
    ...ledger.holdings.map((row) => [row.clientId, row.holdingId] as const),
    ...ledger.engagement.map((row) => [row.clientId, row.month] as const),
    ...ledger.events.map((row) => [row.clientId, row.eventId] as const),
  ]
  const idsByClient = new Map<string, Set<string>>()
  for (const [clientId, id] of owned) {
    const ids = idsByClient.get(clientId) ?? new Set<string>()
    idsByClient.set(clientId, ids.add(id))
  }
  return [...idsByClient.values()].map((ids) => ids.size)
}

function revenueOf(line: LineRow): number {
  return line.kind === 'activity' ? 0 : line.amountCents
}

function arrivals(ledger: Ledger): Ledger['clients'] {
  return ledger.clients.filter((row) => row.status !== 'prospect')
}

function monthFigures(ledger: Ledger, months: readonly HistoryMonth[]): readonly MonthFigures[] {
  const linesByMonth = Map.groupBy(ledger.lines, (line) => monthOf(line.occurredOn))
  const joinedByMonth = Map.groupBy(arrivals(ledger), (row) => monthOf(row.joinedOn))
  return months.map(({ month }) => monthOfLines(month, linesByMonth.get(month) ?? [], joinedByMonth))
}

function monthOfLines(
  month: Month,
  lines: readonly LineRow[],
  joinedByMonth: ReadonlyMap<Month, readonly unknown[]>,
): MonthFigures {
  const purchases = lines.filter((line) => storedKind(line) === 'purchase')
  const amountOf = (kind: string): number =>
    sum(lines.filter((line) => storedKind(line) === kind).map((line) => line.amountCents))
  return {
    month,
    revenueCents: sum(lines.map(revenueOf)),
    chargesCents: amountOf('charge'),
    refundsCents: amountOf('refund'),
    purchaseOrders: new Set(purchases.map((line) => line.transactionId)).size,
    buyers: new Set(purchases.map((line) => line.clientId)).size,
    newClients: joinedByMonth.get(month)?.length ?? 0,
  }
}

/** When clients were there: spells of account products, and purchase days of clients who never held one. */
interface Presence {
  readonly accountSpells: readonly (readonly (readonly [from: CivilDay, to: CivilDay])[])[]
  readonly purchaseDays: readonly (readonly CivilDay[])[]
}

function presenceOf(ledger: Ledger): Presence {
  const accounts = ledger.holdings.filter((row) => productsById.get(row.productId)?.kind === 'account')
  const spells = Map.groupBy(accounts, (row) => row.clientId)
  const own = ledger.lines.filter((line) => ['purchase', 'activity'].includes(storedKind(line)))
  const days = Map.groupBy(own, (line) => line.clientId)
  return {
    accountSpells: [...spells.values()].map((rows) =>
      rows.map((row) => [row.openedOn, row.closedOn || '9999'] as const),
    ),
    purchaseDays: [...days]
      .filter(([clientId]) => !spells.has(clientId))
      .map(([, lines]) => lines.map((line) => line.occurredOn)),
  }
}

function isOpenOn(spells: Presence['accountSpells'][number], day: CivilDay): boolean {
  return spells.some(([from, to]) => from <= day && day < to)
}

function boughtBetween(days: readonly CivilDay[], after: CivilDay, to: CivilDay): boolean {
  return days.some((day) => day > after && day <= to)
}

function windowStart(day: CivilDay, window: number): CivilDay {
  return new Date(Date.parse(day) - window * 86_400_000).toISOString().slice(0, 10)
}

function activeFigures(presence: Presence, day: CivilDay): ActiveFigures {
  const buyers = windows.map((window) => {
    const after = windowStart(day, window)
    return [String(window), presence.purchaseDays.filter((days) => boughtBetween(days, after, day)).length]
  })
  return {
    day,
    withOpenAccount: presence.accountSpells.filter((spells) => isOpenOn(spells, day)).length,
    buyersByWindow: Object.fromEntries(buyers),
  }
}

function retention(presence: Presence, from: CivilDay, today: CivilDay): LedgerFigures['retention12'] {
  const open = presence.accountSpells.filter((spells) => isOpenOn(spells, from))
  const buyers = windows.map((window) => {
    const active = presence.purchaseDays.filter((days) =>
      boughtBetween(days, windowStart(from, window), from),
    )
    const retained = active.filter((days) => boughtBetween(days, windowStart(today, window), today))
    return [String(window), { active: active.length, retained: retained.length }]
  })
  return {
    from,
    accounts: { active: open.length, retained: open.filter((spells) => isOpenOn(spells, today)).length },
    buyersByWindow: Object.fromEntries(buyers),
  }
}

function totals(pairs: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const byKey: Record<string, number> = {}
  for (const [key, amount] of pairs) byKey[key] = (byKey[key] ?? 0) + amount
  return byKey
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
