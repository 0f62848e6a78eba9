/** The churn panels the slow obvious way: what was known of a client at a day, group by group, and how long it stayed. */
import type { ClientWithFacts } from '#shared/client/client'
import { dayNumber, dayOf, lastDayOf, monthNumber, monthOf } from '#shared/kernel/day'
import type { Context } from '#shared/portfolio/context'
import type { NaiveClient } from './naive-client.ts'

const MONTH = 365.25 / 12

const reached = (steps: readonly number[], value: number) =>
  String([...steps].reverse().find((step) => step <= value) ?? steps[0])
const moved = (before: number, now: number) =>
  now < before * 0.75 ? 'fell' : now > before * 1.25 ? 'rose' : 'steady'

/** The group of a client by each factor at the end of a day. */
export function naiveGroups(
  one: ClientWithFacts,
  client: NaiveClient,
  { day, context }: { day: number; context: Context },
) {
  const { catalogue } = context
  const civil = dayOf(day)
  const isMonthEnd = lastDayOf(monthOf(civil)) === civil
  const month = monthNumber(monthOf(civil)) - (isMonthEnd ? 0 : 1)
  const channelsIn = (wanted: number) =>
    one.facts.flatMap((fact) =>
      fact.fact === 'engagement' && monthNumber(fact.month) === wanted ? [Object.values(fact.channels)] : [],
    )[0]
  const now = channelsIn(month)
  const before = channelsIn(month - 3)
  const daysOf = (channels: typeof now) =>
    channels?.reduce((sum, { activeDays, logins }) => sum + (activeDays ?? logins ?? 0), 0)
  const used = now?.flatMap(({ featuresUsed }) => featuresUsed ?? []) ?? []
  const digital = now?.flatMap(({ digitalTransactions }) => digitalTransactions ?? []) ?? []
  const recent = client.revenue(day - 89, day)
  const earlier = client.revenue(day - 179, day - 90)
  const closes = one.client.profile.closedOn
  const products = one.facts.flatMap((fact) => {
    if (fact.fact === 'holding') {
      const isOpen =
        fact.openedOn <= civil &&
        !(fact.closedOn !== undefined && fact.closedOn <= civil) &&
        !(closes !== undefined && closes <= civil)
      return isOpen ? [fact.productId] : []
    }
    if (fact.fact !== 'order' || dayNumber(fact.day) > day || dayNumber(fact.day) <= day - 365) return []
    return fact.lines
      .filter(({ kind, productId }) => kind === 'purchase' && catalogue[productId]?.kind !== 'account')
      .map(({ productId }) => productId)
  })
  const families = new Set(products.map((id) => catalogue[id]?.family ?? 'none'))
  const last = client.lastOwn(day)
  return {
    tenure: reached([0, 3, 6, 12, 24, 36, 60], (day - client.acquired) / MONTH),
    recency: last === -Infinity ? 'not-known' : reached([0, 7, 30, 60, 90, 180], day - last),
    trend: earlier > 0 ? moved(earlier, recent) : recent > 0 ? 'began' : 'none',
    activeDays: now ? reached([0, 1, 4, 8, 15], daysOf(now)!) : 'not-known',
    engagementTrend: now && before ? moved(daysOf(before)!, daysOf(now)!) : 'not-known',
    features: used.length > 0 ? reached([0, 1, 3, 5], Math.max(...used)) : 'not-known',
    digitalShare:
      digital.length > 0
        ? reached(
            [0, 1, 5, 15],
            digital.reduce((sum, count) => sum + count, 0),
          )
        : 'not-known',
    products: reached([0, 1, 2, 3, 4], new Set(products).size),
    families: reached([0, 1, 2, 3], families.size),
    anchor: products.some((id) => catalogue[id]?.isAnchor) ? 'yes' : 'no',
    status: client.status(day),
  }
}

/** Whole months of the first time a client was active, day by day, and whether that time is over. */
export function naiveLife(client: NaiveClient, { from, to }: { from: number; to: number }) {
  let first: number | undefined
  for (let day = from; day <= to; day++) {
    if (client.isActive(day)) {
      first ??= day
      continue
    }
    if (first === undefined) continue
    const months = Math.floor((day - first) / MONTH)
    return { months: Math.min(60, months), isLost: months < 60 }
  }
  return first === undefined
    ? undefined
    : { months: Math.min(60, Math.floor((to - first) / MONTH)), isLost: false }
}
