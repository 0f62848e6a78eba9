import { addDays, daysBetween, monthOf } from '#shared/kernel/day'
import { plainPurchases } from './fault-pool.ts'
import type { Ground, Planter } from './fault-pool.ts'
import { lineOf } from './ledger.ts'
import type { ClientRow, EngagementRow, HoldingRow, LineRow } from './ledger.ts'
import type { PlantedFault } from './truth.ts'

type Told = readonly [kind: string, says: string]

function ofLines([kind, says]: Told, lines: readonly LineRow[]): PlantedFault {
  return { kind, says, subject: 'transaction', ids: lines.map((line) => line.transactionId) }
}

function add(ground: Ground, lines: readonly LineRow[]): readonly LineRow[] {
  ground.ledger.lines.push(...lines)
  return lines
}

/** One order each of up to `count` purchase-based clients: plain, neither the first nor the last. */
function someOrders({ pool }: Ground, count: number): readonly LineRow[] {
  const isFit = (line: LineRow, index: number, all: readonly LineRow[]): boolean =>
    index > 0 && index < all.length - 1 && line.amountCents > 10_00
  const rows = pool.take(
    count,
    (row, lines) => !pool.isAccountBased(row) && plainPurchases(lines).some(isFit),
  )
  return rows.flatMap((row) => plainPurchases(pool.linesOf(row.clientId)).filter(isFit).slice(0, 1))
}

const afterClosing: Planter = (ground) => {
  const rows = ground.pool.take(
    5,
    (row) => row.closedOn !== '' && daysBetween(row.closedOn, ground.today) > 40,
  )
  const lines = rows.map((row, index) =>
    lineOf({
      transactionId: `X-${row.clientId.slice(2)}-1`,
      clientId: row.clientId,
      occurredOn: addDays(row.closedOn, 12 + 5 * index),
      productId: 'P-01',
      amountCents: index < 3 ? 64_20 : 4_90,
      kind: index < 3 ? 'activity' : 'charge',
    }),
  )
  return ofLines(
    ['transaction-after-closing', 'A transaction is later than the day its client closed.'],
    add(ground, lines),
  )
}

const beforeJoining: Planter = (ground) => {
  const rows = ground.pool.take(5, (row) => ground.pool.isAccountBased(row))
  const lines = rows.map((row) =>
    lineOf({
      transactionId: `X-${row.clientId.slice(2)}-2`,
      clientId: row.clientId,
      occurredOn: addDays(row.joinedOn, -9),
      productId: 'P-01',
      amountCents: 51_75,
      kind: 'activity',
    }),
  )
  return ofLines(
    ['transaction-before-joining', 'A transaction is earlier than the day its client joined.'],
    add(ground, lines),
  )
}

const negativePrice: Planter = (ground) => {
  const lines = someOrders(ground, 4).map((line) => ({
    ...line,
    transactionId: line.transactionId.replace('P', 'N'),
    unitPriceCents: -12_50,
    amountCents: -12_50,
  }))
  return ofLines(
    ['negative-price', 'A purchase has a negative price; the import stores it as a refund.'],
    add(ground, lines),
  )
}

const zeroAmount: Planter = (ground) => {
  const lines = someOrders(ground, 6).map((line) => ({
    ...line,
    transactionId: line.transactionId.replace('P', 'Z'),
    unitPriceCents: 0,
    amountCents: 0,
  }))
  return ofLines(['zero-amount', 'A purchase has the amount 0.'], add(ground, lines))
}

const bookedTwice: Planter = (ground) => {
  const originals = someOrders(ground, 5)
  const copies = originals.map((line) => ({ ...line, transactionId: line.transactionId.replace('P', 'D') }))
  const groups = originals.map((line) => [line.transactionId, line.transactionId.replace('P', 'D')])
  const told = ofLines(
    ['booked-twice', 'The same purchase was booked twice under two ids.'],
    add(ground, copies),
  )
  return { ...told, ids: groups.flat(), groups }
}

const outlier: Planter = (ground) => {
  const lines = someOrders(ground, 2)
  for (const line of lines) {
    line.amountCents *= 50
    line.unitPriceCents = line.amountCents
  }
  return ofLines(['amount-outlier', 'The amount is fifty times what it was: a slipped decimal point.'], lines)
}

const mismatch: Planter = (ground) => {
  const lines = someOrders(ground, 4)
  for (const line of lines) line.quantity = 3
  return ofLines(['amount-mismatch', 'Quantity times unit price is not the amount.'], lines)
}

const orphanProduct: Planter = (ground) => {
  const lines = someOrders(ground, 4)
  for (const line of lines) line.productId = 'P-77'
  return ofLines(['orphan-product', 'The product P-77 is in no catalogue.'], lines)
}

const orphanClient: Planter = (ground) => {
  const lines = ['C-99001', 'C-99002'].map((clientId, index) =>
    lineOf({
      transactionId: `X-${clientId.slice(2)}-3`,
      clientId,
      occurredOn: addDays(ground.today, -100 - index),
      productId: 'P-21',
      amountCents: 19_90 + index,
      kind: 'purchase',
    }),
  )
  return ofLines(['orphan-client', 'The client is in no clients’ file.'], add(ground, lines))
}

const openedBeforeJoining: Planter = (ground) => {
  const rows = ground.pool.take(4, (row) => ground.pool.isAccountBased(row))
  const holdings: readonly HoldingRow[] = rows.map((row) => ({
    holdingId: `H-${row.clientId.slice(2)}-0`,
    clientId: row.clientId,
    productId: 'P-11',
    openedOn: addDays(row.joinedOn, -20),
    closedOn: row.joinedOn,
  }))
  ground.ledger.holdings.push(...holdings)
  return {
    kind: 'opened-before-joining',
    says: 'A holding is older than its client.',
    subject: 'holding',
    ids: holdings.map((holding) => holding.holdingId),
  }
}

const engagementGap: Planter = ({ pool, ledger }) => {
  const monthsOf = (clientId: string): readonly string[] => [
    ...new Set(pool.engagementOf(clientId).map((row) => row.month)),
  ]
  const rows = pool.take(6, (row) => monthsOf(row.clientId).length >= 9)
  const ids = rows.flatMap((row) =>
    monthsOf(row.clientId)
      .slice(4, 6)
      .map((month) => `${row.clientId}/${month}`),
  )
  const gaps = new Set(ids)
  const kept = ledger.engagement.filter((row) => !gaps.has(`${row.clientId}/${row.month}`))
  ledger.engagement.splice(0, ledger.engagement.length, ...kept)
  return {
    kind: 'engagement-gap',
    says: 'Two months are missing between months with engagement.',
    subject: 'engagement',
    ids,
  }
}

const impossibleDays: Planter = ({ pool }) => {
  const newest = (row: ClientRow): EngagementRow | undefined => pool.engagementOf(row.clientId).at(-1)
  const rows = pool.take(4, (row) => newest(row) !== undefined).flatMap((row) => newest(row) ?? [])
  for (const row of rows) row.activeDays = 45
  return {
    kind: 'impossible-active-days',
    says: 'A month has 45 active days.',
    subject: 'engagement',
    ids: rows.map((row) => `${row.clientId}/${row.month}`),
  }
}

const spendGap: Planter = ({ ledger, today }) => {
  const month = monthOf(addDays(today, -210))
  ledger.spend = ledger.spend.filter((row) => row.channel !== 'web' || row.month !== month)
  const ids = [`web/${month}`]
  return { kind: 'spend-gap', says: 'The spend of a channel is missing for a month.', subject: 'spend', ids }
}

/** Faults in facts and spend. */
export const factFaults: readonly Planter[] = [
  afterClosing,
  beforeJoining,
  negativePrice,
  zeroAmount,
  bookedTwice,
  outlier,
  mismatch,
  orphanProduct,
  orphanClient,
  openedBeforeJoining,
  engagementGap,
  impossibleDays,
  spendGap,
]
