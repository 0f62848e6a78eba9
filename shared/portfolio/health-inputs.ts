/** What the health score reads of a client at the end of a day; null where something cannot be observed. */
import type { ChannelEngagement } from '#shared/client/facts'
import type { HealthIndicator } from '#shared/client/health-names'
import { DAYS_PER_MONTH } from '#shared/kernel/day'
import type { Settings } from './context.ts'
import type { HealthSettings } from './health-settings.ts'
import { lastFullMonth } from './relations.ts'
import { countUpTo, lastOwnDay, statusAt, sumBetween, type Timeline } from './timeline.ts'

/** What a health score needs to know beside the client. `chanceActive` is asked for clients who only buy. */
export interface HealthTerms {
  readonly settings: Settings
  readonly health: HealthSettings
  readonly catalogue: Readonly<Record<string, { readonly family: string; readonly isAnchor: boolean }>>
  readonly chanceActive: (timeline: Timeline, day: number) => number | undefined
}

/** An indicator as observed. */
export interface HealthInput {
  readonly indicator: HealthIndicator
  readonly value: number | null
}

/** A complaint or a failed payment counts as open for so long: facts do not say when one was settled. */
export const TROUBLE_DAYS = 90
const REACTIVATED_DAYS = 90
const TROUBLE_POINTS = 20
const statusPoints = { prospect: 0, active: 100, dormant: 30, restricted: 20, closed: 0 }
const REACTIVATED_POINTS = 80

/** Indicators of a client with accounts: time, digital engagement, relationship, status. */
export function accountInputs(timeline: Timeline, day: number, terms: HealthTerms): HealthInput[] {
  const last = Math.max(lastOwnDay(timeline, day) ?? -Infinity, timeline.accountFrom)
  const own = (from: number, to: number) =>
    countUpTo(timeline.ownDays, to) - countUpTo(timeline.ownDays, from - 1)
  const before = own(day - 119, day - 30) / 3
  const now = sumBetween(timeline, timeline.marginSums, { from: day - 89, to: day })
  const then = sumBetween(timeline, timeline.marginSums, { from: day - 179, to: day - 90 })
  return [
    { indicator: 'recency', value: day - last },
    { indicator: 'activityTrend', value: before > 0 ? own(day - 29, day) / before : null },
    { indicator: 'marginTrend', value: then > 0 ? (now - then) / then : null },
    { indicator: 'tenure', value: (day - (timeline.acquired ?? day)) / DAYS_PER_MONTH },
    ...digitalInputs(timeline, day),
    ...relationshipInputs(timeline, day, terms),
    { indicator: 'status', value: pointsOfStatus(timeline, day, terms) },
  ]
}

function digitalInputs(timeline: Timeline, day: number): HealthInput[] {
  const month = lastFullMonth(day)
  const { channels } = timeline.relations
  const now = channels.get(month.number)
  const before = [1, 2, 3].flatMap((ago) => channels.get(month.number - ago) ?? [])
  const months = [1, 2, 3].filter((ago) => channels.has(month.number - ago)).length
  const usual = months === 0 ? 0 : total(before, 'logins') / months
  const digital = now ? total(now, 'digitalTransactions') : 0
  const own = countUpTo(timeline.ownDays, month.to) - countUpTo(timeline.ownDays, month.from - 1)
  const features = now && Math.max(0, ...now.map((one) => one.featuresUsed ?? 0))
  return [
    { indicator: 'activeDays', value: now ? activeDaysOf(now) : null },
    { indicator: 'loginTrend', value: now && usual > 0 ? total(now, 'logins') / usual : null },
    { indicator: 'featuresUsed', value: features ?? null },
    { indicator: 'digitalShare', value: now && digital + own > 0 ? digital / Math.max(digital, own) : null },
  ]
}

/** Days active in a month over all digital channels; logins where days are not measured. */
export function activeDaysOf(channels: readonly ChannelEngagement[]): number {
  return channels.reduce((sum, one) => sum + (one.activeDays ?? one.logins ?? 0), 0)
}

function total(channels: readonly ChannelEngagement[], name: keyof ChannelEngagement): number {
  return channels.reduce((sum, one) => sum + (one[name] ?? 0), 0)
}

function relationshipInputs(timeline: Timeline, day: number, { catalogue }: HealthTerms): HealthInput[] {
  const open = timeline.relations.holdings.filter(({ from, to }) => from <= day && day < to)
  const products = new Set(open.map(({ productId }) => productId))
  const families = new Set([...products].map((id) => catalogue[id]?.family ?? id))
  const isUsed = (id: string) => {
    const days = timeline.accountDays.get(id) ?? []
    return countUpTo(days, day) > countUpTo(days, day - 90)
  }
  const used = [...products].filter(isUsed).length
  return [
    { indicator: 'families', value: families.size },
    { indicator: 'anchorProduct', value: [...products].some((id) => catalogue[id]?.isAnchor) ? 1 : 0 },
    { indicator: 'productsInUse', value: products.size === 0 ? null : used / products.size },
  ]
}

function pointsOfStatus(timeline: Timeline, day: number, { settings }: HealthTerms): number {
  const status = statusAt(timeline, day, settings)
  const spell = timeline.spells.findIndex(({ from, to }) => from <= day && day < to)
  const since = timeline.spells[spell]?.from ?? -Infinity
  const isBack = spell > 0 && status === 'active' && day - since < REACTIVATED_DAYS
  const { troubles } = timeline.relations
  const open = countUpTo(troubles, day) - countUpTo(troubles, day - TROUBLE_DAYS)
  return Math.max(0, (isBack ? REACTIVATED_POINTS : statusPoints[status]) - TROUBLE_POINTS * open)
}

/** Indicators of a client who only buys: recency gap, chance of buying, spend trend, returns. */
export function purchaseInputs(timeline: Timeline, day: number, terms: HealthTerms): HealthInput[] {
  const count = countUpTo(timeline.purchaseDays, day)
  const last = timeline.purchaseDays[count - 1]
  const usual = medianGap(timeline.purchaseDays, count)
  const now = sumBetween(timeline, timeline.revenueSums, { from: day - 179, to: day })
  const then = sumBetween(timeline, timeline.revenueSums, { from: day - 359, to: day - 180 })
  const year = { from: day - 364, to: day }
  const returned = -sumBetween(timeline, timeline.refundSums, year)
  const bought = sumBetween(timeline, timeline.revenueSums, year) + returned
  return [
    {
      indicator: 'purchaseGap',
      value: last === undefined || usual === undefined ? null : (day - last) / usual,
    },
    { indicator: 'chanceActive', value: terms.chanceActive(timeline, day) ?? null },
    { indicator: 'spendTrend', value: then > 0 ? (now - then) / then : null },
    { indicator: 'returnShare', value: bought > 0 ? returned / bought : null },
  ]
}

/** The median of the days between the first `count` purchase days; undefined for fewer than two. */
function medianGap(days: readonly number[], count: number): number | undefined {
  if (count < 2) return undefined
  const gaps = Array.from({ length: count - 1 }, (_, index) => (days[index + 1] ?? 0) - (days[index] ?? 0))
  gaps.sort((left, right) => left - right)
  const middle = gaps.length >> 1
  return gaps.length % 2 === 1 ? gaps[middle] : ((gaps[middle - 1] ?? 0) + (gaps[middle] ?? 0)) / 2
}
