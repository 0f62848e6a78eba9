/** What changed weights, anchors or bands of the health score would do, tried on clients drawn evenly. */
import * as v from 'valibot'
import { type HealthBand, healthBands } from '#shared/client/health-names'
import { healthFrom, type HealthReading } from './health.ts'
import { bandOf, type HealthSettings } from './health-settings.ts'

/** How many of the clients tried change band, and how many stand in each band before and after, worst first. */
export const HealthPreview = v.object({
  tried: v.number(),
  changed: v.number(),
  bands: v.array(v.object({ band: v.picklist(healthBands), before: v.number(), after: v.number() })),
})
/** How many of the clients tried change band. */
export type HealthPreview = v.InferOutput<typeof HealthPreview>

/** Clients read once and scored under both settings; one without a score has no band and counts where that changes. */
export function healthPreview(
  readings: readonly HealthReading[],
  { before, after }: { before: HealthSettings; after: HealthSettings },
): HealthPreview {
  const under = (settings: HealthSettings) =>
    readings.map((reading) => {
      const health = healthFrom(reading, settings)
      return health && bandOf(health.score, settings)
    })
  const [was, is] = [under(before), under(after)]
  const among = (bands: readonly (HealthBand | undefined)[], band: HealthBand) =>
    bands.filter((one) => one === band).length
  return {
    tried: readings.length,
    changed: was.filter((band, index) => band !== is[index]).length,
    bands: healthBands.map((band) => ({ band, before: among(was, band), after: among(is, band) })),
  }
}
