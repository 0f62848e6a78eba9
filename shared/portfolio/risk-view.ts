import type { ClientRisk } from '#shared/client/client-health.schema'
import { observedShare } from './health-view.ts'
import { ALIKE, riskClasses } from './loss-classes.ts'
import type { Peers } from './peers.ts'
import { explainRisk } from './risk-explanation.ts'
import { isAccountBased, type Timeline } from './timeline.ts'
import type { CompiledContext } from './valuation.ts'

/** Why the churn probability of a day is what it is, with what was observed of clients alike; null where there is none. */
export function riskView(
  timeline: Timeline,
  day: number,
  { at, peers }: { at: CompiledContext; peers: Peers },
): ClientRisk | null {
  const explained = explainRisk(timeline, day, { at, background: peers })
  if (!explained) return null
  const basis = isAccountBased(timeline, day) ? 'accounts' : 'purchases'
  const classes = riskClasses(timeline, day, at.context.settings)
  const observedIn = (factor: string) => {
    const found = classes.find((one) => one.factor === factor)
    return observedShare(found && peers.losses[`${basis}|${factor}|${found.name}`])
  }
  return {
    days: at.context.settings.churnHorizonDays,
    baseRate: explained.baseRate,
    probability: explained.probability,
    factors: Object.entries(explained.contributions).map(([factor, share]) => {
      const found = classes.find((one) => one.factor === factor)
      return { factor, share, className: found?.name ?? '', observed: found ? observedIn(factor) : null }
    }),
    everybody: observedShare(peers.losses[`${basis}|all|all`]),
    alike: observedIn(ALIKE),
  }
}
