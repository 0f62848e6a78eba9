/** A portfolio the slow obvious way: the same vocabulary as the contributions, counted client by client and day by day. */
import type { ClientWithFacts } from '#shared/client/client'
import {
  addMonths,
  addMonthsToDay,
  dayNumber,
  dayOf,
  firstDayOf,
  lastDayOf,
  type Month,
  monthNumber,
  monthOf,
} from '#shared/kernel/day'
import { type Context, type Stretch, stretchBefore } from '#shared/portfolio/context'
import { createNaiveClient, type NaiveClient } from './naive-client.ts'
import { naiveGroups, naiveLife } from './naive-churn.ts'
import { segmentOfCode } from './naive-segments.ts'

/** Sums by key, as in a snapshot; draws and bins apart. */
export type NaiveSums = Record<string, number[]>

/** Everything a run counts of some clients. */
export function naivePortfolio(clients: readonly ClientWithFacts[], context: Context): NaiveSums {
  const sums: NaiveSums = {}
  const add = (key: string, amounts: readonly number[]) => {
    const held = (sums[key] ??= amounts.map(() => 0))
    amounts.forEach((amount, index) => (held[index]! += amount))
  }
  for (const one of clients) {
    const client = createNaiveClient(one, context)
    for (const day of [...context.monthEnds, context.asOf]) addState(client, day, { context, add })
    for (const { when, stretch, before } of stretchesOf(context))
      addFlow(client, when, { stretch, before, context, add })
    addCohort(client, { context, add })
    addLosses(one, client, { context, add })
  }
  for (const key of Object.keys(sums)) if (sums[key]!.every((amount) => amount === 0)) delete sums[key]
  return sums
}

interface Counting {
  readonly context: Context
  readonly add: (key: string, amounts: readonly number[]) => void
}

/** Every stretch of a run with the one its revenue is compared with. */
export function stretchesOf({ months, periods, asOf }: Context) {
  const ofMonth = (month: Month): { when: string; stretch: Stretch; before: Stretch } => {
    const isWhole = lastDayOf(month) <= asOf
    const before = addMonths(month, -1)
    return {
      when: `month:${month}`,
      stretch: { from: firstDayOf(month), to: isWhole ? lastDayOf(month) : asOf },
      before: { from: firstDayOf(before), to: isWhole ? lastDayOf(before) : addMonthsToDay(asOf, -1) },
    }
  }
  return [
    ...months.map(ofMonth),
    ...periods.flatMap(({ name, now, previous, yearBefore }) => [
      { when: `${name}:now`, stretch: now, before: previous },
      { when: `${name}:previous`, stretch: previous, before: stretchBefore(name, previous) },
      { when: `${name}:year-before`, stretch: yearBefore, before: stretchBefore(name, yearBefore) },
    ]),
  ]
}

function cellOf(client: NaiveClient, day: number, context: Context): string {
  const from = dayNumber(addMonthsToDay(dayOf(day), -24)) + 1
  return `${segmentOf(client.rfm(day, from), context)}|${client.channel}|${client.status(day)}`
}

function segmentOf(rfm: ReturnType<NaiveClient['rfm']>, { cuts }: Context): string {
  if (rfm === undefined) return 'none'
  if (rfm.frequency === 0) return 'lost'
  const reached = (list: readonly number[], value: number) => list.filter((cut) => value >= cut).length
  const recency = Math.max(1, 5 - reached(cuts.recency, rfm.recencyDays))
  const frequency = 1 + reached(cuts.frequency, rfm.frequency)
  const money = 1 + reached(cuts.money, rfm.moneyCents)
  return segmentOfCode(`${recency}${frequency}${money}`) ?? 'unknown'
}

function addState(client: NaiveClient, civil: string, { context, add }: Counting): void {
  const day = dayNumber(civil)
  if (client.acquired > day) return
  const isMonthEnd = lastDayOf(monthOf(civil)) === civil
  const yearAgo = addMonthsToDay(civil, -12)
  const from = dayNumber(isMonthEnd ? lastDayOf(monthOf(yearAgo)) : yearAgo) + 1
  const historic = client.margin(-Infinity, day)
  const predicted = client.predicted(day, context.settings.horizonMonths)
  const isValued = predicted !== undefined
  const isActive = client.isActive(day)
  add(`state|${civil}|${cellOf(client, day, context)}`, [
    1,
    isActive ? 1 : 0,
    isValued ? 1 : 0,
    client.revenue(from, day),
    client.margin(from, day),
    historic,
    predicted ?? 0,
    isValued ? historic : 0,
    isActive && isValued ? 1 : 0,
    isActive && isValued ? historic : 0,
    isActive ? (predicted ?? 0) : 0,
    client.atRisk(day) ?? 0,
  ])
}

interface FlowCounting extends Counting {
  readonly stretch: Stretch
  readonly before: Stretch
}

function addFlow(client: NaiveClient, when: string, { stretch, before, context, add }: FlowCounting): void {
  const from = dayNumber(stretch.from)
  const to = dayNumber(stretch.to)
  const wasActive = client.isActive(from - 1)
  const isActive = client.isActive(to)
  const isJoined = from <= client.acquired && client.acquired <= to
  const revenue = client.revenue(from, to)
  const earlier = client.revenue(dayNumber(before.from), dayNumber(before.to))
  const orders = client.orderCount(from, to)
  const is = (truth: boolean) => (truth ? 1 : 0)
  const change = revenue - earlier
  const kind =
    earlier === 0 ? (isJoined ? 'new' : 'returned') : revenue === 0 ? 'lost' : change > 0 ? 'up' : 'down'
  const ends = (status: string) => is(client.acquired <= to && client.status(to) === status)
  const counted = [
    is(wasActive),
    is(wasActive && isActive),
    is(wasActive && !isActive),
    is(!wasActive && isActive && isJoined),
    is(!wasActive && isActive && !isJoined),
    is(isJoined && !isActive && client.isActiveWithin(from, to)),
    revenue,
    client.margin(from, to),
    client.charges(from, to),
    orders,
    is(orders > 0),
    ...['new', 'returned', 'up', 'down', 'lost'].map((one) => (one === kind ? change : 0)),
    ...['prospect', 'active', 'dormant', 'restricted', 'closed'].map(ends),
  ]
  if (counted.some((amount) => amount !== 0))
    add(`flow|${when}|${cellOf(client, from - 1, context)}`, counted)
}

function addCohort(client: NaiveClient, { context, add }: Counting): void {
  const asOf = dayNumber(context.asOf)
  if (client.acquired > asOf) return
  const month = monthOf(dayOf(client.acquired))
  const age = monthNumber(monthOf(context.asOf)) - monthNumber(month)
  const life = Array.from({ length: 36 }, (_, index) => ({
    isLived: index <= age,
    from: dayNumber(firstDayOf(addMonths(month, index))),
    to: Math.min(asOf, dayNumber(lastDayOf(addMonths(month, index)))),
  }))
  const rest = client.predicted(asOf, Math.max(0, 35 - age))
  add(`cohort|${month}|${client.channel}`, [
    1,
    client.acquisitionCost,
    rest ?? 0,
    rest === undefined ? 0 : 1,
    ...life.map(({ isLived, from, to }) => (isLived && client.isActiveWithin(from, to) ? 1 : 0)),
    ...life.map(({ isLived, from, to }) => (isLived ? client.margin(from, to) : 0)),
  ])
}

function addLosses(one: ClientWithFacts, client: NaiveClient, { context, add }: Counting): void {
  const asOf = dayNumber(context.asOf)
  const before = asOf - context.settings.churnHorizonDays
  const put = (table: string, day: number, counts: readonly number[]) => {
    for (const [factor, group] of Object.entries(naiveGroups(one, client, { day, context })))
      add(`${table}|${factor}|${cellOf(client, day, context)}|${group}`, counts)
  }
  if (client.isActive(before)) put('churn', before, [1, client.isActive(asOf) ? 0 : 1])
  if (client.isActive(asOf)) put('group', asOf, [1])
  const life = naiveLife(client, { from: Math.min(client.acquired, asOf), to: asOf })
  if (!life) return
  const counts = Array.from({ length: 122 }, (_, index) =>
    index === life.months + (life.isLost ? 0 : 61) ? 1 : 0,
  )
  add(`life|${client.channel}`, counts)
}
