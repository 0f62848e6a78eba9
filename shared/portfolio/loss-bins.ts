/**
 * Who was lost: counts of clients by what was known of them one churn horizon ago, with and without loss since
 * (`decisions.md` 12). Inputs as of T−h, outcome in (T−h, T], only clients active at T−h. Loss is what the churn probability
 * is about: no own transaction within the horizon (clients who only buy), or no longer a client.
 */
import { type RiskClass, riskClasses } from './loss-classes.ts'
import { addTo, type Cell, type Contribution } from './contribution.ts'
import { ENOUGH_COVERAGE, type Health } from './health.ts'
import { healthOf } from './health-of.ts'
import { countUpTo, isAccountBased, isActiveAt, type Timeline } from './timeline.ts'
import type { CompiledContext } from './valuation.ts'

/** How clients are valued: by relationships, or by purchases alone. */
export type Basis = 'accounts' | 'purchases'

/** Width of a bin of health; the best score stands in the last full one. */
export const HEALTH_STEP = 5
/** Bins of health, worst first. */
export const HEALTH_BINS = 100 / HEALTH_STEP

/** The bin of a score from 0 to 100. */
export function healthBin(score: number): number {
  return Math.min(HEALTH_BINS - 1, Math.floor(Math.round(score) / HEALTH_STEP))
}

/** What is counted of clients in a bin of health at the as-of day. */
export const healthBinMeasures = ['clients', 'provisional', 'frozen'] as const
/** Key of a count of clients whose health falls into a bin. */
export const healthBinKey = (bin: number, { segment, channel, status }: Cell): string =>
  `bin|health|${segment}|${channel}|${status}|${bin}`
/** Key of the clients and losses among those with a health one horizon ago. */
export const healthLossKey = (basis: Basis, bin: number): string => `loss|${basis}|health|${bin}`
/** Key of the clients and losses of a class of a factor. */
export const factorLossKey = (basis: Basis, { factor, name }: RiskClass): string =>
  `loss|${basis}|${factor}|${name}`

/** Whether a client active at `from` was lost by `to`: see the head of this file. */
export function isLostBetween(timeline: Timeline, from: number, to: number): boolean {
  if (isAccountBased(timeline, from)) return !isActiveAt(timeline, to)
  if (isAccountBased(timeline, to)) return false
  if (to >= timeline.relations.ends) return true
  return countUpTo(timeline.ownDays, to) === countUpTo(timeline.ownDays, from)
}

/** Adds the health of the as-of day, and the losses since one churn horizon ago by what was known then. */
export function addLosses(
  contribution: Contribution,
  {
    timeline,
    at,
    cell,
    health,
  }: {
    timeline: Timeline
    at: CompiledContext
    cell: Cell
    health: Health | undefined
  },
): void {
  if (health) {
    const isProvisional = health.coverage < ENOUGH_COVERAGE ? 1 : 0
    const isFrozen = health.frozenSince === undefined ? 0 : 1
    addTo(contribution, healthBinKey(healthBin(health.score), cell), [1, isProvisional, isFrozen])
  }
  const { settings } = at.context
  const now = at.days.asOf
  const then = now - settings.churnHorizonDays
  if (!isActiveAt(timeline, then)) return
  const basis: Basis = isAccountBased(timeline, then) ? 'accounts' : 'purchases'
  const counted = [1, isLostBetween(timeline, then, now) ? 1 : 0]
  const before = healthOf(timeline, then, at)
  if (before) addTo(contribution, healthLossKey(basis, healthBin(before.score)), counted)
  for (const one of riskClasses(timeline, then, settings))
    addTo(contribution, factorLossKey(basis, one), counted)
  addTo(contribution, `loss|${basis}|all|all`, counted)
}
