/**
 * What the models need to know of all clients, small enough to keep: unique purchase histories with how many clients have
 * each, spends, gaps between own actions, and how many clients have each recency, frequency and money.
 */
import type { ClientWithFacts } from '#shared/client/client'
import {
  type CivilDay,
  dayNumber,
  firstDayOf,
  lastDayOf,
  monthFrom,
  monthNumber,
  monthOf,
} from '#shared/kernel/day'
import { hash32 } from '#shared/kernel/ids'
import { lossFeatures } from '#shared/models/loss-features'
import type { CatalogueEntry } from '#shared/product/product'
import type { Settings } from '#shared/portfolio/context'
import { stateOf } from '#shared/portfolio/account-valuation'
import { countUpTo, isAccountBased, isActiveAt, type Timeline, timelineOf } from '#shared/portfolio/timeline'
import { rfmAt } from '#shared/portfolio/cell'
import { purchasesAt } from '#shared/portfolio/valuation'
import { addClientDays, type ClientDaysRows, mergeClientDays } from './client-days.ts'

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
  /** Client-months of clients with accounts, for the loss model: thinned evenly when there are too many. */
  loss: LossRows
  /** Purchases of single clients, for the back-test: thinned evenly when there are too many. */
  purchases: ClientDaysRows
}

/** Client-months at risk: one row each, every `2^thinning`-th client. */
export interface LossRows {
  thinning: number
  readonly rows: LossRow[]
}

/** One client-month: month number, a client's hash, whether it ended in loss, and the features at its start. */
export interface LossRow {
  readonly month: number
  readonly hash: number
  readonly isLost: boolean
  readonly features: readonly (number | null)[]
}

/** Months before the as-of day that the loss model learns from. */
export const LOSS_MONTHS = 24
// 60,000 rows of ten numbers: enough for ten coefficients, little enough to refit many times.
const MOST_LOSS_ROWS = 60_000

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
    loss: { thinning: 0, rows: [] },
    purchases: { thinning: 0, purchases: 0, rows: [] },
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
  if (isAccountBased(timeline, asOf)) {
    into.accountClients += 1
    addLossRows(into.loss, client.client.id, { timeline, context })
  }
  const purchases = purchasesAt(timeline, asOf)
  if (!purchases) return
  addClientDays(into.purchases, client.client.id, { timeline, asOf })
  const { x, tx, T } = purchases.history
  count(into.histories, `${x},${tx},${T}`)
  into.firstPurchases += 1
  into.firstSpendCents += timeline.spendSums[1] ?? 0
  if (x > 0) count(into.spends, `${x},${(timeline.spendSums[x + 1] ?? 0) - (timeline.spendSums[1] ?? 0)}`)
}

function addLossRows(
  into: LossRows,
  id: string,
  { timeline, context }: { timeline: Timeline; context: SummaryContext },
): void {
  const hash = hash32(id)
  if (!isKept(hash, into.thinning)) return
  const last =
    monthNumber(monthOf(context.asOf)) - (lastDayOf(monthOf(context.asOf)) === context.asOf ? 0 : 1)
  for (let month = last - LOSS_MONTHS + 1; month <= last; month++) {
    const start = dayNumber(firstDayOf(monthFrom(month))) - 1
    const end = dayNumber(lastDayOf(monthFrom(month)))
    if (!isAccountBased(timeline, start) || !isActiveAt(timeline, start)) continue
    const features = lossFeatures(stateOf(timeline, start, context.settings))
    const isLost = !isActiveAt(timeline, end)
    into.rows.push({ month, hash, isLost, features: features.map((one) => (Number.isNaN(one) ? null : one)) })
  }
  thin(into)
}

const isKept = (hash: number, thinning: number): boolean => (hash >>> 8) % 2 ** thinning === 0

function thin(loss: LossRows): void {
  while (loss.rows.length > MOST_LOSS_ROWS) {
    loss.thinning += 1
    const kept = loss.rows.filter(({ hash }) => isKept(hash, loss.thinning))
    loss.rows.splice(0, loss.rows.length, ...kept)
  }
}

/** Adds a summary into another. */
export function addSummary(into: Summary, part: Summary): void {
  into.clients += part.clients
  into.accountClients += part.accountClients
  into.firstSpendCents += part.firstSpendCents
  into.firstPurchases += part.firstPurchases
  into.loss.thinning = Math.max(into.loss.thinning, part.loss.thinning)
  for (const row of part.loss.rows) into.loss.rows.push(row)
  const kept = into.loss.rows.filter(({ hash }) => isKept(hash, into.loss.thinning))
  into.loss.rows.splice(0, into.loss.rows.length, ...kept)
  thin(into.loss)
  mergeClientDays(into.purchases, part.purchases)
  for (const table of ['histories', 'spends', 'gaps', 'recency', 'frequency', 'money'] as const)
    for (const [key, amount] of Object.entries(part[table])) count(into[table], key, amount)
}

function count(counts: Record<string, number>, key: string | number, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by
}
