import { LRUCache } from 'lru-cache'

const FIVE_MINUTES = 5 * 60_000
// An answer is at most some hundred kilobytes.
const MOST_KEPT = 100

/**
 * Answers kept in the function for five minutes under their tag, which names path, sorted query, role and every version
 * read: a new run or fact makes the old ones unreachable, so nothing stale is ever served.
 */
export function createAnswerCache({ now = () => performance.now() }: { now?: () => number } = {}) {
  return new LRUCache<string, object>({
    max: MOST_KEPT,
    ttl: FIVE_MINUTES,
    ttlResolution: 0,
    perf: { now },
  })
}

/** Answers kept in the function. */
export type AnswerCache = ReturnType<typeof createAnswerCache>
