/**
 * What the models need to know of all clients, small enough to keep: unique purchase histories with how many clients have
 * each, spends, gaps between own actions, and how many clients have each recency, frequency and money.
 */
import type { ClientWithFacts } from '#shared/client/client'
import { type CivilDay, dayNumber } from '#shared/kernel/day'
import type { CatalogueEntry } from '#shared/product/product'
import type { Settings } from '#shared/portfolio/context'
import { countUpTo, timelineOf } from '#shared/portfolio/timeline'
import { rfmAt } from '#shared/portfolio/value'
import { purchasesAt } from '#shared/portfolio/valuation'

/** Counts by key; plain objects, so that a part can be stored as it is. */
export interface Summary {
  clients: number
  accountClients: number
  /** By `x,tx,T` in days. */
  readonly histories: Record<string, number>
  /** By `x,sum` of repeat spend in minor units. */
  readonly spends: Record<string, number>
  /** Days between consecutive own actions. */
  readonly gaps: Record<string, number>
  readonly recency: Record<string, number>
  readonly frequency: Record<string, number>
  readonly money: Record<string, number>
  /** Spend on first purchase days: what is known of clients who bought once. */
  firstSpendCents: number
  firstPurchases: number
}

/** What a summary looks at. */
export interface SummaryContext {
  readonly asOf: CivilDay
  readonly settings: Settings
  readonly catalogue: Readonly<Record<string, CatalogueEntry>>
}

/** A summary of nobody. */
export function emptySummary(): Summary {
  return {
    clients: 0,
    accountClients: 0,
    histories: {},
    spends: {},
    gaps: {},
    recency: {},
    frequency: {},
    money: {},
    firstSpendCents: 0,
    firstPurchases: 0,
  }
}

/** Adds one client, as known on the as-of day, into a summary. */
export function summarise(into: Summary, client: ClientWithFacts, context: SummaryContext): void {
  const asOf = dayNumber(context.asOf)
  const timeline = timelineOf(client, { ...context, activityWindowDays: 1 })
  if (timeline.acquired === undefined || timeline.acquired > asOf) return
  into.clients += 1
  const own = timeline.ownDays.slice(0, countUpTo(timeline.ownDays, asOf))
  for (let index = 1; index < own.length; index++) count(into.gaps, (own[index] ?? 0) - (own[index - 1] ?? 0))
  const rfm = rfmAt(timeline, asOf)
  if (rfm && rfm.frequency > 0) {
    count(into.recency, rfm.recencyDays)
    count(into.frequency, rfm.frequency)
    count(into.money, rfm.moneyCents)
  }
  if (timeline.isAccountBased) {
    into.accountClients += 1
    return
  }
  const purchases = purchasesAt(timeline, asOf)
  if (!purchases) return
  const { x, tx, T } = purchases.history
  count(into.histories, `${x},${tx},${T}`)
  into.firstPurchases += 1
  into.firstSpendCents += timeline.spendSums[1] ?? 0
  if (x > 0) count(into.spends, `${x},${(timeline.spendSums[x + 1] ?? 0) - (timeline.spendSums[1] ?? 0)}`)
}

/** Adds a summary into another. */
export function addSummary(into: Summary, part: Summary): void {
  into.clients += part.clients
  into.accountClients += part.accountClients
  into.firstSpendCents += part.firstSpendCents
  into.firstPurchases += part.firstPurchases
  for (const table of ['histories', 'spends', 'gaps', 'recency', 'frequency', 'money'] as const)
    for (const [key, amount] of Object.entries(part[table])) count(into[table], key, amount)
}

function count(counts: Record<string, number>, key: string | number, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by
}
