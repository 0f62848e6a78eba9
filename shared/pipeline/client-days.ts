/**
 * What a back-test needs of single clients: on which days each bought for how much. A portfolio too large to keep whole
 * is thinned evenly by a hash of the client's id, so that what is kept does not depend on shards or order.
 */
import { hash32 } from '#shared/kernel/ids'
import { countUpTo, type Timeline } from '#shared/portfolio/timeline'

/** The purchases of one client: day numbers, ascending, and what each day was worth in minor units. */
export interface ClientDays {
  readonly hash: number
  readonly days: readonly number[]
  readonly cents: readonly number[]
}

/** Purchases of every `2^thinning`-th client. */
export interface ClientDaysRows {
  thinning: number
  /** Purchase days in all rows. */
  purchases: number
  readonly rows: ClientDays[]
}

// Enough for error figures to three digits, little enough to fit, predict and rank within seconds.
const MOST_CLIENTS = 40_000
const MOST_DAYS = 250_000

/** Adds the purchases of a client up to a day. */
export function addClientDays(
  into: ClientDaysRows,
  id: string,
  { timeline, asOf }: { timeline: Timeline; asOf: number },
): void {
  const hash = hash32(id)
  if (!isKept(hash, into.thinning)) return
  const days = timeline.purchaseDays.slice(0, countUpTo(timeline.purchaseDays, asOf))
  if (days.length === 0) return
  const { spendSums } = timeline
  into.rows.push({
    hash,
    days,
    cents: days.map((_, index) => (spendSums[index + 1] ?? 0) - (spendSums[index] ?? 0)),
  })
  into.purchases += days.length
  thin(into)
}

/** Adds rows into others, thinned as far as either is and as far as the two together need. */
export function mergeClientDays(into: ClientDaysRows, part: ClientDaysRows): void {
  into.thinning = Math.max(into.thinning, part.thinning)
  const kept = [...into.rows, ...part.rows].filter(({ hash }) => isKept(hash, into.thinning))
  replace(into, kept)
  thin(into)
}

const isKept = (hash: number, thinning: number): boolean => (hash >>> 8) % 2 ** thinning === 0

function thin(into: ClientDaysRows): void {
  while (into.rows.length > MOST_CLIENTS || (into.rows.length > 1 && into.purchases > MOST_DAYS)) {
    into.thinning += 1
    replace(
      into,
      into.rows.filter(({ hash }) => isKept(hash, into.thinning)),
    )
  }
}

function replace(into: ClientDaysRows, rows: readonly ClientDays[]): void {
  into.rows.length = 0
  for (const row of rows) into.rows.push(row)
  into.purchases = rows.reduce((sum, { days }) => sum + days.length, 0)
}
