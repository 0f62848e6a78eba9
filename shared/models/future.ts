/**
 * Possible futures of one client, drawn from what is known about it.
 *
 * Alive or not is drawn first, then a purchase rate from its gamma posterior, then purchases as a Poisson process
 * until the client leaves or the horizon ends. Given alive, rate and leaving are independent in all models of this
 * folder. Checked against the closed-form expectations in tests/shared/models/future.test.ts.
 */
import type { Random } from '#shared/numeric/random'
import type { Posterior } from './purchase-model.ts'

/** Calls `visit` with the time of each purchase of one possible future in (0, horizon], ascending. */
export function simulatePurchases(
  posterior: Posterior,
  { horizon, random }: { horizon: number; random: Random },
  visit: (time: number) => void,
): void {
  if (random.next() >= posterior.alive) return
  const rate = random.gamma(posterior.rateShape) / posterior.rateRate
  if (!(rate > 0)) return
  const { leaving } = posterior
  const end =
    leaving.kind === 'at-rate'
      ? Math.min(horizon, (random.exponential() * leaving.rate) / random.gamma(leaving.shape))
      : horizon
  let chance = -1
  for (let time = random.exponential() / rate; time <= end; time += random.exponential() / rate) {
    visit(time)
    if (leaving.kind !== 'after-purchase') continue
    if (chance < 0) chance = random.beta(leaving.a, leaving.b)
    if (random.next() < chance) return
  }
}

/** Purchase times of one possible future in (0, horizon], ascending. */
export function drawPurchaseTimes(
  posterior: Posterior,
  future: { horizon: number; random: Random },
): number[] {
  const times: number[] = []
  simulatePurchases(posterior, future, (time) => times.push(time))
  return times
}
