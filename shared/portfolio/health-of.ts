import { purchaseModels } from '#shared/models/purchase-models'
import { type Health, healthAt } from './health.ts'
import type { HealthTerms } from './health-inputs.ts'
import { defaultHealthSettings } from './health-settings.ts'
import type { Timeline } from './timeline.ts'
import { type CompiledContext, purchasesAt } from './valuation.ts'

const termsByContext = new WeakMap<CompiledContext, HealthTerms>()

/** What a health score needs to know of a context. Contexts older than the settings have the shipped ones. */
export function healthTerms(at: CompiledContext): HealthTerms {
  const known = termsByContext.get(at)
  if (known) return known
  const { context } = at
  const { chance } = context.models
  const terms: HealthTerms = {
    settings: context.settings,
    health: context.health ?? defaultHealthSettings,
    catalogue: context.catalogue,
    chanceActive: (timeline, day) => {
      const purchases = purchasesAt(timeline, day)
      if (!purchases || !chance) return undefined
      const model = purchaseModels[chance.model]
      return model.probabilityActive(chance.params, purchases.history, context.settings.churnHorizonDays)
    },
  }
  termsByContext.set(at, terms)
  return terms
}

/** The health of a client at the end of a day under a context. */
export function healthOf(timeline: Timeline, day: number, at: CompiledContext): Health | undefined {
  return healthAt(timeline, day, healthTerms(at))
}
