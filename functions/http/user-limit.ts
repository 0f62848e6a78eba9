import { LRUCache } from 'lru-cache'
import type { Bucket, RatesStore } from '#functions/store/rates.store'

// A process takes calls in leases, so that the limit costs one write for so many calls and not one for each.
const CALLS_PER_LEASE = 20
const LEASE_MS = 60_000
const MOST_USERS = 1_000

interface Lease {
  left: number
  readonly endsAt: number
}

interface UserLimitOptions {
  readonly rates: Pick<RatesStore, 'take'>
  readonly now: () => number
  readonly callsPerMinute: number
}

/**
 * A share of calls for each user across all functions, kept as a bucket of leases. A refused user is remembered for as
 * long as the refusal lasts: calling on costs nothing.
 */
export function createUserLimit({ rates, now, callsPerMinute }: UserLimitOptions) {
  const bucket: Bucket = {
    name: 'calls',
    size: Math.max(1, Math.floor(callsPerMinute / CALLS_PER_LEASE)),
    seconds: 60,
  }
  const leases = new LRUCache<string, Lease>({ max: MOST_USERS })
  const refusedUntil = new LRUCache<string, number>({ max: MOST_USERS })

  /** Takes one call; seconds to wait when none is left. */
  return async function limit(userId: string): Promise<number | undefined> {
    const at = now()
    const until = refusedUntil.get(userId) ?? 0
    if (at < until) return Math.ceil((until - at) / 1_000)
    const lease = leases.get(userId)
    if (lease && lease.left > 0 && at < lease.endsAt) {
      lease.left -= 1
      return undefined
    }
    const taken = await rates.take(bucket, userId, new Date(at).toISOString())
    if (!taken.isTaken) {
      refusedUntil.set(userId, at + taken.retryAfterSeconds * 1_000)
      return taken.retryAfterSeconds
    }
    leases.set(userId, { left: CALLS_PER_LEASE - 1, endsAt: at + LEASE_MS })
    return undefined
  }
}
