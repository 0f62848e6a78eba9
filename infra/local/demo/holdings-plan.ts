import { addDays, addMonthsToDay } from '#shared/kernel/day'
import type { CivilDay } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'
import { dayBetween } from './calendar.ts'
import type { HistoryMonth } from './calendar.ts'
import {
  GREEN_SAVINGS_PER_MONTH,
  PROTECTION_ALONE,
  bundles,
  depositDecline,
  productsById,
  secondaryShares,
} from './catalogue.ts'

/** A product a client will hold unless it leaves first, and what it is charged a month on average. */
export interface PlannedHolding {
  readonly productId: string
  readonly openedOn: CivilDay
  readonly closedOn?: CivilDay
  readonly monthlyCents: number
}

/** What a plan depends on. */
export interface Joining {
  readonly joinedOn: CivilDay
  readonly today: CivilDay
  readonly months: readonly HistoryMonth[]
  /** Size of the client's balances against the mean. */
  readonly valueFactor: number
}

const WAIVED_SHARE = 0.08
const SINGLE_CLOSING_SHARE = 0.1

/** The account products of a client, the main one first; the main one stays as long as the client does. */
export function planHoldings(random: Random, joining: Joining): readonly PlannedHolding[] {
  const main = mainProduct(random)
  const planned = [hold(random, joining, { productId: main, openedOn: joining.joinedOn })]
  for (const [productId, share] of Object.entries(secondaryShares)) {
    const isTaken = random.next() < share
    const openedOn = openingDay(random, joining.joinedOn)
    if (!isTaken || productId === main || openedOn > joining.today) continue
    if (productId === 'P-04') planned.push(...deposit(random, joining, openedOn))
    else planned.push(hold(random, joining, { productId, openedOn, ...singleClosing(random, openedOn) }))
  }
  planned.push(...protection(random, joining, planned))
  planned.push(...greenSavings(random, joining))
  return planned
}

function mainProduct(random: Random): string {
  const draw = random.next()
  if (draw < 0.7) return 'P-01'
  return draw < 0.9 ? 'P-02' : 'P-03'
}

function hold(
  random: Random,
  joining: Joining,
  holding: Omit<PlannedHolding, 'monthlyCents'>,
): PlannedHolding {
  const product = productsById.get(holding.productId)
  const size = Math.exp(0.6 * random.normal() - 0.18) * joining.valueFactor
  const isWaived = random.next() < WAIVED_SHARE
  const listCents = product?.chargeCents ?? 0
  const isFee = product?.chargeKind === 'monthly-fee'
  return { ...holding, monthlyCents: isFee ? (isWaived ? 0 : listCents) : listCents * size }
}

function openingDay(random: Random, joinedOn: CivilDay): CivilDay {
  if (random.next() < 0.5) return joinedOn
  return addDays(addMonthsToDay(joinedOn, 1 + random.integer(12)), random.integer(28))
}

function singleClosing(random: Random, openedOn: CivilDay): { closedOn?: CivilDay } {
  if (random.next() > SINGLE_CLOSING_SHARE) return {}
  return { closedOn: addDays(addMonthsToDay(openedOn, 6 + random.integer(18)), random.integer(28)) }
}

function deposit(random: Random, joining: Joining, openedOn: CivilDay): readonly PlannedHolding[] {
  const declining = joining.months.filter((month) => month.ago <= depositDecline.sinceAgo)
  if (openedOn >= (declining[0]?.firstDay ?? joining.today)) return []
  const last = declining.find((month) => random.next() < depositDecline.closePerMonth * month.passed)
  const closing = last ? { closedOn: dayBetween(random, last.firstDay, last.lastDay) } : {}
  return [hold(random, joining, { productId: 'P-04', openedOn, ...closing })]
}

/** Planted: with a loan, payment protection joins on the same day far more often than by itself. */
function protection(
  random: Random,
  joining: Joining,
  planned: readonly PlannedHolding[],
): readonly PlannedHolding[] {
  const loan = planned.find((holding) => holding.productId === 'P-08')
  const chance = loan ? bundles[0].chance : PROTECTION_ALONE
  if (random.next() > chance) return []
  return [hold(random, joining, { productId: 'P-10', openedOn: loan?.openedOn ?? joining.joinedOn })]
}

function greenSavings(random: Random, joining: Joining): readonly PlannedHolding[] {
  const launchedAgo = productsById.get('P-05')?.launchedAgo ?? 0
  for (const month of joining.months) {
    if (month.ago > launchedAgo || month.lastDay < joining.joinedOn) continue
    if (random.next() > GREEN_SAVINGS_PER_MONTH * month.passed) continue
    const from = month.firstDay > joining.joinedOn ? month.firstDay : joining.joinedOn
    return [hold(random, joining, { productId: 'P-05', openedOn: dayBetween(random, from, month.lastDay) })]
  }
  return []
}
