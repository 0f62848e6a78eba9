/** What moved a client's score between two days: both recomputed from the facts under one run's context. */
import type { ScoreDifference } from '#shared/client/score-history.schema'
import type { ClientWithFacts } from '#shared/client/client'
import { factDay } from '#shared/client/facts'
import { type CivilDay, dayNumber } from '#shared/kernel/day'
import type { LossExplanation } from '#shared/models/hazard-explanation'
import { cellOf } from './cell.ts'
import type { Context } from './context.ts'
import type { Health } from './health.ts'
import { healthOf } from './health-of.ts'
import { contextOn } from './live.ts'
import { explainRisk } from './risk-explanation.ts'
import { stateOf } from './account-valuation.ts'
import { isAccountBased, type Timeline, timelineOf } from './timeline.ts'
import { type CompiledContext, compiled, churnAt, purchasesAt, valuationAt } from './valuation.ts'
import { predictedOf, type ValueInputs, valueInputNames, valueInputsAt, valueShares } from './value-inputs.ts'

interface On {
  readonly timeline: Timeline
  readonly day: number
  readonly at: CompiledContext
  readonly health: Health | undefined
}

function on(client: ClientWithFacts, context: Context, civil: CivilDay): On {
  const at = compiled(contextOn(context, civil))
  const timeline = timelineOf(client, context)
  const day = dayNumber(civil)
  return { timeline, day, at, health: healthOf(timeline, day, at) }
}

/**
 * The difference between two days, with what it is made of: the parts of each difference add up to it.
 *
 * @param days  `from` ≤ `to`, civil days
 */
export function scoreDifference(
  client: ClientWithFacts,
  context: Context,
  { from, to }: { from: CivilDay; to: CivilDay },
): ScoreDifference {
  const [before, after] = [on(client, context, from), on(client, context, to)]
  return {
    from,
    to,
    health: healthDifference(before.health, after.health),
    value: valueDifference(before, after),
    churn: churnDifference(before, after),
    facts: factsBetween(client, { from, to }),
    status: { from: statusOf(client, before, context), to: statusOf(client, after, context) },
  }
}

function statusOf({ client }: ClientWithFacts, { timeline, day }: On, context: Context): string {
  return cellOf(timeline, day, { context, channel: client.channelKey }).status
}

function healthDifference(before: Health | undefined, after: Health | undefined): ScoreDifference['health'] {
  const indicators = new Set(
    [...(before?.parts ?? []), ...(after?.parts ?? [])].map(({ indicator }) => indicator),
  )
  const part = (health: Health | undefined, name: string) =>
    health?.parts.find(({ indicator }) => indicator === name)
  return {
    from: before?.score ?? null,
    to: after?.score ?? null,
    parts: [...indicators].map((indicator) => {
      const [was, is] = [part(before, indicator), part(after, indicator)]
      return {
        indicator,
        from: was?.value ?? null,
        to: is?.value ?? null,
        points: (is?.points ?? 0) - (was?.points ?? 0),
      }
    }),
  }
}

function valueDifference(before: On, after: On): ScoreDifference['value'] {
  const [was, is] = [inputsOn(before), inputsOn(after)]
  const [then, now] = [
    valuationAt(before.timeline, before.day, before.at),
    valuationAt(after.timeline, after.day, after.at),
  ]
  const shares = was && is ? valueShares(was, is) : undefined
  return {
    from: total(then),
    to: total(now),
    historicCents: now.historicCents - then.historicCents,
    inputs:
      was && is && shares
        ? valueInputNames.map((name) => ({ input: name, from: was[name], to: is[name], cents: shares[name] }))
        : [],
    predictedCents: was && is ? predictedOf(is) - predictedOf(was) : null,
  }
}

const inputsOn = ({ timeline, day, at }: On): ValueInputs | undefined => valueInputsAt(timeline, day, at)

function total({ historicCents, predicted }: ReturnType<typeof valuationAt>): number | null {
  return predicted.cents === null ? null : historicCents + predicted.cents
}

/** The later probability explained against the earlier client: its base rate is then the earlier probability. */
function churnDifference(before: On, after: On): ScoreDifference['churn'] {
  const [was, is] = [
    churnAt(before.timeline, before.day, before.at),
    churnAt(after.timeline, after.day, after.at),
  ]
  const explained = was === undefined || is === undefined ? undefined : explainedAgainst(before, after)
  return {
    from: was ?? null,
    to: is ?? null,
    factors: Object.entries(explained?.contributions ?? {}).map(([factor, share]) => ({ factor, share })),
  }
}

function explainedAgainst(before: On, after: On): LossExplanation | undefined {
  const isSame = isAccountBased(before.timeline, before.day) === isAccountBased(after.timeline, after.day)
  if (!isSame) return undefined
  const bought = purchasesAt(before.timeline, before.day)
  const background = {
    accounts: isAccountBased(before.timeline, before.day)
      ? [stateOf(before.timeline, before.day, before.at.context.settings)]
      : [],
    purchases: bought ? [bought.history] : [],
  }
  return explainRisk(after.timeline, after.day, { at: after.at, background })
}

function factsBetween({ facts }: ClientWithFacts, { from, to }: { from: CivilDay; to: CivilDay }) {
  const counts = { orders: 0, engagementMonths: 0, holdings: 0, events: 0 }
  for (const fact of facts) {
    const day = factDay(fact)
    if (fact.fact === 'holding') {
      const moved = [fact.openedOn, fact.closedOn].filter(
        (one) => one !== undefined && from < one && one <= to,
      )
      counts.holdings += moved.length
    } else if (from < day && day <= to) {
      if (fact.fact === 'order') counts.orders += 1
      else if (fact.fact === 'engagement') counts.engagementMonths += 1
      else counts.events += 1
    }
  }
  return counts
}
