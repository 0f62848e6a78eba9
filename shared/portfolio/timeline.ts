/**
 * One client's facts laid out in time: everything `value` asks of a day or a stretch is answered from here by binary
 * search over running sums, so that a hundred questions about one client cost little more than one.
 */
import type { ClientWithFacts } from '#shared/client/client'
import { isOwnAction, type OrderLine, revenueOf, type Status } from '#shared/client/facts'
import { acquiredOn, ordersOf } from '#shared/client/purchase-days'
import { dayNumber } from '#shared/kernel/day'
import { type Cents, scaleCents } from '#shared/kernel/money'
import type { CatalogueEntry } from '#shared/product/product'
import type { Settings } from './context.ts'
import { type Relations, relationsOf } from './relations.ts'
import { isInside, type Spell, union, without } from './spells.ts'

/** What a timeline needs of a context. */
export interface TimelineContext {
  readonly settings: Settings
  readonly activityWindowDays: number
  readonly catalogue: Readonly<Record<string, CatalogueEntry>>
}

/** One client's facts laid out in time; days are day numbers. */
export interface Timeline {
  readonly acquired: number | undefined
  /** The day the first relationship opened; Infinity for clients without one. */
  readonly accountFrom: number
  readonly ownDays: readonly number[]
  readonly purchaseDays: readonly number[]
  /** Spend on each purchase day, and running sums of it. */
  readonly spendSums: readonly number[]
  readonly days: readonly number[]
  readonly revenueSums: readonly number[]
  readonly marginSums: readonly number[]
  readonly chargeSums: readonly number[]
  /** Money given back: 0 or less. */
  readonly refundSums: readonly number[]
  readonly orderSums: readonly number[]
  /** Days of own actions on each account product, ascending. */
  readonly accountDays: ReadonlyMap<string, readonly number[]>
  /** Margin outside the purchases that the purchase model values: fees, interest, account products. */
  readonly accountMarginSums: readonly number[]
  readonly spells: readonly Spell[]
  readonly relations: Relations
  readonly declared: readonly { readonly day: number; readonly status: Status }[]
  /** Revenue and margin of what the purchase model values, for the margin per unit of it. */
  readonly purchaseRevenueSums: readonly number[]
  readonly purchaseMarginSums: readonly number[]
}

/** The margin of one line: from its cost, else its product's rate, else the house's. */
export function marginOf(line: OrderLine, context: Pick<TimelineContext, 'settings' | 'catalogue'>): Cents {
  const revenue = revenueOf(line)
  if (revenue === 0) return 0
  const entry = context.catalogue[line.productId]
  if (line.kind !== 'charge' && entry?.unitCostCents !== undefined && line.quantity !== undefined) {
    const cost = scaleCents(entry.unitCostCents, Math.abs(line.quantity))
    return revenue - Math.sign(revenue) * cost
  }
  return scaleCents(revenue, entry?.marginRate ?? context.settings.marginRate)
}

/** The timeline of a client. Facts after a day do not change what is said of it. */
export function timelineOf({ client, facts }: ClientWithFacts, context: TimelineContext): Timeline {
  const orders = ordersOf(facts).sort((left, right) =>
    left.day < right.day ? -1 : left.day > right.day ? 1 : 0,
  )
  const acquired = acquiredOn(client.profile.joinedOn, facts)
  const days: number[] = []
  const sums: Record<keyof DayTotals | 'orders', number[]> = {
    revenue: [0],
    margin: [0],
    charges: [0],
    refunds: [0],
    orders: [0],
    accountMargin: [0],
    purchaseRevenue: [0],
    purchaseMargin: [0],
  }
  const ownDays: number[] = []
  const purchaseDays: number[] = []
  const spendSums = [0]
  const accountDays = new Map<string, number[]>()
  for (const order of orders) {
    const day = dayNumber(order.day)
    const totals = { ...nothing }
    let isOwn = false
    let isPurchase = false
    for (const line of order.lines) {
      const revenue = revenueOf(line)
      const margin = marginOf(line, context)
      totals.revenue += revenue
      totals.margin += margin
      isOwn ||= isOwnAction(line)
      if (line.kind === 'charge') totals.charges += revenue
      else if (line.kind === 'refund') totals.refunds += revenue
      if (line.kind === 'charge' || context.catalogue[line.productId]?.kind === 'account') {
        totals.accountMargin += margin
        if (isOwnAction(line)) appendDay(accountDays, line.productId, day)
        continue
      }
      isPurchase ||= line.kind === 'purchase'
      totals.purchaseRevenue += revenue
      totals.purchaseMargin += margin
    }
    append(days, day, { into: sums, totals, orders: order.lines.some(isPurchaseLine) ? 1 : 0 })
    if (isOwn && ownDays.at(-1) !== day) ownDays.push(day)
    if (isPurchase) appendSpend(purchaseDays, spendSums, { day, spend: totals.purchaseRevenue })
  }
  const relations = relationsOf({ client, facts }, context.catalogue)
  const accountFrom = Math.min(Infinity, ...relations.held.map(({ from }) => from))
  // Own transactions count until a relationship opens; from then on only relationships do.
  const bought = ownDays.map((day) => ({
    from: day,
    to: Math.min(relations.ends, accountFrom, day + context.activityWindowDays),
  }))
  const declared = declaredStatuses({ client, facts })
  return {
    acquired: acquired === undefined ? undefined : dayNumber(acquired),
    accountFrom,
    ownDays,
    purchaseDays,
    spendSums,
    days,
    revenueSums: sums.revenue,
    marginSums: sums.margin,
    chargeSums: sums.charges,
    refundSums: sums.refunds,
    accountDays,
    orderSums: sums.orders,
    accountMarginSums: sums.accountMargin,
    spells: without(union([...bought, ...relations.held]), closedStretches(declared)),
    relations,
    declared,
    purchaseRevenueSums: sums.purchaseRevenue,
    purchaseMarginSums: sums.purchaseMargin,
  }
}

interface DayTotals {
  readonly revenue: number
  readonly margin: number
  readonly charges: number
  readonly refunds: number
  readonly accountMargin: number
  readonly purchaseRevenue: number
  readonly purchaseMargin: number
}

const nothing: DayTotals = {
  revenue: 0,
  margin: 0,
  charges: 0,
  refunds: 0,
  accountMargin: 0,
  purchaseRevenue: 0,
  purchaseMargin: 0,
}

type Sums = Readonly<Record<keyof DayTotals | 'orders', number[]>>

const isPurchaseLine = (line: OrderLine): boolean => line.kind === 'purchase'

function append(
  days: number[],
  day: number,
  { into, totals, orders }: { into: Sums; totals: DayTotals; orders: number },
): void {
  if (days.at(-1) !== day) {
    days.push(day)
    for (const sums of Object.values(into)) sums.push(sums.at(-1) ?? 0)
  }
  const last = days.length
  const increase = (sums: number[], by: number) => (sums[last] = (sums[last] ?? 0) + by)
  increase(into.revenue, totals.revenue)
  increase(into.margin, totals.margin)
  increase(into.charges, totals.charges)
  increase(into.refunds, totals.refunds)
  increase(into.orders, orders)
  increase(into.accountMargin, totals.accountMargin)
  increase(into.purchaseRevenue, totals.purchaseRevenue)
  increase(into.purchaseMargin, totals.purchaseMargin)
}

function appendDay(into: Map<string, number[]>, productId: string, day: number): void {
  const days = into.get(productId)
  if (!days) into.set(productId, [day])
  else if (days.at(-1) !== day) days.push(day)
}

function appendSpend(
  purchaseDays: number[],
  spendSums: number[],
  { day, spend }: { day: number; spend: number },
) {
  if (purchaseDays.at(-1) !== day) {
    purchaseDays.push(day)
    spendSums.push(spendSums.at(-1) ?? 0)
  }
  spendSums[purchaseDays.length] = (spendSums[purchaseDays.length] ?? 0) + spend
}

function declaredStatuses({ client, facts }: ClientWithFacts) {
  const { profile } = client
  const declared = facts.flatMap((fact) =>
    fact.fact === 'status' ? [{ day: dayNumber(fact.day), status: fact.status }] : [],
  )
  if (profile.closedOn !== undefined) declared.push({ day: dayNumber(profile.closedOn), status: 'closed' })
  else if (profile.declaredStatus && declared.length === 0)
    declared.push({ day: -Infinity, status: profile.declaredStatus })
  return declared.sort((left, right) => left.day - right.day)
}

function closedStretches(declared: Timeline['declared']): Spell[] {
  return declared.flatMap(({ day, status }, index) =>
    status === 'closed' ? [{ from: day, to: declared[index + 1]?.day ?? Infinity }] : [],
  )
}

/** How many of ascending days are at most `day`. */
export function countUpTo(days: readonly number[], day: number): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] ?? Infinity) <= day) low = middle + 1
    else high = middle
  }
  return low
}

/** A running sum up to and including a day. */
export function sumUpTo(timeline: Timeline, sums: readonly number[], day: number): number {
  return sums[countUpTo(timeline.days, day)] ?? 0
}

/** A sum over the days from `from` to `to`, both included. */
export function sumBetween(
  timeline: Timeline,
  sums: readonly number[],
  { from, to }: { from: number; to: number },
) {
  return sumUpTo(timeline, sums, to) - sumUpTo(timeline, sums, from - 1)
}

/** The last own action up to a day. */
export function lastOwnDay(timeline: Timeline, day: number): number | undefined {
  return timeline.ownDays[countUpTo(timeline.ownDays, day) - 1]
}

/** Whether the client had opened a relationship by the end of a day: it is valued by that from then on. */
export function isAccountBased(timeline: Timeline, day: number): boolean {
  return timeline.accountFrom <= day
}

/** Margin per unit of purchase revenue up to a day, 0 to 1; the house's rate where there is no revenue. */
export function marginRateAt(timeline: Timeline, day: number, settings: Settings): number {
  const revenue = sumUpTo(timeline, timeline.purchaseRevenueSums, day)
  if (revenue <= 0) return settings.marginRate
  return Math.min(1, Math.max(0, sumUpTo(timeline, timeline.purchaseMarginSums, day) / revenue))
}

/** Whether the client is inside a spell of activity at the end of a day. */
export function isActiveAt(timeline: Timeline, day: number): boolean {
  return isInside(timeline.spells, day)
}

/** The status at the end of a day. */
export function statusAt(timeline: Timeline, day: number, settings: Settings): Status {
  let declared: Status | undefined
  for (const change of timeline.declared) if (change.day <= day) declared = change.status
  if (timeline.acquired === undefined || timeline.acquired > day) return 'prospect'
  if (declared === 'closed' || declared === 'restricted') return declared
  if (!isAccountBased(timeline, day)) {
    if (timeline.ownDays.length === 0 || (timeline.ownDays[0] ?? Infinity) > day) return 'prospect'
    return isActiveAt(timeline, day) ? 'active' : 'dormant'
  }
  if (!isActiveAt(timeline, day)) return 'closed'
  const last = Math.max(lastOwnDay(timeline, day) ?? -Infinity, timeline.accountFrom)
  return day - last > settings.dormantAfterDays ? 'dormant' : 'active'
}
