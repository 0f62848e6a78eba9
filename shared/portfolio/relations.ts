/** What is known of a client's relationships: open accounts, engagement and troubles, laid out in day and month numbers. */
import type { ClientWithFacts } from '#shared/client/client'
import type { ChannelEngagement } from '#shared/client/facts'
import {
  DAYS_PER_MONTH,
  dayNumber,
  dayOf,
  firstDayOf,
  lastDayOf,
  monthFrom,
  monthNumber,
  monthOf,
} from '#shared/kernel/day'
import type { LossState } from '#shared/models/loss-features'
import type { CatalogueEntry } from '#shared/product/product'
import type { Spell } from './spells.ts'

/** Relationships of one client. */
export interface Relations {
  /** Account products held, each from its opening until its end or the client's. */
  readonly held: readonly Spell[]
  /** When the client closed everything; Infinity while it has not. */
  readonly ends: number
  /** The same with their products, in the order of the facts. */
  readonly holdings: readonly (Spell & { readonly productId: string })[]
  /** What was measured in each digital channel, by month number. */
  readonly channels: ReadonlyMap<number, readonly ChannelEngagement[]>
  /** Engagement from 0 to 1 by month number. */
  readonly engagement: ReadonlyMap<number, number>
  /** Days of complaints and failed payments, ascending. */
  readonly troubles: readonly number[]
}

const troubleKinds = ['complaint', 'failed-payment']
// An engaged client is active 12 days of a month and uses 5 features (the anchors of the health score).
const ENGAGED_DAYS = 12
const ENGAGED_FEATURES = 5

/** The relationships among a client's facts. */
export function relationsOf(
  { client, facts }: ClientWithFacts,
  catalogue: Readonly<Record<string, CatalogueEntry>>,
): Relations {
  const ends = client.profile.closedOn === undefined ? Infinity : dayNumber(client.profile.closedOn)
  const held: (Spell & { readonly productId: string })[] = []
  const channels = new Map<number, readonly ChannelEngagement[]>()
  const engagement = new Map<number, number>()
  const troubles: number[] = []
  for (const fact of facts) {
    if (fact.fact === 'holding' && catalogue[fact.productId]?.kind === 'account') {
      const to = fact.closedOn === undefined ? Infinity : dayNumber(fact.closedOn)
      const { productId } = fact
      held.push({ productId, from: dayNumber(fact.openedOn), to: Math.min(to, ends) })
    } else if (fact.fact === 'engagement') {
      const month = monthNumber(fact.month)
      const measured = Object.values(fact.channels)
      channels.set(month, measured)
      engagement.set(month, engagementIndex(measured))
    } else if (fact.fact === 'event' && troubleKinds.includes(fact.kind)) troubles.push(dayNumber(fact.day))
  }
  return {
    held,
    holdings: held,
    channels,
    ends,
    engagement,
    troubles: troubles.sort((left, right) => left - right),
  }
}

/** Engagement of a month from 0 to 1: days active and features used, each against an engaged client's. */
export function engagementIndex(channels: readonly ChannelEngagement[]): number {
  const days = channels.reduce((sum, one) => sum + (one.activeDays ?? one.logins ?? 0), 0)
  const features = Math.max(0, ...channels.map((one) => one.featuresUsed ?? 0))
  const share = (value: number, of: number) => Math.min(1, value / of)
  return features > 0
    ? (share(days, ENGAGED_DAYS) + share(features, ENGAGED_FEATURES)) / 2
    : share(days, ENGAGED_DAYS)
}

/** What the loss model reads at the end of a day; digital inputs are those of the last full month. */
export function lossStateAt(
  relations: Relations,
  day: number,
  known: { lastOwnDay: number | undefined; isRestricted: boolean; dormantAfterDays: number },
): LossState {
  const opened = Math.min(...relations.held.map(({ from }) => from))
  const silent = day - Math.max(known.lastOwnDay ?? -Infinity, opened)
  const month = lastFullMonth(day).number
  const now = relations.engagement.get(month)
  const before = relations.engagement.get(month - 3)
  const recently = (at: number) => at <= day && at > day - 3 * DAYS_PER_MONTH
  return {
    tenureMonths: Math.max(0, (day - opened) / DAYS_PER_MONTH),
    silentMonths: Math.max(0, Math.floor(silent / DAYS_PER_MONTH)),
    ...(now === undefined ? {} : { engagement: now }),
    ...(now === undefined || before === undefined ? {} : { engagementChange: now - before }),
    holdings: relations.held.filter(({ from, to }) => from <= day && day < to).length,
    holdingsClosed: relations.held.filter(({ to }) => recently(to)).length,
    troubles: relations.troubles.filter(recently).length,
    isDormant: silent > known.dormantAfterDays,
    isRestricted: known.isRestricted,
  }
}

const fullMonths = new Map<number, { number: number; from: number; to: number }>()
// Every day of a century.
const MOST_REMEMBERED = 40_000

/** The last full month at the end of a day, with its first and last day; remembered, because clients share few days. */
export function lastFullMonth(day: number): { number: number; from: number; to: number } {
  const known = fullMonths.get(day)
  if (known) return known
  const civil = dayOf(day)
  const here = monthNumber(monthOf(civil))
  const number = lastDayOf(monthOf(civil)) === civil ? here : here - 1
  const month = monthFrom(number)
  const found = { number, from: dayNumber(firstDayOf(month)), to: dayNumber(lastDayOf(month)) }
  if (fullMonths.size < MOST_REMEMBERED) fullMonths.set(day, found)
  return found
}
