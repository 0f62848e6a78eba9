/**
 * What clients are grouped by before their loss is counted: tenure, recency, trend; digital engagement; products; status.
 * The groups are fixed, so that counts of single clients add up; a client that says nothing of a factor is `not-known`.
 */
import type { ClientWithFacts } from '#shared/client/client'
import type { ChannelEngagement } from '#shared/client/facts'
import { DAYS_PER_MONTH, dayNumber, monthNumber } from '#shared/kernel/day'
import type { Context } from './context.ts'
import { lastFullMonth } from './relations.ts'
import { lastOwnDay, statusAt, sumBetween, type Timeline } from './timeline.ts'

/** The four panels in which loss is shown. */
export const lossPanels = ['time', 'engagement', 'products', 'status'] as const
/** One of the four panels. */
export type LossPanel = (typeof lossPanels)[number]

interface Factor {
  readonly panel: LossPanel
  readonly title: string
  /** Groups in order: the name in keys and how it reads. */
  readonly bins: readonly (readonly [name: string, title: string])[]
}

const notKnown = ['not-known', 'Not known'] as const

/** Every factor with its groups, in the order shown. */
export const lossFactors = {
  tenure: {
    panel: 'time',
    title: 'Tenure',
    bins: [
      ['0', 'Under 3 months'],
      ['3', '3 to 5 months'],
      ['6', '6 to 11 months'],
      ['12', '1 year'],
      ['24', '2 years'],
      ['36', '3 and 4 years'],
      ['60', '5 years and more'],
    ],
  },
  recency: {
    panel: 'time',
    title: 'Days since the last own transaction',
    bins: [
      ['0', 'Under 7'],
      ['7', '7 to 29'],
      ['30', '30 to 59'],
      ['60', '60 to 89'],
      ['90', '90 to 179'],
      ['180', '180 and more'],
      notKnown,
    ],
  },
  trend: {
    panel: 'time',
    title: 'Revenue of 90 days against the 90 before',
    bins: [
      ['fell', 'Fell by more than a quarter'],
      ['steady', 'Within a quarter'],
      ['rose', 'Rose by more than a quarter'],
      ['began', 'None before'],
      ['none', 'None in either'],
    ],
  },
  activeDays: {
    panel: 'engagement',
    title: 'Active days in the last full month',
    bins: [
      ['0', 'None'],
      ['1', '1 to 3'],
      ['4', '4 to 7'],
      ['8', '8 to 14'],
      ['15', '15 and more'],
      notKnown,
    ],
  },
  engagementTrend: {
    panel: 'engagement',
    title: 'Active days against three months before',
    bins: [
      ['fell', 'Fell by more than a quarter'],
      ['steady', 'Within a quarter'],
      ['rose', 'Rose by more than a quarter'],
      notKnown,
    ],
  },
  features: {
    panel: 'engagement',
    title: 'Features used in the last full month',
    bins: [['0', 'None'], ['1', '1 or 2'], ['3', '3 or 4'], ['5', '5 and more'], notKnown],
  },
  digitalShare: {
    panel: 'engagement',
    title: 'Digital transactions in the last full month',
    bins: [['0', 'None'], ['1', '1 to 4'], ['5', '5 to 14'], ['15', '15 and more'], notKnown],
  },
  products: {
    panel: 'products',
    title: 'Products held, or bought in 12 months',
    bins: [
      ['0', 'None'],
      ['1', '1'],
      ['2', '2'],
      ['3', '3'],
      ['4', '4 and more'],
    ],
  },
  families: {
    panel: 'products',
    title: 'Product families held, or bought in 12 months',
    bins: [
      ['0', 'None'],
      ['1', '1'],
      ['2', '2'],
      ['3', '3 and more'],
    ],
  },
  anchor: {
    panel: 'products',
    title: 'Anchor product',
    bins: [
      ['yes', 'Held'],
      ['no', 'Not held'],
    ],
  },
  status: {
    panel: 'status',
    title: 'Account status',
    bins: [
      ['active', 'Active'],
      ['dormant', 'Dormant'],
      ['restricted', 'Restricted'],
      ['prospect', 'Prospect'],
    ],
  },
} as const satisfies Readonly<Record<string, Factor>>

/** The name of a factor. */
export type LossFactor = keyof typeof lossFactors

/** Every factor's name, in the order shown. */
export const lossFactorNames = Object.keys(lossFactors) as LossFactor[] // -- because the keys are the names

/** The group a client is in by each factor at the end of a day, from what was known then. */
export function lossBins(
  client: ClientWithFacts,
  { timeline, day, context }: { timeline: Timeline; day: number; context: Context },
): Readonly<Record<LossFactor, string>> {
  const last = lastOwnDay(timeline, day)
  const month = lastFullMonth(day).number
  const now = engagementOf(client, month)
  const before = engagementOf(client, month - 3)
  const held = productsAt(client, day, context)
  return {
    tenure: stepOf([0, 3, 6, 12, 24, 36, 60], (day - (timeline.acquired ?? day)) / DAYS_PER_MONTH),
    recency: last === undefined ? 'not-known' : stepOf([0, 7, 30, 60, 90, 180], day - last),
    trend: revenueTrend(timeline, day),
    activeDays: now ? stepOf([0, 1, 4, 8, 15], now.days) : 'not-known',
    engagementTrend: now && before ? changeOf(before.days, now.days) : 'not-known',
    features: now?.features === undefined ? 'not-known' : stepOf([0, 1, 3, 5], now.features),
    digitalShare: now?.transactions === undefined ? 'not-known' : stepOf([0, 1, 5, 15], now.transactions),
    products: stepOf([0, 1, 2, 3, 4], held.products),
    families: stepOf([0, 1, 2, 3], held.families),
    anchor: held.hasAnchor ? 'yes' : 'no',
    status: statusAt(timeline, day, context.settings),
  }
}

/** The largest step a value reaches, as a name. */
function stepOf(steps: readonly number[], value: number): string {
  let reached = steps[0] ?? 0
  for (const step of steps) if (value >= step) reached = step
  return String(reached)
}

function changeOf(before: number, now: number): string {
  if (now < 0.75 * before) return 'fell'
  return now > 1.25 * before ? 'rose' : 'steady'
}

function revenueTrend(timeline: Timeline, day: number): string {
  const now = sumBetween(timeline, timeline.revenueSums, { from: day - 89, to: day })
  const before = sumBetween(timeline, timeline.revenueSums, { from: day - 179, to: day - 90 })
  if (before <= 0) return now > 0 ? 'began' : 'none'
  return changeOf(before, now)
}

function engagementOf({ facts }: ClientWithFacts, month: number) {
  const found = facts.find((fact) => fact.fact === 'engagement' && monthNumber(fact.month) === month)
  if (found?.fact !== 'engagement') return undefined
  const channels: readonly ChannelEngagement[] = Object.values(found.channels)
  const known = (of: (one: ChannelEngagement) => number | undefined) =>
    channels.flatMap((one) => of(one) ?? [])
  const features = known((one) => one.featuresUsed)
  const transactions = known((one) => one.digitalTransactions)
  return {
    days: known((one) => one.activeDays ?? one.logins).reduce((sum, days) => sum + days, 0),
    features: features.length > 0 ? Math.max(...features) : undefined,
    transactions: transactions.length > 0 ? transactions.reduce((sum, one) => sum + one, 0) : undefined,
  }
}

const YEAR_DAYS = 365

function productsAt({ client, facts }: ClientWithFacts, day: number, { catalogue }: Context) {
  const ends = client.profile.closedOn === undefined ? Infinity : dayNumber(client.profile.closedOn)
  const products = new Set<string>()
  for (const fact of facts) {
    if (fact.fact === 'holding') {
      const to = fact.closedOn === undefined ? Infinity : dayNumber(fact.closedOn)
      if (dayNumber(fact.openedOn) <= day && day < Math.min(to, ends)) products.add(fact.productId)
    } else if (fact.fact === 'order') {
      const bought = dayNumber(fact.day)
      if (bought > day || bought <= day - YEAR_DAYS) continue
      for (const { kind, productId } of fact.lines)
        if (kind === 'purchase' && catalogue[productId]?.kind !== 'account') products.add(productId)
    }
  }
  const all = [...products]
  return {
    products: products.size,
    families: new Set(all.map((id) => catalogue[id]?.family ?? 'none')).size,
    hasAnchor: all.some((id) => catalogue[id]?.isAnchor),
  }
}
