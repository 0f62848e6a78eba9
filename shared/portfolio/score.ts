import type { Score } from '#shared/client/client'
import { dayOf } from '#shared/kernel/day'
import { type Cents, MICRO, roundForStorage } from '#shared/kernel/money'
import { atRiskAt } from './at-risk.ts'
import type { Cell } from './contribution.ts'
import type { Health } from './health.ts'
import type { Timeline } from './timeline.ts'
import { chanceAt, churnAt, type CompiledContext, valuationAt } from './valuation.ts'

/** What is known of a client beside its timeline. */
export interface ToScore {
  readonly at: CompiledContext
  readonly cell: Cell
  readonly health: Health | undefined
}

/** A score and the figures behind it before rounding. */
export interface Scored {
  readonly score: Score
  readonly exact: {
    readonly churnMicro: number | null
    readonly historicCents: Cents
    readonly predictedCents: Cents | null
    readonly risk: Cents | undefined
  }
}

/** The score of a client at the end of a day, rounded as lists keep it, and the figures behind it. */
export function scored(timeline: Timeline, day: number, { at, cell, health }: ToScore): Scored {
  const { context } = at
  const { historicCents, predicted } = valuationAt(timeline, day, at)
  const chance = chanceAt(timeline, day, context)
  const churn = churnAt(timeline, day, at)
  const risk = atRiskAt(timeline, day, at)
  const churnMicro = churn === undefined ? null : thousandths(churn)
  const score: Score = {
    runId: context.runId,
    asOf: dayOf(day),
    // `cell.status` is one of the five -- because `statusAt` returns nothing else.
    status: cell.status as Score['status'],
    segment: cell.segment,
    historicCents: roundForStorage(historicCents),
    predictedCents: predicted.cents === null ? null : roundForStorage(predicted.cents),
    totalCents: predicted.cents === null ? null : roundForStorage(historicCents + predicted.cents),
    atRiskCents: risk === undefined ? null : roundForStorage(risk),
    chanceMicro: chance === undefined ? null : thousandths(chance),
    churnMicro,
    health: health ? Math.round(health.score) : null,
    rules: {
      definitions: context.definitions,
      settings: context.settingsVersion ?? 0,
      model: context.models.purchases?.model ?? '',
    },
  }
  return { score, exact: { churnMicro, historicCents, predictedCents: predicted.cents, risk } }
}

/** A probability rounded to 1/1000, in micro-probabilities. */
function thousandths(probability: number): number {
  return Math.round(probability * 1_000) * (MICRO / 1_000)
}
