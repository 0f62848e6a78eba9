import { type CivilDay, dayNumber } from '#shared/kernel/day'
import { type Fact, isOwnAction, type Order } from './facts.ts'

/** The orders among facts. */
export function ordersOf(facts: readonly Fact[]): Order[] {
  return facts.filter((fact) => fact.fact === 'order')
}

/** Day numbers with at least one own action (a purchase or an activity), ascending, each once. */
export function ownDays(facts: readonly Fact[]): number[] {
  return distinctDays(ordersOf(facts).filter((order) => order.lines.some(isOwnAction)))
}

/** Day numbers with at least one purchase, ascending, each once: what the purchase models count. */
export function purchaseDays(facts: readonly Fact[]): number[] {
  return distinctDays(ordersOf(facts).filter((order) => order.lines.some((line) => line.kind === 'purchase')))
}

/**
 * The day from which a client counts as acquired: joined, or its first own action or opened relationship where that came
 * before. Nobody buys before being a client.
 */
export function acquiredOn(joinedOn: CivilDay | undefined, facts: readonly Fact[]): CivilDay | undefined {
  let first = joinedOn
  for (const fact of facts) {
    const day =
      fact.fact === 'order' && fact.lines.some(isOwnAction)
        ? fact.day
        : fact.fact === 'holding'
          ? fact.openedOn
          : undefined
    if (day !== undefined && (first === undefined || day < first)) first = day
  }
  return first
}

function distinctDays(orders: readonly Order[]): number[] {
  return [...new Set(orders.map((order) => order.day))].sort().map(dayNumber)
}
