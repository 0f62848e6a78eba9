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
import { type Contribution, withoutZeros } from './contribution.ts'
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

const SLOTS_PER_PERIOD = 3

/** The contribution of one client to the figures of products: pure, a sparse vector of integers. */
export function productContribution(client: ClientWithFacts, context: Context): Contribution {
  const contribution: Contribution = new Map()
  addProducts(contribution, client, context)
  return withoutZeros(contribution)
}

/** Adds what one client contributes to a running sum; the sum of many is the same in any order. */
export function addProducts(sum: Contribution, client: ClientWithFacts, context: Context): void {
  const timeline = timelineOf(client, context)
  const held = heldOf(client, context.catalogue)
  const subject: Subject = { sum, client, context, timeline, places: placesOf(context), targets: new Map() }
  for (const order of ordersOf(client.facts)) addOrder(subject, order)
  addSlices(subject)
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
  readonly targets: Map<string, Target>
}

/** Where the money of one product or family goes: sums of all clients, and this client's own by listed period. */
interface Target {
  readonly level: ProductLevel
  readonly id: string
  readonly months: number[]
  readonly periods: number[]
  /** Revenue and margin of this client by period. */
  readonly own: number[]
}

/** The numbers under a key, zeros where nothing stood yet. */
function numbersAt(sum: Contribution, key: string, length: number): number[] {
  let held = sum.get(key)
  if (!held) sum.set(key, (held = new Array<number>(length).fill(0)))
  return held
}

function targetOf({ sum, places, targets }: Subject, level: ProductLevel, id: string): Target {
  const key = `${level}|${id}`
  const known = targets.get(key)
  if (known) return known
  const { length } = places.slots
  const made = {
    level,
    id,
    months: numbersAt(sum, productKeyOf(level, id, 'months'), places.months * productMonthMeasures.length),
    periods: numbersAt(sum, productKeyOf(level, id, 'periods'), length * productPeriodMeasures.length),
    own: new Array<number>((length / SLOTS_PER_PERIOD) * productSliceMeasures.length).fill(0),
  }
  targets.set(key, made)
  return made
}

function addOrder(subject: Subject, order: Order): void {
  const { context, places } = subject
  const place = placeOf(places, dayNumber(order.day))
  if (place.month === undefined && place.slots.length === 0) return
  const ordered = new Set<Target>()
  for (const line of order.lines) {
    const revenue = revenueOf(line)
    const margin = marginOf(line, context)
    const charges = line.kind === 'charge' ? revenue : 0
    const family = context.catalogue[line.productId]?.family ?? 'none'
    for (const target of [
      targetOf(subject, 'product', line.productId),
      targetOf(subject, 'family', family),
    ]) {
      const isFirst = line.kind === 'purchase' && !ordered.has(target)
      if (isFirst) ordered.add(target)
      addMoney(target, place, [revenue, margin, charges, isFirst ? 1 : 0])
    }
  }
}

/** The first four measures of months and periods are revenue, margin, charges and orders. */
function addMoney(
  { months, periods, own }: Target,
  { month, slots }: Place,
  amounts: readonly number[],
): void {
  for (let offset = 0; offset < amounts.length; offset++) {
    const amount = amounts[offset] ?? 0
    if (amount === 0) continue
    if (month !== undefined) increase(months, month * productMonthMeasures.length + offset, amount)
    for (const slot of slots) {
      increase(periods, slot * productPeriodMeasures.length + offset, amount)
      if (slot % SLOTS_PER_PERIOD === 0 && offset < productSliceMeasures.length)
        increase(own, (slot / SLOTS_PER_PERIOD) * productSliceMeasures.length + offset, amount)
    }
  }
}

function increase(numbers: number[], index: number, by: number): void {
  numbers[index] = (numbers[index] ?? 0) + by
}

/** Each period's revenue and margin under what the client was at the period's start. */
function addSlices({ sum, client, context, timeline, places, targets }: Subject): void {
  const channel = client.client.channelKey
  const width = productSliceMeasures.length
  const periods = places.slots.length / SLOTS_PER_PERIOD
  for (let period = 0; period < periods; period++) {
    const used = [...targets.values()].filter(({ own }) => own[period * width] || own[period * width + 1])
    if (used.length === 0) continue
    const start = (places.slots[period * SLOTS_PER_PERIOD]?.from ?? 0) - 1
    const cell = cellOf(timeline, start, { context, channel })
    const cuts = [
      { dimension: 'segment', value: cell.segment },
      { dimension: 'channel', value: cell.channel },
      { dimension: 'tenure', value: tenureAt(timeline.acquired, start) },
    ] as const
    for (const { level, id, own } of used)
      for (const cut of cuts) {
        const numbers = numbersAt(sum, productSliceKey(level, id, cut), periods * width)
        for (let offset = 0; offset < width; offset++)
          increase(numbers, period * width + offset, own[period * width + offset] ?? 0)
      }
  }
}

interface Standing {
  readonly level: ProductLevel
  readonly id: string
  readonly facts: ProductFacts
}

/** Buyers and holders: counted once a client, whatever the number of purchases. */
function addStanding(subject: Subject, { level, id, facts }: Standing): void {
  const { sum, context, timeline, places } = subject
  const { months, periods } = targetOf(subject, level, id)
  const [buyers, holders] = [productMonthMeasures.indexOf('buyers'), productMonthMeasures.indexOf('holders')]
  places.flows.forEach((range, month) => {
    const at = month * productMonthMeasures.length
    if (facts.boughtWithin(range)) increase(months, at + buyers, 1)
    if (facts.isHeldAt(range.to)) increase(months, at + holders, 1)
  })
  places.slots.forEach((range, slot) => {
    const count = (name: (typeof productPeriodMeasures)[number], is: boolean) => {
      if (is) increase(periods, slot * productPeriodMeasures.length + productPeriodMeasures.indexOf(name), 1)
    }
    const bought = facts.boughtWithin(range)
    count('buyers', bought)
    count('repeatBuyers', bought && facts.daysBoughtBy(range.to) > 1)
    if (!facts.isHeldAt(range.from - 1) || !isActiveAt(timeline, range.from - 1)) return
    const isActive = isActiveAt(timeline, range.to)
    count('heldAtStart', true)
    count('heldKept', isActive)
    count('heldLost', !isActive)
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
  if (amount === 0) return
  const numbers = numbersAt(sum, productKeyOf(level, id, 'stand'), productStandMeasures.length)
  increase(numbers, productStandMeasures.indexOf(name), amount)
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
