import { type HealthIndicator, healthIndicators, healthPillars } from '#shared/client/health-names'
import { indicatorTitles, pillarTitles } from '../../lib/health-titles.ts'
import type { SettingField } from './fields.ts'

const unitOf: Partial<Record<(typeof healthIndicators)[HealthIndicator]['unit'], string>> = {
  days: 'days',
  months: 'months',
  ratio: 'times',
  points: 'points',
}
const bands = { atRisk: 'At risk', watch: 'Watch', healthy: 'Healthy' }
const ends = { poor: 'scores 0 at', good: 'scores 100 at' }

/** What may be chosen about the health score: weights of pillars, starts of bands, anchors of indicators. */
export const healthFields: readonly SettingField[] = [
  ...healthPillars.map((pillar): SettingField => ({
    path: `weights.${pillar}`,
    label: `Weight: ${pillarTitles[pillar]}`,
    help: 'Only the proportions within a kind of client matter.',
    kind: 'number',
    unit: 'points',
  })),
  ...Object.entries(bands).map(([band, title]): SettingField => ({
    path: `bands.${band}`,
    label: `${title} from`,
    help: 'A multiple of 5. Each band begins above the one before.',
    kind: 'number',
    unit: 'points',
  })),
  ...(Object.keys(healthIndicators) as HealthIndicator[]).flatMap((indicator) => {
    const { unit } = healthIndicators[indicator]
    const shown = unitOf[unit]
    return Object.entries(ends).map(([end, words]): SettingField => ({
      path: `anchors.${indicator}.${end}`,
      label: `${indicatorTitles[indicator]} ${words}`,
      help: 'In between the score is linear, beyond it is cut.',
      kind: unit === 'share' ? 'percent' : 'number',
      ...(shown === undefined ? {} : { unit: shown }),
    }))
  }),
]
