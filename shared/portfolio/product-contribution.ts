/**
 * What one client adds to the figures of products and families. The sum over all products, `none` included, of revenue,
 * margin and charges is the portfolio's for every month and every period: both count the same lines on the same days.
 */
import type { ClientWithFacts } from '#shared/client/client'
import { type Order, revenueOf } from '#shared/client/facts'
import { ordersOf } from '#shared/client/purchase-days'
import { dayNumber } from '#shared/kernel/day'
import { compiledDays } from './compiled-days.ts'
import type { Context } from './context.ts'
import type { Contribution } from './contribution.ts'
import { type Held, heldOf, type ProductFacts } from './product-facts.ts'
import {
  type ProductLevel,
  productKeyOf,
  productMonthMeasures,
  productPeriodMeasures,
  productSliceKey,
  productSliceMeasures,
  productStandMeasures,
} from './product-measures.ts'
import { isActiveAt, marginOf, type Timeline, timelineOf } from './timeline.ts'
import { tenureAt } from './product-tenure.ts'
import { compiled, valuationAt } from './valuation.ts'
import { cellOf } from './cell.ts'

const MONTHS = 0
const SLOTS_PER_PERIOD = 3

/** The contribution of one client to the figures of products: pure, a sparse vector of integers. */
export function productContribution(client: ClientWithFacts, context: Context): Contribution {
  const contribution: Contribution = new Map()
  addProducts(contribution, client, context)
  return contribution
}

/** Adds what one client contributes to a running sum; the sum of many is the same in any order. */
export function addProducts(sum: Contribution, client: ClientWithFacts, context: Context): void {
  const timeline = timelineOf(client, context)
  const held = heldOf(client, context.catalogue)
  const subject: Subject = { sum, client, context, timeline, places: placesOf(context) }
  for (const order of ordersOf(client.facts)) addOrder(subject, order)
  for (const level of ['product', 'family'] as const)
    for (const [id, facts] of held[level]) addStanding(subject, { level, id, facts })
  addFirst(subject, held)
}

interface Subject {
  readonly sum: Contribution
  readonly client: ClientWithFacts
  readonly context: Context
  readonly timeline: Timeline
  readonly places: Places
}

function add(sum: Contribution, key: string, at: { length: number; index: number; amount: number }): void {
  if (at.amount === 0) return
  let held = sum.get(key)
  if (!held) sum.set(key, (held = new Array<number>(at.length).fill(0)))
  held[at.index] = (held[at.index] ?? 0) + at.amount
}

type Amounts = Readonly<Record<'revenue' | 'margin' | 'charges' | 'orders', number>>

function addOrder(subject: Subject, order: Order): void {
  const { context, places } = subject
  const place = placeOf(places, dayNumber(order.day))
  if (place.month === undefined && place.slots.length === 0) return
  const amounts = new Map<string, { -readonly [Name in keyof Amounts]: number }>()
  for (const line of order.lines) {
    const revenue = revenueOf(line)
    const margin = marginOf(line, context)
    const family = context.catalogue[line.productId]?.family ?? 'none'
    for (const key of [`product|${line.productId}`, `family|${family}`]) {
      const held = amounts.get(key) ?? { revenue: 0, margin: 0, charges: 0, orders: 0 }
      amounts.set(key, held)
      held.revenue += revenue
      held.margin += margin
      if (line.kind === 'charge') held.charges += revenue
      if (line.kind === 'purchase') held.orders = 1
    }
  }
  for (const [key, found] of amounts) {
    const level: ProductLevel = key.startsWith('product|') ? 'product' : 'family'
    addAmounts(subject, { level, id: key.slice(level.length + 1), place, amounts: found })
  }
}

interface Placed {
  readonly level: ProductLevel
  readonly id: string
  readonly place: Place
  readonly amounts: Amounts
}

const moneyMeasures = ['revenue', 'margin', 'charges', 'orders'] as const

function addAmounts(subject: Subject, { level, id, place, amounts }: Placed): void {
  const { sum, places } = subject
  const monthKey = productKeyOf(level, id, 'months')
  const periodKey = productKeyOf(level, id, 'periods')
  moneyMeasures.forEach((name, offset) => {
    const amount = amounts[name]
    if (place.month !== undefined)
      add(sum, monthKey, {
        length: places.months * productMonthMeasures.length,
        index: place.month * productMonthMeasures.length + offset,
        amount,
      })
    for (const slot of place.slots)
      add(sum, periodKey, {
        length: places.slots.length * productPeriodMeasures.length,
        index: slot * productPeriodMeasures.length + offset,
        amount,
      })
  })
  for (const slot of place.slots)
    if (slot % SLOTS_PER_PERIOD === 0) addSlices(subject, { level, id, slot, amounts })
}

function addSlices(
  { sum, client, context, timeline, places }: Subject,
  { level, id, slot, amounts }: { level: ProductLevel; id: string; slot: number; amounts: Amounts },
): void {
  const start = (places.slots[slot]?.from ?? 0) - 1
  const period = slot / SLOTS_PER_PERIOD
  const cell = cellOf(timeline, start, { context, channel: client.client.channelKey })
  const cuts = [
    { dimension: 'segment', value: cell.segment },
    { dimension: 'channel', value: cell.channel },
    { dimension: 'tenure', value: tenureAt(timeline.acquired, start) },
  ] as const
  for (const cut of cuts)
    productSliceMeasures.forEach((name, offset) => {
      add(sum, productSliceKey(level, id, cut), {
        length: (places.slots.length / SLOTS_PER_PERIOD) * productSliceMeasures.length,
        index: period * productSliceMeasures.length + offset,
        amount: amounts[name],
      })
    })
}

interface Standing {
  readonly level: ProductLevel
  readonly id: string
  readonly facts: ProductFacts
}

/** Buyers and holders: counted once a client, whatever the number of purchases. */
function addStanding({ sum, context, timeline, places }: Subject, { level, id, facts }: Standing): void {
  const ofMonth = productMonthMeasures.length
  const ofPeriod = productPeriodMeasures.length
  const monthKey = productKeyOf(level, id, 'months')
  const periodKey = productKeyOf(level, id, 'periods')
  const month = (index: number) => ({ length: places.months * ofMonth, index, amount: 1 })
  const period = (slot: number, name: (typeof productPeriodMeasures)[number], is: boolean) =>
    add(sum, periodKey, {
      length: places.slots.length * ofPeriod,
      index: slot * ofPeriod + productPeriodMeasures.indexOf(name),
      amount: is ? 1 : 0,
    })
  for (let index = MONTHS; index < places.months; index++) {
    const { from, to } = places.flows[index] ?? { from: 0, to: 0 }
    if (facts.boughtWithin({ from, to })) add(sum, monthKey, month(index * ofMonth + 4))
    if (facts.isHeldAt(to)) add(sum, monthKey, month(index * ofMonth + 5))
  }
  places.slots.forEach(({ from, to }, slot) => {
    const bought = facts.boughtWithin({ from, to })
    period(slot, 'buyers', bought)
    period(slot, 'repeatBuyers', bought && facts.daysBoughtBy(to) > 1)
    if (!facts.isHeldAt(from - 1) || !isActiveAt(timeline, from - 1)) return
    const isActive = isActiveAt(timeline, to)
    period(slot, 'heldAtStart', true)
    period(slot, 'heldKept', isActive)
    period(slot, 'heldLost', !isActive)
  })
  const asOf = dayNumber(context.asOf)
  const isHeld = facts.isHeldAt(asOf)
  addStand(sum, { level, id, name: 'holders', amount: isHeld ? 1 : 0 })
  addStand(sum, { level, id, name: 'activeHolders', amount: isHeld && isActiveAt(timeline, asOf) ? 1 : 0 })
}

interface Stand {
  readonly level: ProductLevel
  readonly id: string
  readonly name: (typeof productStandMeasures)[number]
  readonly amount: number
}

function addStand(sum: Contribution, { level, id, name, amount }: Stand): void {
  const index = productStandMeasures.indexOf(name)
  add(sum, productKeyOf(level, id, 'stand'), { length: productStandMeasures.length, index, amount })
}

/** The client under the product it started with, and what it is worth. */
function addFirst({ sum, context, timeline }: Subject, held: Held): void {
  const asOf = dayNumber(context.asOf)
  const first = held.first
  if (first === undefined || first.day > asOf) return
  const { historicCents, predicted } = valuationAt(timeline, asOf, compiled(context))
  const total = predicted.cents === null ? undefined : historicCents + predicted.cents
  const family = context.catalogue[first.productId]?.family ?? 'none'
  for (const [level, id] of [
    ['product', first.productId],
    ['family', family],
  ] as const) {
    addStand(sum, { level, id, name: 'firstClients', amount: 1 })
    if (total === undefined) continue
    addStand(sum, { level, id, name: 'firstValued', amount: 1 })
    addStand(sum, { level, id, name: 'firstValue', amount: total })
    addStand(sum, { level, id, name: 'firstSquares', amount: Math.round(total / 100) ** 2 })
  }
}

interface Range {
  readonly from: number
  readonly to: number
}

interface Place {
  readonly month: number | undefined
  /** Slots the day lies in: period x 3 + now, previous, year before. */
  readonly slots: readonly number[]
}

interface Places {
  readonly months: number
  readonly flows: readonly Range[]
  readonly slots: readonly Range[]
  readonly known: Map<number, Place>
}

const placesOfContexts = new WeakMap<Context, Places>()

function placesOf(context: Context): Places {
  const known = placesOfContexts.get(context)
  if (known) return known
  const flows = compiledDays(context).flows.map(({ stretch }) => stretch)
  const months = context.months.length
  const made = { months, flows: flows.slice(0, months), slots: flows.slice(months), known: new Map() }
  placesOfContexts.set(context, made)
  return made
}

function placeOf(places: Places, day: number): Place {
  const known = places.known.get(day)
  if (known) return known
  const month = places.flows.findIndex(({ from, to }) => from <= day && day <= to)
  const slots = places.slots.flatMap(({ from, to }, slot) => (from <= day && day <= to ? [slot] : []))
  const place = { month: month < 0 ? undefined : month, slots }
  places.known.set(day, place)
  return place
}
