import { DAYS_PER_MONTH, addDays, dayNumber, dayOf, monthNumber, monthOf } from '#shared/kernel/day'
import type { CivilDay } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'
import { basketOf } from './baskets.ts'
import type { Buyer } from './expectations.ts'
import { lineOf } from './ledger.ts'
import type { LineRow } from './ledger.ts'
import { REFUND_SHARE, purchaseModel, season, spendModel } from './parameters.ts'

/** The purchases of a client, and what drove them. */
export interface Purchases {
  readonly buyer: Buyer
  readonly lines: readonly LineRow[]
}

/** When a client bought first, and the last day on which it may buy. */
export interface BuyingTime {
  readonly clientId: string
  readonly firstDay: CivilDay
  readonly lastDay: CivilDay
  readonly today: CivilDay
}

// A client with more orders is drawn again, so that nobody has more facts than allowed; rare enough to leave the law.
const MOST_ORDERS = 55

/** Purchases by MBG/NBD with Gamma-Gamma values. */
export function drawPurchases(random: Random, time: BuyingTime): Purchases {
  const path = drawPath(random, time)
  const spendRate = random.gamma(spendModel.q) / spendModel.gamma
  const lines = path.days.flatMap((day, index) => orderLines(random, { time, day, index, spendRate }))
  return { buyer: { ...path, spendRate }, lines }
}

interface Path {
  readonly days: readonly CivilDay[]
  readonly ratePerMonth: number
  readonly dropout: number
  readonly isAlive: boolean
}

function drawPath(random: Random, time: BuyingTime): Path {
  const ratePerMonth = random.gamma(purchaseModel.r) / purchaseModel.alpha
  const dropout = random.beta(purchaseModel.a, purchaseModel.b)
  const first = dayNumber(time.firstDay)
  const last = dayNumber(time.lastDay)
  const days = [time.firstDay]
  let months = 0
  let isAlive = random.next() > dropout
  while (isAlive) {
    months += random.exponential() / ratePerMonth
    const day = first + Math.floor(months * DAYS_PER_MONTH)
    if (day > last) break
    days.push(dayOf(day))
    if (days.length > MOST_ORDERS) return drawPath(random, time)
    isAlive = random.next() > dropout
  }
  return { days, ratePerMonth, dropout, isAlive }
}

interface Order {
  readonly time: BuyingTime
  readonly day: CivilDay
  readonly index: number
  readonly spendRate: number
}

function orderLines(random: Random, order: Order): readonly LineRow[] {
  const { clientId, lastDay } = order.time
  const number = String(order.index + 1).padStart(3, '0')
  const lines = priced(random, order).map((line) =>
    lineOf({
      ...line,
      transactionId: `P-${clientId.slice(2)}-${number}`,
      clientId,
      occurredOn: order.day,
      kind: 'purchase',
    }),
  )
  const refundOn = addDays(order.day, 3 + random.integer(18))
  if (random.next() > REFUND_SHARE || refundOn > lastDay) return lines
  const refunds = lines.map((line) => ({
    ...line,
    transactionId: line.transactionId.replace('P', 'R'),
    occurredOn: refundOn,
    quantity: -1,
    amountCents: -line.amountCents,
    kind: 'refund' as const,
  }))
  return [...lines, ...refunds]
}

/** The products of an order with equal shares of its value; the first takes the rest. */
function priced(random: Random, order: Order): readonly { productId: string; amountCents: number }[] {
  const ago = monthNumber(monthOf(order.time.today)) - monthNumber(monthOf(order.day))
  const factor = season[Number(order.day.slice(5, 7)) - 1] ?? 1
  const value = (random.gamma(spendModel.p) / order.spendRate) * factor
  const products = basketOf(random, ago)
  const cents = Math.max(products.length, Math.round(value * 100))
  const share = Math.floor(cents / products.length)
  return products.map((productId, index) => ({
    productId,
    amountCents: index === 0 ? cents - share * (products.length - 1) : share,
  }))
}
