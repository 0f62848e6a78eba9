/**
 * How far CLV at risk could be off: the same figure under refits of the models to resampled clients. It is an expectation,
 * so no future is simulated; the refits alone are its spread.
 */
import type { Cents } from '#shared/kernel/money'
import { createMonthlyForecast } from '#shared/models/monthly-purchases'
import type { GammaGammaParams } from '#shared/models/gamma-gamma'
import { survivalAt, survivalsByRefit } from './account-valuation.ts'
import { type AtRiskModels, atRiskUnder } from './at-risk.ts'
import { isActiveAt, statusAt, type Timeline } from './timeline.ts'
import type { CompiledContext } from './valuation.ts'

/** Refits behind the interval: each costs as much as the figure itself. */
export const RISK_DRAWS = 25

const compiledModels = new WeakMap<CompiledContext, readonly AtRiskModels[]>()

function modelsOf(at: CompiledContext): readonly AtRiskModels[] {
  const known = compiledModels.get(at)
  if (known) return known
  const { models, draws, settings } = at.context
  const step = Math.max(1, Math.floor(draws.length / RISK_DRAWS))
  const { loss } = at
  const refits = loss?.refits.length ?? 0
  const made = Array.from({ length: RISK_DRAWS }, (_, index): AtRiskModels => {
    const draw = draws[(index * step) % Math.max(1, draws.length)]
    const { purchases } = models
    return {
      ...(purchases && draw
        ? {
            purchases: {
              model: purchases.model,
              params: draw.purchases,
              forecast: createMonthlyForecast({
                model: purchases.model,
                params: draw.purchases,
                months: settings.horizonMonths,
              }),
            },
          }
        : {}),
      ...(draw?.spend ? { spend: draw.spend as GammaGammaParams } : {}), // -- because draws are refits of the spend model
      ...(loss
        ? {
            survival: (timeline: Timeline, day: number) =>
              survivalsByRefit(timeline, day, { loss, settings })[index % Math.max(1, refits)] ??
              survivalAt(timeline, day, { loss, settings }),
          }
        : {}),
    }
  })
  compiledModels.set(at, made)
  return made
}

/** CLV at risk under each refit, in minor units; undefined where the figure itself is. */
export function atRiskByRefit(timeline: Timeline, day: number, at: CompiledContext): Cents[] | undefined {
  if (at.draws.length === 0 && (at.loss?.refits.length ?? 0) === 0) return undefined
  if (!isActiveAt(timeline, day) || statusAt(timeline, day, at.context.settings) === 'closed')
    return undefined
  const draws: Cents[] = []
  for (const models of modelsOf(at)) {
    const one = atRiskUnder(models, timeline, { day, at })
    if (one === undefined) return undefined
    draws.push(one)
  }
  return draws
}
