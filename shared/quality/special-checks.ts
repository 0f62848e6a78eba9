/** Special checks on one client with its facts: each a named pure function. */
import type { ClientWithFacts } from '#shared/client/client'
import { type EngagementMonth, isOwnAction, type Order } from '#shared/client/facts'
import { ordersOf } from '#shared/client/purchase-days'
import { addMonths, firstDayOf, lastDayOf } from '#shared/kernel/day'
import { quantile } from '#shared/numeric/quantile'
import { LIVE, lineId, type QualityWorld } from './rows.ts'

/** A failing record of one client, and how many records were looked at. */
export interface ClientFinding {
  readonly failing: readonly {
    readonly subject: string
    readonly source: string
    readonly value?: string
    readonly says?: string
  }[]
  readonly evaluated: number
}

/** A check of one client. */
export type ClientCheck = (aggregate: ClientWithFacts, world: QualityWorld) => ClientFinding

const nothing: ClientFinding = { failing: [], evaluated: 0 }
const passed = (evaluated: number): ClientFinding => ({ failing: [], evaluated })

const misspelledSuffixes = [
  'cmo',
  'con',
  'ocm',
  'comm',
  'vom',
  'xom',
  'ogr',
  'orgg',
  'ner',
  'nte',
  'neet',
  'eud',
  'gvo',
]
const misspelledHosts = [
  'gmial.com',
  'gmai.com',
  'gnail.com',
  'hotmial.com',
  'hotmal.com',
  'yaho.com',
  'outlok.com',
]

const emailDomain: ClientCheck = ({ client }) => {
  const { email, source } = client.profile
  if (email === undefined) return nothing
  const host = email.toLowerCase().split('@').at(-1) ?? ''
  const suffix = host.split('.').at(-1) ?? ''
  const isMisspelled = misspelledSuffixes.includes(suffix) || misspelledHosts.includes(host)
  if (!isMisspelled) return passed(1)
  return { failing: [{ subject: client.id, source: source?.importId ?? LIVE, value: email }], evaluated: 1 }
}

const OLDEST_YEARS = 115
const placeholderDays = ['1900-01-01', '1900-01-02', '1901-01-01', '1111-11-11']
const isPlaceholderDay = (day: string) => placeholderDays.includes(day)

const birthPlausible: ClientCheck = ({ client }, { today }) => {
  const { birthDate, source } = client.profile
  if (birthDate === undefined) return nothing
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_YEARS}${today.slice(4)}`
  if (birthDate >= oldest && birthDate <= today && !isPlaceholderDay(birthDate)) return passed(1)
  return {
    failing: [{ subject: client.id, source: source?.importId ?? LIVE, value: birthDate }],
    evaluated: 1,
  }
}

const sourceOf = (order: Order): string => order.source?.importId ?? LIVE

const refundFirst: ClientCheck = ({ facts }) => {
  const orders = ordersOf(facts)
  const refunds = orders.filter((order) => order.lines.some(({ kind }) => kind === 'refund'))
  if (refunds.length === 0) return nothing
  const days = orders
    .filter((order) => order.lines.some(({ kind }) => kind !== 'refund'))
    .map(({ day }) => day)
  const first = days.reduce((least, day) => (day < least ? day : least), '9999-12-31')
  const failing = refunds
    .filter(({ day, lines }) => day < first && lines.every(({ kind }) => kind === 'refund'))
    .map((order) => ({ subject: order.id, source: sourceOf(order), value: order.day }))
  return { failing, evaluated: refunds.length }
}

const amountAgrees: ClientCheck = ({ facts }) => {
  let evaluated = 0
  const failing = ordersOf(facts).flatMap((order) =>
    order.lines.flatMap((line, index) => {
      const { quantity, unitPriceCents, amountCents } = line
      if (quantity === undefined || unitPriceCents === undefined) return []
      evaluated += 1
      const product = Math.abs(quantity * unitPriceCents)
      const tolerance = Math.max(1, Math.abs(quantity) / 2)
      if (Math.abs(product - Math.abs(amountCents)) <= tolerance) return []
      const says = `${quantity} × ${unitPriceCents / 100} is not ${amountCents / 100}`
      return [{ subject: lineId(order, index), source: sourceOf(order), value: String(amountCents), says }]
    }),
  )
  return { failing, evaluated }
}

/** Times the median of the client's other purchases at which an amount is out of proportion. */
export const OUTLIER_FACTOR = 20
const LEAST_OTHERS = 2

const amountUsual: ClientCheck = ({ facts }) => {
  const purchases = ordersOf(facts).flatMap((order) =>
    order.lines.flatMap((line, index) => (line.kind === 'purchase' ? [{ order, line, index }] : [])),
  )
  if (purchases.length <= LEAST_OTHERS) return nothing
  const amounts = purchases.map(({ line }) => line.amountCents)
  const median = quantile(amounts, 0.5)
  const most = Math.max(...amounts)
  // Leaving one out moves the median little: only what is far out is looked at closely.
  if (most < (OUTLIER_FACTOR / 4) * Math.max(1, median)) return passed(purchases.length)
  const failing = purchases.flatMap(({ order, line, index }, place) => {
    const others = quantile(
      amounts.filter((_, other) => other !== place),
      0.5,
    )
    if (others <= 0 || line.amountCents < OUTLIER_FACTOR * others) return []
    const says = `${Math.round(line.amountCents / others)} times the median of the client's other purchases`
    return [{ subject: lineId(order, index), source: sourceOf(order), value: String(line.amountCents), says }]
  })
  return { failing, evaluated: purchases.length }
}

const bookedOnce: ClientCheck = ({ facts }) => {
  const bySignature = new Map<string, Order[]>()
  const orders = ordersOf(facts).filter((order) => order.lines.some(({ kind }) => kind === 'purchase'))
  for (const order of orders) {
    const lines = order.lines.filter(isOwnAction).filter(({ amountCents }) => amountCents > 0)
    if (lines.length === 0) continue
    const content = lines.map((line) => `${line.productId}|${line.amountCents}|${line.quantity ?? ''}`)
    const signature = `${order.day}|${content.sort().join('|')}`
    bySignature.set(signature, [...(bySignature.get(signature) ?? []), order])
  }
  const failing = [...bySignature.values()]
    .filter((same) => same.length > 1)
    .flatMap((same) =>
      same.map((order) => ({
        subject: order.id,
        source: sourceOf(order),
        value: same.map(({ id }) => id).join(', '),
      })),
    )
  return { failing, evaluated: orders.length }
}

const months = (facts: ClientWithFacts['facts']): EngagementMonth[] =>
  facts.filter((fact) => fact.fact === 'engagement').sort((a, b) => (a.month < b.month ? -1 : 1))

const engagementUnbroken: ClientCheck = ({ client, facts }) => {
  const known = months(facts)
  const [first] = known
  const last = known.at(-1)
  if (!first || !last) return nothing
  const has = new Set(known.map(({ month }) => month))
  const failing: { subject: string; source: string; value: string }[] = []
  let evaluated = 0
  for (let month = first.month; month <= last.month; month = addMonths(month, 1)) {
    evaluated += 1
    if (has.has(month)) continue
    const after = known.find((one) => one.month > month)
    const source = Object.values(after?.channels ?? {})[0]?.source?.importId ?? LIVE
    failing.push({ subject: `${client.id}/${month}`, source, value: month })
  }
  return { failing, evaluated }
}

const engagementDays: ClientCheck = ({ client, facts }) => {
  let evaluated = 0
  const failing = months(facts).flatMap(({ month, channels }) =>
    Object.entries(channels).flatMap(([channel, { activeDays, source }]) => {
      if (activeDays === undefined) return []
      evaluated += 1
      const days = Number(lastDayOf(month).slice(8)) - Number(firstDayOf(month).slice(8)) + 1
      if (activeDays <= days) return []
      const says = `${activeDays} active days in ${channel}; the month has ${days}`
      const from = source?.importId ?? LIVE
      return [{ subject: `${client.id}/${month}`, source: from, value: String(activeDays), says }]
    }),
  )
  return { failing, evaluated }
}

/** The special checks that look at one client at a time. */
export const clientChecks = {
  'email-domain': emailDomain,
  'birth-plausible': birthPlausible,
  'refund-first': refundFirst,
  'amount-agrees': amountAgrees,
  'amount-usual': amountUsual,
  'booked-once': bookedOnce,
  'engagement-unbroken': engagementUnbroken,
  'engagement-days': engagementDays,
} as const satisfies Record<string, ClientCheck>
