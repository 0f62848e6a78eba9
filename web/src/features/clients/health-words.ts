import type { ClientHealth, ObservedShare } from '#shared/client/client-health.schema'
import { type HealthIndicator, healthIndicators } from '#shared/client/health-names'
import { count, decimal, NOTHING, percent, range, ratio } from '../../lib/format.ts'

export { indicatorTitles, pillarTitles } from '../../lib/health-titles.ts'

/** A value of an indicator as it reads. */
export function indicatorText(indicator: HealthIndicator, value: number | null): string {
  if (value === null) return NOTHING
  switch (healthIndicators[indicator].unit) {
    case 'share':
      return percent(value, 0)
    case 'ratio':
      return ratio(value)
    case 'flag':
      return value > 0 ? 'yes' : 'no'
    case 'months':
      return decimal(value, 0)
    default:
      return count(value)
  }
}

/** The parts of a score by pillar, in the order of the definition. */
export function pillarsOf({ parts }: Pick<ClientHealth, 'parts'>) {
  return [...Map.groupBy(parts, ({ pillar }) => pillar)].map(([pillar, some]) => {
    const weight = some.reduce((sum, part) => sum + part.weight, 0)
    const points = some.reduce((sum, part) => sum + part.points, 0)
    return { pillar, parts: some, weight, points, score: weight === 0 ? null : points / weight }
  })
}

/** An observed share with its sample and interval, in words. */
export function observedText({ clients, lost, share, low, high }: ObservedShare): string {
  if (share === null) return 'nobody yet'
  return `${percent(share)} lost (${count(lost)} of ${count(clients)}; ${range(low, high, (one) => percent(one))})`
}
