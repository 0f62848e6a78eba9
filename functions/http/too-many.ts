import type { Instant } from '#shared/kernel/clock'
import type { Bucket, RatesStore } from '#functions/store/rates.store'
import { HttpProblem } from './problem.ts'

/** The refusal of a call that came too soon after many others. */
export function tooMany(code: string, retryAfterSeconds: number): HttpProblem {
  const message = `Too many attempts. Try again in ${retryAfterSeconds} seconds.`
  return new HttpProblem(429, code, message, { 'Retry-After': String(retryAfterSeconds) })
}

/** Takes one token of a bucket, or refuses the call. */
export async function takeOrRefuse(
  rates: Pick<RatesStore, 'take'>,
  bucket: Bucket,
  subject: string,
  now: Instant,
): Promise<void> {
  const taken = await rates.take(bucket, subject, now)
  if (!taken.isTaken) throw tooMany('session.too-many-attempts', taken.retryAfterSeconds)
}
