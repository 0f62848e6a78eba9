/** How long a failed step waits before it is tried again: on AWS and on the desk the same, with full jitter. */
export const retry = { firstSeconds: 2, rate: 2, longestSeconds: 60 } as const

/** Seconds before the next attempt; `random` in [0, 1). */
export function pauseSeconds(failedAttempts: number, random: number): number {
  const longest = Math.min(retry.longestSeconds, retry.firstSeconds * retry.rate ** (failedAttempts - 1))
  return longest * random
}
