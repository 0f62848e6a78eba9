/** Possible futures of one client: what it could still bring, in total and month by month. */
import type { ClientWithFacts } from '#shared/client/client'
import { hash32 } from '#shared/kernel/ids'
import { roundHalfAway } from '#shared/kernel/money'
import { createRandom } from '#shared/numeric/random'
import { accountFutures } from './account-valuation.ts'
import { DRAWS } from './context.ts'
import { isAccountBased, marginRateAt, statusAt, type Timeline } from './timeline.ts'
import { type CompiledContext, purchasesAt } from './valuation.ts'

interface FutureSubject {
  readonly timeline: Timeline
  readonly day: number
  readonly at: CompiledContext
  readonly round?: number
  /** Whether futures move by what the model itself may be off: for sums; one client's interval is calibrated by itself. */
  readonly hasModelError?: boolean
  /** Is told what each draw brings in which month, from 1, in minor units before rounding. */
  readonly onValue?: (draw: number, month: number, cents: number) => void
}

/**
 * Predicted CLV of one client in one possible future per draw, in minor units; undefined where nothing is predicted.
 * The stream of chance depends on the context's seed, the client and the round only.
 */
export function simulatedFutures(
  client: ClientWithFacts,
  { timeline, day, at, round = 0, hasModelError = true, onValue }: FutureSubject,
): number[] | undefined {
  const { context } = at
  const { settings } = context
  if (statusAt(timeline, day, settings) === 'closed') return undefined
  const random = createRandom(hash32(client.client.id) ^ context.seed, round)
  const purchases = purchasesAt(timeline, day)
  const account =
    isAccountBased(timeline, day) && at.loss
      ? accountFutures(timeline, day, { loss: at.loss, settings, random, draws: DRAWS, onValue })
      : undefined
  if (isAccountBased(timeline, day) && !account) return undefined
  if (!purchases) return account?.map(roundHalfAway)
  if (at.draws.length === 0) return undefined
  const perPurchase = at.spend ? 1 : (context.models.meanSpendCents ?? 0)
  const factor = marginRateAt(timeline, day, settings) * perPurchase
  return at.draws.map((draw, index) => {
    const level = hasModelError ? (context.draws[index]?.level ?? 1) : 1
    const tell = onValue && ((month: number, part: number) => onValue(index, month, part * factor * level))
    return roundHalfAway(draw(purchases, random, tell) * factor * level + (account?.[index] ?? 0))
  })
}

/** Futures simulated for one client: each of the run's draws so many times. */
const ROUNDS = 5

/** Possible predicted values of one client by the end of months 1 to the horizon, each ascending. */
export type FuturesByMonth = readonly (readonly number[])[]

/** Possible values by month of one client; undefined for clients without a simulated future. */
export function futuresByMonth(
  client: ClientWithFacts,
  subject: { timeline: Timeline; day: number; at: CompiledContext },
): FuturesByMonth | undefined {
  const months = subject.at.weights.length
  const byMonth: number[][] = Array.from({ length: months }, () => [])
  for (let round = 0; round < ROUNDS; round++) {
    const paths = new Map<number, Float64Array>()
    const onValue = (draw: number, month: number, cents: number) => {
      const path = paths.get(draw) ?? new Float64Array(months)
      path[month - 1] = (path[month - 1] ?? 0) + cents
      paths.set(draw, path)
    }
    const totals = simulatedFutures(client, { ...subject, round, hasModelError: false, onValue })
    for (const [draw, total] of (totals ?? []).entries()) {
      let sum = 0
      for (const [month, values] of byMonth.entries()) {
        sum += paths.get(draw)?.[month] ?? 0
        // The whole horizon is the very total that was drawn, whatever order it is added up in.
        values.push(month === months - 1 ? total : Math.min(roundHalfAway(sum), total))
      }
    }
  }
  if (byMonth[0]?.length === 0) return undefined
  for (const values of byMonth) values.sort((left, right) => left - right)
  return byMonth
}
