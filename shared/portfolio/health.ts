/**
 * The health score: 0 worst, 100 best. Each indicator is scaled between a poor and a good anchor; indicators count equally
 * within their pillar, a missing one's weight goes to the others of its pillar, an empty pillar's weight to the other
 * pillars. A lost client keeps the score of its last active day. It is a reading aid; the churn probability stands beside it.
 */
import { type HealthIndicator, healthIndicators, type HealthPillar } from '#shared/client/health-names'
import { accountInputs, type HealthInput, type HealthTerms, purchaseInputs } from './health-inputs.ts'
import type { HealthSettings } from './health-settings.ts'
import { isAccountBased, isActiveAt, type Timeline } from './timeline.ts'

/** One indicator of a health score. Points are its part of the score: the points of all parts add up to it. */
export interface HealthPart {
  readonly indicator: HealthIndicator
  readonly pillar: HealthPillar
  /** Null where nothing was observed. */
  readonly value: number | null
  /** 0 to 100; null where nothing was observed. */
  readonly score: number | null
  /** Share of the whole score; 0 where nothing was observed. */
  readonly weight: number
  readonly points: number
}

/** A health score with what it is made of. */
export interface Health {
  readonly profile: 'accounts' | 'purchases'
  /** 0 to 100, unrounded. */
  readonly score: number
  readonly parts: readonly HealthPart[]
  /** Share of the weight that could be observed. */
  readonly coverage: number
  /** First day on which the client was lost: the score is that of the day before. */
  readonly frozenSince?: number
}

/** What a health score is made of, before weights and anchors: they may be tried on it. */
export interface HealthReading {
  readonly profile: Health['profile']
  readonly inputs: readonly HealthInput[]
}

/** Below this coverage a score is provisional. */
export const ENOUGH_COVERAGE = 0.6

const pillarOf = (indicator: HealthIndicator): HealthPillar => healthIndicators[indicator].pillar

/** The health of a client at the end of a day; undefined before its first active day, or where nothing is observed. */
export function healthAt(timeline: Timeline, day: number, terms: HealthTerms): Health | undefined {
  if (isActiveAt(timeline, day)) return healthOn(timeline, day, terms)
  const last = timeline.spells.findLast(({ to }) => to <= day)
  if (!last) return undefined
  const health = healthOn(timeline, last.to - 1, terms)
  return health && { ...health, frozenSince: last.to }
}

/** What health reads of a client at the end of a day, frozen when lost; undefined before its first active day. */
export function healthReadingAt(
  timeline: Timeline,
  day: number,
  terms: HealthTerms,
): HealthReading | undefined {
  if (isActiveAt(timeline, day)) return readingOn(timeline, day, terms)
  const last = timeline.spells.findLast(({ to }) => to <= day)
  return last && readingOn(timeline, last.to - 1, terms)
}

function readingOn(timeline: Timeline, day: number, terms: HealthTerms): HealthReading {
  return isAccountBased(timeline, day)
    ? { profile: 'accounts', inputs: accountInputs(timeline, day, terms) }
    : { profile: 'purchases', inputs: purchaseInputs(timeline, day, terms) }
}

function healthOn(timeline: Timeline, day: number, terms: HealthTerms): Health | undefined {
  return healthFrom(readingOn(timeline, day, terms), terms.health)
}

/** The health of what was read under weights and anchors; undefined where nothing with a weight is observed. */
export function healthFrom(
  { profile, inputs }: HealthReading,
  { weights, anchors }: Pick<HealthSettings, 'weights' | 'anchors'>,
): Health | undefined {
  const all = new Map<HealthPillar, number>()
  const observed = new Map<HealthPillar, number>()
  for (const { indicator, value } of inputs) {
    const pillar = pillarOf(indicator)
    all.set(pillar, (all.get(pillar) ?? 0) + 1)
    if (value !== null) observed.set(pillar, (observed.get(pillar) ?? 0) + 1)
  }
  let total = 0
  let covered = 0
  let known = 0
  for (const [pillar, count] of all) {
    const weight = weights[pillar]
    const seen = observed.get(pillar) ?? 0
    total += weight
    covered += (weight * seen) / count
    if (seen > 0) known += weight
  }
  if (known === 0) return undefined
  let score = 0
  const parts = inputs.map(({ indicator, value }): HealthPart => {
    const pillar = pillarOf(indicator)
    if (value === null) return { indicator, pillar, value, score: null, weight: 0, points: 0 }
    const weight = weights[pillar] / (observed.get(pillar) ?? 1) / known
    const scaled = scaledBetween(value, anchors[indicator])
    const points = weight * scaled
    score += points
    return { indicator, pillar, value, score: scaled, weight, points }
  })
  return { profile, score, parts, coverage: covered / total }
}

/** Where a value lies between poor (0) and good (100), cut at both ends. */
export function scaledBetween(value: number, { poor, good }: { poor: number; good: number }): number {
  return 100 * Math.min(1, Math.max(0, (value - poor) / (good - poor)))
}
